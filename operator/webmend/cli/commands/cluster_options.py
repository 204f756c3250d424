"""Where the cluster is, for the commands that ask one."""

import argparse
import re
from pathlib import Path

from webmend.domain.duration import seconds


def add_cluster_options(parser: argparse.ArgumentParser, *, all_namespaces: bool = False) -> None:
    """Add --namespace, --context and --kubeconfig, as kubectl has them; with `all_namespaces` that too."""
    group = parser.add_argument_group("the cluster")
    group.add_argument("-n", "--namespace", metavar="NAME", help="default: that of the kubeconfig's context")
    if all_namespaces:
        group.add_argument("-A", "--all-namespaces", action="store_true", help="of every namespace that you may see")
    group.add_argument("--context", metavar="NAME", help="context of the kubeconfig (default: the current one)")
    group.add_argument("--kubeconfig", type=Path, metavar="FILE", help="default: KUBECONFIG, ~/.kube/config")


def pair(text: str) -> tuple[str, str]:
    """The two parts of NAME=VALUE."""
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value


def length(text: str) -> float:
    """Seconds of a length of time such as 90s or 10m."""
    if not re.fullmatch(r"(\d+h)?(\d+m)?(\d+s)?(\d+ms)?", text) or not text:
        raise argparse.ArgumentTypeError(f"{text!r} is no length of time such as 90s or 10m")
    return seconds(text)

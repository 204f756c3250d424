"""Where the server is and who asks it, for the commands that read what runs have left."""

import argparse
from pathlib import Path

SERVER = "webmend-system/webmend-server"

HELP = f"""\
The server is reached through `kubectl port-forward`, or at --server URL. Who asks is shown by the bearer token of the
kubeconfig's user; where that shows a client certificate instead, give another token:

  export WEBMEND_TOKEN=$(kubectl create token NAME -n NAMESPACE --audience webmend-server)

environment:
  WEBMEND_SERVER  an address such as https://webmend.example.com, or the Service as NAMESPACE/NAME
                  (default: {SERVER})
  WEBMEND_TOKEN   a bearer token, for webmend-server or for the API server
"""


def add_server_options(parser: argparse.ArgumentParser, *, may_go_without: bool = False) -> None:
    """Add --server and --token-file; --no-server where the command is of use without one."""
    group = parser.add_argument_group("webmend's server")
    group.add_argument(
        "--server", metavar="WHERE", help=f"its address, or its Service as NAMESPACE/NAME (default: {SERVER})"
    )
    group.add_argument("--token-file", type=Path, metavar="FILE", help="a file with a bearer token")
    if may_go_without:
        group.add_argument("--no-server", action="store_true", help="ask no server: the API server alone")

"""What a runner pod is told by its environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from webmend.adapters.browser.trust import NO_MORE, Trust
from webmend.domain import names

CHROMIUM = "/usr/bin/chromium"
TERMINATION_LOG = "/dev/termination-log"
STRICT = "strict"


class Misconfigured(Exception):
    """The pod was made without something that a runner needs."""


@dataclass(frozen=True)
class Environment:
    """The settings of one runner."""

    server_url: str
    session_id: str
    """UID of the run."""
    attempt: int
    token_file: Path
    chromium: str
    sandbox: bool
    """Whether Chromium's own sandbox is on: in strict isolation, and only there."""
    termination_log: Path
    trust: Trust = NO_MORE
    """Whom the browser trusts, and where it shows who it is."""
    egress_proxy: str = ""
    """The browser's only way out, as a URL; empty where it connects by itself."""
    debug_port: int = 0
    """Where Chromium's developer tools are served, on the loopback interface; 0: nowhere."""

    @classmethod
    def read(cls, variables: Mapping[str, str]) -> "Environment":
        """The settings in these variables; raises Misconfigured."""
        try:
            return cls(
                server_url=variables["WEBMEND_SERVER_URL"],
                session_id=variables["WEBMEND_SESSION"],
                attempt=int(variables["WEBMEND_ATTEMPT"]),
                token_file=Path(variables["WEBMEND_TOKEN_FILE"]),
                chromium=variables.get("WEBMEND_CHROMIUM", CHROMIUM),
                sandbox=variables.get("WEBMEND_ISOLATION", STRICT) == STRICT,
                termination_log=Path(variables.get("WEBMEND_TERMINATION_LOG", TERMINATION_LOG)),
                trust=_trust(variables),
                egress_proxy=variables.get("WEBMEND_EGRESS_PROXY", ""),
                debug_port=int(variables.get(names.DEBUG_PORT_VARIABLE, "0")),
            )
        except KeyError as missing:
            raise Misconfigured(f"{missing.args[0]} is not set") from None
        except ValueError:
            raise Misconfigured(f"WEBMEND_ATTEMPT or {names.DEBUG_PORT_VARIABLE} is no number") from None


def _trust(variables: Mapping[str, str]) -> Trust:
    """What a workflow's CA bundle and client certificate ask of the browser, whose start does not wait for the plan."""
    folder = variables.get(names.CA_BUNDLE_VARIABLE)
    return Trust(
        authorities=_texts(Path(folder)) if folder else None,
        origins=tuple(variables.get(names.CERTIFIED_ORIGINS_VARIABLE, "").split()),
    )


def _texts(folder: Path) -> str:
    """What the files of a mounted ConfigMap hold; nothing where there is none. The kubelet's own names have dots."""
    return "\n".join(file.read_text(errors="replace") for file in sorted(folder.glob("[!.]*")) if file.is_file())

"""What a runner pod is told by its environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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
            )
        except KeyError as missing:
            raise Misconfigured(f"{missing.args[0]} is not set") from None
        except ValueError:
            raise Misconfigured("WEBMEND_ATTEMPT is no number") from None

"""Where everything is kept in the artifact store."""

import hashlib
import re

from webmend.domain.names import PLURALS, WORKFLOW_RUN

_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")
_OTHER = re.compile(r"[^A-Za-z0-9._-]+")


def run(uid: str) -> str:
    """Prefix of all that is kept of a run."""
    return f"runs/{uid}/"


def attempt(run: str, number: int) -> str:
    """Prefix of all that an attempt leaves behind."""
    return f"runs/{run}/a{number}"


def steps(run: str, number: int) -> str:
    """Its steps, a line each."""
    return f"{attempt(run, number)}/steps.jsonl"


def failure(run: str, number: int, sequence: int) -> str:
    """The whole report of a failure."""
    return f"{attempt(run, number)}/failures/{sequence}.json"


def outputs(run: str, number: int) -> str:
    """What it extracted."""
    return f"{attempt(run, number)}/outputs.json"


def file(run: str, number: int, name: str) -> str:
    """A picture or download. The name may be anything, even a site's: what is not plain is replaced, and told apart."""
    return f"{attempt(run, number)}/files/{_plain(name)}"


def audit(run: str) -> str:
    """The releases of credentials, and what people asked of it, a line each."""
    return f"runs/{run}/audit.jsonl"


def audit_of(kind: str, uid: str) -> str:
    """What people asked of an object of this kind, a line each."""
    return audit(uid) if kind == WORKFLOW_RUN else f"{PLURALS[kind]}/{uid}/audit.jsonl"


def fingerprints(workflow: str, version: int) -> str:
    """What the elements of a version looked like in its last good run."""
    return f"workflows/{workflow}/v{version}/fingerprints.json"


def _plain(name: str) -> str:
    if _PLAIN.fullmatch(name):
        return name
    digest = hashlib.sha256(name.encode(errors="replace")).hexdigest()[:8]
    return f"{digest}-{_OTHER.sub('-', name)[-60:]}"

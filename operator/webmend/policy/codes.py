"""Error codes: which of the user's own codes a failure gets, what that asks for, and which code to suggest.

A code's name is derived from the failure's fingerprint, so that a thousand runs, or two operators, make one object.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from webmend.domain.error_code import (
    MOVES,
    SAMPLES,
    CodeMatch,
    CodeSample,
    CodeState,
    ErrorCode,
    ErrorCodeSpec,
    ErrorCodeStatus,
)
from webmend.domain.evidence import Evidence
from webmend.domain.failure import Failure, Fault, Group, SubType
from webmend.domain.version import Author
from webmend.domain.workflow import ErrorCodeAction, ErrorHandling

MERGES = 8
"""How many merges are followed; a longer chain, or a ring, leads nowhere."""
SHORTEST_VALUE = 2
"""Characters of an input's value that is taken out of a message; a shorter one stands in half of all words."""

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_WITH_DIGIT = re.compile(r"[\w@/:+#-]*\d[\w@/:+#-]*([.,]\w+)*")
"""Numbers, dates, prices, record ids, UUIDs: whatever differs from case to case holds a digit."""


@dataclass(frozen=True)
class Seen:
    """A failure with all that its kind is told by."""

    failure: Failure
    evidence: Evidence
    workflow: str
    values: tuple[str, ...] = ()
    """Values of the run's inputs: they are one case's, and nobody else's business."""


@dataclass(frozen=True)
class Suggestion:
    """A code to suggest, under the one name that failures of this kind lead to."""

    name: str
    spec: ErrorCodeSpec


def match(seen: Seen, codes: Iterable[ErrorCode]) -> ErrorCode | None:
    """The approved code that the failure gets: the one that says most about it, merges followed."""
    named = {code.name: code for code in codes}
    found = (_resolved(code, named) for code in _fitting(seen, named.values()))
    return next((code for code in found if code is not None), None)


def action(code: str | None, codes: Iterable[ErrorCode], handling: ErrorHandling) -> ErrorCodeAction | None:
    """What a failure's code asks for: what the workflow says of that code, or else what the code itself says."""
    own = next((entry for entry in handling.error_codes if entry.code == code), None)
    if own is not None or code is None:
        return own
    found = (c.spec for c in codes if c.code == code and c.spec.state is CodeState.APPROVED)
    return next((_asked(code, spec) for spec in found), None)


def pending(seen: Seen, codes: Iterable[ErrorCode]) -> ErrorCode | None:
    """The suggestion that waits for a person's word and that this failure is one more case of."""
    return next((code for code in _fitting(seen, codes) if code.spec.state is CodeState.SUGGESTED), None)


def suggestion(seen: Seen, codes: Iterable[ErrorCode]) -> Suggestion | None:
    """The code to suggest; None where the failure is not the user's to solve, or some code fits already.

    One that was rejected fits as well: it is not suggested again.
    """
    if not is_for_people(seen.failure) or any(_fitting(seen, codes)):
        return None
    return Suggestion(suggested_name(seen), _suggested(seen))


def is_for_people(failure: Failure) -> bool:
    """Whether the user can solve it: wrong inputs, logins, addresses, or a dialog that only a person can answer."""
    if failure.fault is Fault.PLATFORM or failure.code is not None:
        return False
    return failure.group is Group.USER_ERROR or failure.sub_type is SubType.DECISION_REQUIRED


def suggested_name(seen: Seen) -> str:
    """The one name of the suggestion for failures of this kind."""
    kind = str(seen.failure.sub_type or seen.failure.category).lower().replace("_", "-")
    return f"{kind}-{fingerprint(seen)}"


def fingerprint(seen: Seen) -> str:
    """The kind of the failure in 12 hexadecimal digits: category, sub-type, site, step and normalised message."""
    failure = seen.failure
    parts = (failure.category, failure.sub_type or "", site(seen.evidence), failure.node_id or "", normalised(seen))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def normalised(seen: Seen) -> str:
    """What was said of the failure, without what differs from case to case, in lower case."""
    return " ".join(_general(seen.failure.message, seen.values).casefold().split())


def site(evidence: Evidence) -> str:
    """Host of the page, with its port if it names one; empty where no page was open.

    Where the browser shows its own error page, the host of the address that was asked for.
    """
    addresses = map(urlsplit, (evidence.document.final_url, evidence.document.url))
    hosts = (address.netloc.rpartition("@")[2].lower() for address in addresses if address.scheme in ("http", "https"))
    return next((host for host in hosts if host), "")


def with_sample(status: ErrorCodeStatus, sample: CodeSample) -> ErrorCodeStatus:
    """The status with one more failure counted; the same when the samples name it already."""
    if any(known.key == sample.key for known in status.samples):
        return status
    return status.with_(
        occurrences=status.occurrences + 1,
        first_seen=status.first_seen or sample.at,
        last_seen=max(status.last_seen or sample.at, sample.at),
        samples=(*status.samples, sample)[-SAMPLES:],
    )


def sample(seen: Seen, run: str, key: str, now: datetime) -> CodeSample:
    """The failure as a sample. `key`: its identity over all runs."""
    return CodeSample(key=key, workflow=seen.workflow, run=run[:256], at=now)


def immovable(code: ErrorCode, state: CodeState) -> str:
    """Why a person cannot bring the code into that state, in a sentence; empty when they can."""
    old = code.spec.state
    return "" if state is old or state in MOVES[old] else f"{code.name} is {old}, and cannot become {state}"


def _fitting(seen: Seen, codes: Iterable[ErrorCode]) -> list[ErrorCode]:
    """The codes whose kind the failure is of, the one that says most first."""
    fits = [code for code in codes if _fits(code, seen)]
    return sorted(fits, key=lambda code: (-_says(code.spec.match), code.name))


def _fits(code: ErrorCode, seen: Seen) -> bool:
    """Whether everything that the code asks for holds. A code that the workflow itself gave is taken by its name."""
    if seen.failure.code is not None:
        return code.code == seen.failure.code
    wanted, failure = code.spec.match, seen.failure
    return (
        wanted.category in (None, failure.category)
        and wanted.sub_type in (None, failure.sub_type)
        and wanted.node_id in (None, failure.node_id)
        and (not wanted.workflows or seen.workflow in wanted.workflows)
        and (wanted.site is None or wanted.site.lower() == site(seen.evidence))
        and _are_said(wanted.words, seen)
        and wanted.fingerprint in (None, fingerprint(seen))
    )


def _are_said(words: tuple[str, ...], seen: Seen) -> bool:
    said = " ".join(_said(seen)).casefold()
    return all(" ".join(word.split()).casefold() in said for word in words)


def _said(seen: Seen) -> Iterator[str]:
    dom = seen.evidence.dom
    dialogs = (dialog.text for dialog in dom.dialogs)
    texts = (seen.failure.message, *seen.failure.evidence, *dom.alerts, *dom.forms.invalid_fields, *dialogs)
    return (" ".join(text.split()) for text in texts)


def _says(wanted: CodeMatch) -> int:
    """How much a match says. A fingerprint says everything; the rest counts field by field."""
    given = (wanted.category, wanted.sub_type, wanted.site, wanted.node_id)
    rest = sum(field is not None for field in given) + bool(wanted.workflows) + len(wanted.words)
    return rest + (100 if wanted.fingerprint else 0)


def _resolved(code: ErrorCode, named: dict[str, ErrorCode]) -> ErrorCode | None:
    """The approved code that this one stands for."""
    found: ErrorCode | None = code
    for _ in range(MERGES):
        if found is None or found.spec.state is not CodeState.MERGED:
            break
        found = named.get(found.spec.merged_into or "")
    return found if found is not None and found.spec.state is CodeState.APPROVED else None


def _asked(code: str, spec: ErrorCodeSpec) -> ErrorCodeAction:
    return ErrorCodeAction(code=code, action=spec.action, count=spec.count or 1, after=spec.after or "0s")


def _suggested(seen: Seen) -> ErrorCodeSpec:
    failure, host = seen.failure, site(seen.evidence)
    general = _general(failure.message, seen.values)
    where = f" at {host}" if host else ""
    return ErrorCodeSpec(
        description=f"{failure.category}{f'/{failure.sub_type}' if failure.sub_type else ''}{where}: {general}"[:1024],
        match=CodeMatch(
            category=failure.category,
            sub_type=failure.sub_type,
            fingerprint=fingerprint(seen),
            site=host or None,
            node_id=failure.node_id,
        ),
        state=CodeState.SUGGESTED,
        author=Author.WEBMEND,
    )


def _general(message: str, values: tuple[str, ...]) -> str:
    """The message with … for values of inputs, # for what holds a digit, @ for addresses of people."""
    for value in sorted({v.strip() for v in values}, key=lambda v: (-len(v), v)):
        if len(value) >= SHORTEST_VALUE:
            message = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", "…", message, flags=re.IGNORECASE)
    return _WITH_DIGIT.sub("#", _ADDRESS.sub("@", message))

"""How far an attempt has come."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from webmend.domain.graph import Node
from webmend.domain.report import RecoveryOutcome, RecoveryReport
from webmend.domain.target import Target
from webmend.policy.looping import Key, Rounds, key
from webmend.policy.outputs.rows import record_count
from webmend.policy.template import as_output

from .changes import Changes
from .files import Files
from .login import SUBMITS, Login

_GIVES_BACK = ("download", "ask", "call")
"""Actions whose data later steps may look up, and which are no output of the run."""


@dataclass
class Progress:
    """The one thing in an attempt that changes."""

    executed: list[str] = field(default_factory=list)
    """The steps that were done, in order, as often as they were."""
    pages: list[str] = field(default_factory=list)
    """The address after each of them, without its query."""
    current: str = ""
    """The step under way, or the last one."""
    under_way: str = ""
    """The step that has begun to act and was not done: not one that is still waited for, or was passed over."""
    irreversible_announced: bool = False
    """The server knows that an irreversible step has begun."""
    begun: int = 0
    """Steps begun, those skipped and failed included."""
    tries: Counter[str] = field(default_factory=Counter)
    """How often each step was tried."""
    outputs: dict[str, Any] = field(default_factory=dict)
    """What was extracted, by the name of the output; a step done again puts its output in the place of the old one."""
    seen: dict[str, Any] = field(default_factory=dict)
    """The same as templates see it, by step and by output."""
    files: Files = field(default_factory=Files)
    """What downloads have brought, for the uploads after them."""
    waited: float = 0.0
    """Seconds until the last failed step gave up."""
    irreversible: bool = False
    """An irreversible step has run, or may have."""
    login: Login = field(default_factory=Login)
    changes: Changes = field(default_factory=Changes)
    rounds: Rounds = ()
    """The loops under way."""
    gathered: dict[str, dict[Key, Any]] = field(default_factory=dict)
    """What steps of loops have extracted, by the name of the output and by round."""
    begun_in_round: int = 0
    """Steps begun since the last round of a loop began, or since everything did."""
    failures: int = 0
    """Number of the last failure."""
    submitted_at: datetime | None = None
    """When the last step began that may have sent a form, and with it for a code."""
    started_at: datetime | None = None
    """When the first step began."""
    open_recoveries: list[tuple[int, str]] = field(default_factory=list)
    """Recoveries whose outcome is not known yet: number and step that had failed."""
    recoveries: list[RecoveryReport] = field(default_factory=list)
    """Outcomes of the others."""
    answered: dict[str, str] = field(default_factory=dict)
    """New values of inputs that somebody answered."""
    answered_secrets: list[str] = field(default_factory=list)
    """Those of them that are masked wherever they are shown."""
    replies: dict[str, dict[str, str]] = field(default_factory=dict)
    """What was answered to steps that ask by themselves, until they take it."""
    asked_at: dict[str, datetime] = field(default_factory=dict)
    """When they began to ask."""
    targets: dict[str, Target] = field(default_factory=dict)
    """Where steps find their elements in this session, where a repair has found them anew."""
    done: dict[int, dict[str, Any]] = field(default_factory=dict)
    """What was done for a recovery, by its number: fields of its report but for the outcome."""

    @property
    def steps_done(self) -> int:
        """How many different steps were done."""
        return len(set(self.executed))

    @property
    def records(self) -> int:
        """How many records the outputs hold."""
        return sum(record_count(data) for data in self.outputs.values())

    @property
    def was_mended(self) -> bool:
        """Whether a step has failed and something was done about it."""
        return bool(self.recoveries or self.open_recoveries)

    def begins(self, node: Node, now: datetime) -> None:
        """A step begins."""
        self.current = node.id
        self.begun += 1
        self.begun_in_round += 1
        self.started_at = self.started_at or now
        if node.action in SUBMITS:
            self.submitted_at = now

    def passed(self, node: Node, data: Any, url: str = "") -> None:
        """A step was done and gave this. `url`: the address afterwards; the same as before where it is not known."""
        self.executed.append(node.id)
        self.pages.append(url or (self.pages[-1] if self.pages else ""))
        self.irreversible = self.irreversible or node.acts_once
        self.login = self.login.after(node)
        if node.output is not None:
            self._keep(node.id, node.output, data)
        if node.action in _GIVES_BACK:
            self.seen[node.id] = data

    def _keep(self, node_id: str, name: str, data: Any) -> None:
        """Put an output in place: in a loop beside those of its other rounds."""
        self.outputs[name] = data
        if self.rounds:
            parts = self.gathered.setdefault(name, {})
            parts[key(self.rounds)] = data
            self.outputs[name] = _joined(parts.values())
        self.seen[name] = self.seen[node_id] = as_output(data)

    def go_round(self, rounds: Rounds) -> None:
        """These loops are under way now: another round has begun, or the innermost loop is over.

        What a loop has gathered is there for the steps after it as a whole.
        """
        is_over = len(rounds) < len(self.rounds)
        self.rounds, self.begun_in_round = rounds, 0
        if is_over:
            within = key(rounds)
            for name, parts in self.gathered.items():
                here = [data for place, data in parts.items() if place[: len(within)] == within]
                if here:
                    self.seen[name] = as_output(_joined(here))

    def forget_rounds(self, loop: str) -> None:
        """The loop begins anew: what an earlier time of it has gathered in this round of the loops around it goes."""
        place = key(self.rounds)
        for parts in self.gathered.values():
            stale = [k for k in parts if k[: len(place)] == place and len(k) > len(place) and k[len(place)][0] == loop]
            for each in stale:
                del parts[each]

    def did(self, sequence: int, **fields: Any) -> None:
        """Something was done for that recovery, to be told with its outcome (`detail`, `found`)."""
        self.done[sequence] = {**self.done.get(sequence, {}), **fields}

    def settle(self, node_id: str, outcome: RecoveryOutcome) -> list[RecoveryReport]:
        """The step has passed or failed: so have the recoveries that were to help it."""
        return self._close([entry for entry in self.open_recoveries if entry[1] == node_id], outcome)

    def settle_rest(self) -> list[RecoveryReport]:
        """The attempt is over: what has not helped by now has failed."""
        return self._close(list(self.open_recoveries), RecoveryOutcome.FAILED)

    def _close(self, entries: list[tuple[int, str]], outcome: RecoveryOutcome) -> list[RecoveryReport]:
        self.open_recoveries = [entry for entry in self.open_recoveries if entry not in entries]
        reports = [RecoveryReport(sequence=n, outcome=outcome, **self.done.get(n, {})) for n, _ in entries]
        self.recoveries += reports
        return reports


def _joined(parts: Iterable[Any]) -> list[Any]:
    """What the rounds of a loop have given, as one list."""
    return [record for part in parts for record in (part if isinstance(part, list | tuple) else [part])]

"""Asking a model about failures that the rules leave open, on the side: nobody here waits for the answer."""

import asyncio
from collections.abc import Callable

import structlog

from webmend.domain.advice import Consultation, ConsultationOutcome, Prompt, Reply
from webmend.policy.classify import advice
from webmend.policy.run import AskModel
from webmend.ports.advisor import Advisor, AdvisorUnavailable
from webmend.ports.cluster import RUNS

from .backoff import Backoff
from .lease import Sources
from .metrics import Metrics
from .store import Key

AT_ONCE = 4
"""Questions under way at the most; the wait for a place counts as waiting for the answer."""
MOST = 1000
"""Runs remembered, the oldest forgotten first. What a failure was explained with is stored with its run."""
FIRST_PAUSE, LONGEST_PAUSE = 15.0, 900.0
"""Seconds for which an endpoint that does not answer is left alone: doubled each time, up to the longest."""

_log = structlog.get_logger()


class Advising:
    """What a model was asked since this process leads. Without an advisor (None) nobody is ever asked.

    `timeout`: seconds for an answer, in all. A run is woken once there is one, or is none.
    """

    def __init__(
        self, advisor: Advisor | None, timeout: float, sources: Sources, wake: Callable[[Key], None], metrics: Metrics
    ) -> None:
        self._advisor = advisor
        self._timeout = timeout
        self._sources = sources
        self._wake = wake
        self._metrics = metrics
        self._known: dict[str, tuple[Consultation, ...]] = {}
        self._asking: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._pause = Backoff[str](sources.chance, FIRST_PAUSE, LONGEST_PAUSE)
        self._silent_until = 0.0

    def of(self, uid: str) -> tuple[Consultation, ...]:
        """What was asked about the run."""
        return self._known.get(uid, ())

    def ask(self, uid: str, question: AskModel) -> None:
        """Have the model asked, once for a failure; a model that did not answer lately is not asked."""
        if any(each.is_of(question.attempt, question.sequence) for each in self.of(uid)):
            return
        asked = Consultation(attempt=question.attempt, sequence=question.sequence, asked_at=self._sources.now())
        self._remember(uid, asked)
        if self._advisor is None or self._sources.monotonic() < self._silent_until:
            self._close(uid, asked, ConsultationOutcome.UNAVAILABLE, detail="not asked: it did not answer lately")
            return
        task = asyncio.create_task(self._ask(self._advisor, uid, asked, question.prompt))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def _ask(self, advisor: Advisor, uid: str, asked: Consultation, prompt: Prompt) -> None:
        try:
            async with asyncio.timeout(self._timeout), self._places:
                reply = await advisor.ask(prompt)
        except (AdvisorUnavailable, TimeoutError) as error:
            why = str(error)[:1024] or "no answer in time"
            self._leave_alone(why)
            self._close(uid, asked, ConsultationOutcome.UNAVAILABLE, detail=why)
        else:
            self._pause.succeeded("")
            self._hear(uid, asked, reply, prompt)

    def _hear(self, uid: str, asked: Consultation, reply: Reply, prompt: Prompt) -> None:
        self._metrics.tokens.inc(reply.tokens)
        told = {"model": reply.model, "tokens": reply.tokens}
        if said := advice.proposed(reply, prompt):
            self._close(uid, asked, ConsultationOutcome.PROPOSED, proposal=said, **told)
        else:
            detail = "it did not decide, or quoted nothing that it was shown"
            self._close(uid, asked, ConsultationOutcome.UNDECIDED, detail=detail, **told)

    def _leave_alone(self, why: str) -> None:
        """Ask nothing for a while. Questions that were under way together count as one failure."""
        _log.warning("the model did not answer", error=why)
        now = self._sources.monotonic()
        if now >= self._silent_until:
            self._silent_until = now + self._pause.failed("")

    def _close(self, uid: str, asked: Consultation, outcome: ConsultationOutcome, **fields: object) -> None:
        self._metrics.questions.labels(outcome).inc()
        self._remember(uid, asked.with_(outcome=outcome, **fields))
        self._wake(Key(RUNS, uid))

    def _remember(self, uid: str, asked: Consultation) -> None:
        others = (each for each in self.of(uid) if not each.is_of(asked.attempt, asked.sequence))
        self._known[uid] = (*others, asked)
        if len(self._known) > MOST:
            del self._known[next(iter(self._known))]

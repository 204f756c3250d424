"""Everything that the parts of one attempt share."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webmend.domain.graph import Node
from webmend.domain.report import AttemptOutcome, FailureReport
from webmend.domain.session import SessionPlan
from webmend.policy.template import Scope
from webmend.ports.browser import BrowserSession
from webmend.ports.clock import Clock
from webmend.ports.session import SessionServer

from .fence import Fence
from .outbox import Outbox
from .progress import Progress
from .secrets import Secrets
from .stop import Stop
from .watcher import Watcher

if TYPE_CHECKING:
    from .recording import Recording


@dataclass(frozen=True)
class Context:
    """One attempt."""

    plan: SessionPlan
    browser: BrowserSession
    server: SessionServer
    outbox: Outbox
    clock: Clock
    secrets: Secrets
    stop: Stop
    fence: Fence
    watcher: Watcher
    progress: Progress
    recording: "Recording | None" = None
    """What records the attempt, where the workflow asks for it."""

    def node(self, node_id: str) -> Node:
        """The step, with its element where this session has found it."""
        node, target = self.plan.graph.node(node_id), self.progress.targets.get(node_id)
        return node.with_(target=target) if target else node

    def scope(self) -> Scope:
        """What templates can look up; credentials come with the step that names them."""
        run = {"id": self.plan.session_id, "name": self.plan.run}
        inputs = {**self.plan.inputs, **self.progress.answered}
        rounds = self.progress.rounds
        item = rounds[-1].item if rounds else None
        return Scope(inputs=inputs, steps=self.progress.seen, item=item, run=run)

    @property
    def secret_inputs(self) -> tuple[str, ...]:
        """Inputs that are masked wherever they are shown."""
        return (*self.plan.secret_inputs, *self.progress.answered_secrets)

    async def pause(self, seconds: float, why: str) -> None:
        """Wait in the session; raises Stopped."""
        if seconds > 0:
            self.watcher.waiting(seconds, why)
            await self.stop.sleep(self.clock, seconds)


@dataclass(frozen=True)
class Ending:
    """How the steps ended."""

    outcome: AttemptOutcome
    reason: str
    """One CamelCase word."""
    failure: FailureReport | None = None
    """The failure that ended them."""

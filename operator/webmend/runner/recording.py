"""What is recorded of an attempt besides its steps: a trace, a film. Imported only where the workflow asks for one."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial

from webmend.adapters.browser.film import film
from webmend.domain.graph import Node
from webmend.domain.session import FILE_BYTES, SessionPlan
from webmend.domain.workflow import Capture
from webmend.policy.film import Frame, seconds, with_frame
from webmend.policy.keeping import is_kept
from webmend.ports.browser import BrowserSession
from webmend.ports.trace import NoTrace, Recorded, Trace

from .outbox import Artifact
from .secrets import Secrets
from .watcher import Watcher

TRACE, FILM = "trace.zip", "video.webp"
"""Names of the artifacts."""
PATIENCE, HURRY = 15.0, 5.0
"""Seconds for taking the secrets out of a trace; the second where the runner was asked to end, and is killed soon."""
HURRIED_FRAMES = 20
"""Of the film that is left then: its last ones."""


class Recording:
    """Of one attempt. What fails here is told and never fails the attempt."""

    def __init__(self, plan: SessionPlan, secrets: Secrets, watcher: Watcher):
        self.is_filmed = plan.video is not Capture.NEVER
        self._plan = plan
        self._secrets = secrets
        self._watcher = watcher
        self._trace: Trace | None = None
        self._recorded: Recorded | None = None
        self._frames: tuple[Frame, ...] = ()

    async def begin(self, browser: BrowserSession) -> None:
        """Before the first step."""
        if self._plan.trace is not Capture.NEVER:
            try:
                self._trace = await browser.trace()
            except NoTrace as why:
                self._tell(TRACE, why)

    async def step_begins(self, node: Node) -> None:
        """What follows belongs to this step."""
        if self._trace is not None:
            try:
                await self._trace.step(node.title)
            except NoTrace as why:
                self._tell(TRACE, why)
                self._trace = None

    def saw(self, picture: bytes | None, at: datetime) -> None:
        """The page looked so after a step, or when it failed."""
        if picture is not None and self.is_filmed:
            self._frames = with_frame(self._frames, Frame(picture, at))

    async def end(self, *, has_failed: bool, was_mended: bool) -> None:
        """After the last step, while the browser is still there: with this it is known what is wanted."""
        wanted = partial(is_kept, has_failed=has_failed, was_mended=was_mended)
        self._frames = self._frames if wanted(self._plan.video) else ()
        trace, self._trace = self._trace, None
        if trace is not None and wanted(self._plan.trace):
            try:
                self._recorded = await trace.stop()
            except NoTrace as why:
                self._tell(TRACE, why)
        elif trace is not None:
            await trace.drop()

    async def kept(self, *, is_hurried: bool) -> list[Artifact]:
        """What is kept, secrets taken out; made once the browser has left its memory to us."""
        made = (
            await self._made(FILM, "image/webp", partial(self._film, HURRIED_FRAMES if is_hurried else 0)),
            await self._made(TRACE, "application/zip", partial(self._zip, HURRY if is_hurried else PATIENCE)),
        )
        return [each for each in made if each is not None]

    async def _made(self, name: str, content_type: str, make: Callable[[], bytes]) -> Artifact | None:
        try:
            body = await asyncio.to_thread(make)
            if len(body) > FILE_BYTES:
                raise NoTrace(f"it is {len(body) // 2**20} MiB long; at most {FILE_BYTES // 2**20} are kept")
        except NoTrace as why:
            self._tell(name, why)
        except Exception as defect:  # whatever a page has made of it, the report of the attempt must come
            self._tell(name, f"a defect of ours: {type(defect).__name__}")
        else:
            return Artifact(name, body, content_type) if body else None
        return None

    def _zip(self, patience: float) -> bytes:
        recorded, self._recorded = self._recorded, None
        return recorded.without_secrets(self._secrets.and_these, patience) if recorded else b""

    def _film(self, last: int) -> bytes:
        """Of so many pictures; 0: of all."""
        frames, self._frames = self._frames[-last:], ()
        return film([each.picture for each in frames], seconds(frames)) if frames else b""

    def _tell(self, name: str, why: object) -> None:
        self._watcher.not_recorded(name, self._secrets(str(why)))

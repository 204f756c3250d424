"""A tab in a real browser, driven as the engine drives it, on pages that the test writes."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.browser.site import Site
from webmend.adapters.browser.session import PlaywrightSession
from webmend.domain.evidence import ErrorKind, Evidence, StepFacts
from webmend.domain.graph import Node
from webmend.domain.target import Fingerprint
from webmend.ports.browser import File, Performed, Question, StepFailed

QUICK = 0.7
"""Seconds of ceiling for steps that are to run into it."""
PATIENT = 10.0
"""Seconds of ceiling for steps that are to succeed."""


def css(*selectors: str, frame: tuple[str, ...] = ()) -> dict[str, Any]:
    """A target by CSS selectors."""
    return {"selectors": [{"css": selector} for selector in selectors], "frame": frame}


class Tab:
    """One session."""

    def __init__(self, session: PlaywrightSession, site: Site, secrets: list[str]) -> None:
        self.session = session
        self.site = site
        self.secrets = secrets
        self._last: Node | None = None

    async def open(self, body: str, path: str = "/", **how: Any) -> str:
        """Put a page there and go to it."""
        url = self.site.put(path, body, **how)
        await self.do(navigate={"url": url})
        return url

    async def do(
        self,
        target: Any = None,
        *,
        ceiling: float = PATIENT,
        origins: tuple[str, ...] | None = None,
        files: Sequence[File] = (),
        **fields: Any,
    ) -> Performed:
        """Do a step."""
        self._last = self.node(target, **fields)
        return await self.session.perform(self._last, ceiling, origins, files=files)

    def node(self, target: Any = None, **fields: Any) -> Node:
        """A step."""
        return Node.model_validate({"id": "step", **({"target": target} if target else {}), **fields})

    async def fails(self, target: Any = None, *, ceiling: float = QUICK, **fields: Any) -> StepFailed:
        """Do a step that must fail; how it did."""
        with pytest.raises(StepFailed) as raised:
            await self.do(target, ceiling=ceiling, **fields)
        return raised.value

    async def fails_as(self, kind: ErrorKind, target: Any = None, **fields: Any) -> StepFailed:
        """Do a step that must fail so, the ceiling raised until a busy machine gets far enough to see why."""
        failed = await self.fails(target, ceiling=QUICK, **fields)
        for ceiling in (4 * QUICK, 16 * QUICK):
            if failed.error.kind is not kind:
                failed = await self.fails(target, ceiling=ceiling, **fields)
        assert failed.error.kind is kind, failed.error
        return failed

    async def evidence(self, failed: StepFailed | None = None, fingerprint: Fingerprint | None = None) -> Evidence:
        """What can be seen about the last step."""
        node = self._last or Node.model_validate({"id": "step", "delay": {"duration": "1s"}})
        facts = StepFacts(id=node.id, action=node.action)
        error = failed.error if failed else Evidence().error
        return await self.session.evidence(Question(node=node, error=error, step=facts, fingerprint=fingerprint))

    async def script(self, script: str, argument: Any = None) -> Any:
        """Run JavaScript in the page, as the site itself would."""
        return await self.session._tab.page.evaluate(script, argument)

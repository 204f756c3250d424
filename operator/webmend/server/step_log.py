"""The steps of an attempt, a line each, in the order in which they were handed in."""

from collections.abc import Iterator

from pydantic import ValidationError

from webmend.domain.report import StepReport
from webmend.ports.artifacts import ArtifactNotFound, Artifacts

from . import keys


class StepLog:
    """Keeps steps. One that is handed in twice is written twice and read once."""

    def __init__(self, artifacts: Artifacts):
        self._artifacts = artifacts

    async def add(self, run: str, attempt: int, steps: tuple[StepReport, ...]) -> None:
        """Keep these steps of an attempt."""
        lines = [step.model_dump_json(by_alias=True, exclude_defaults=True).encode() for step in steps]
        if lines:
            await self._artifacts.append(keys.steps(run, attempt), b"\n".join(lines))

    async def read(self, run: str, attempt: int) -> tuple[StepReport, ...]:
        """The steps of an attempt, each once, as it was handed in last."""
        try:
            body = await self._artifacts.get(keys.steps(run, attempt))
        except ArtifactNotFound:
            return ()
        # A step is known by its node and its start: a loop runs the same node many times.
        return tuple({(step.node_id, step.started_at): step for step in _parsed(body)}.values())


def _parsed(body: bytes) -> Iterator[StepReport]:
    """The steps of a log; a line that a crash has cut short is passed over."""
    for line in body.splitlines():
        try:
            yield StepReport.model_validate_json(line)
        except ValidationError:
            continue

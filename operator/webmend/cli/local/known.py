"""What earlier good runs on this machine have shown of a workflow, in a file."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from webmend.domain.experience import Experience, Remembered
from webmend.domain.graph import Graph
from webmend.domain.report import StepReport
from webmend.policy import experience


class Known:
    """Reads and keeps it. A file that cannot be read is taken for none: the next good run writes it anew."""

    def __init__(self, path: Path):
        self.path = path

    def of(self, graph: Graph) -> dict[str, Remembered]:
        """What holds for the steps of this graph."""
        return experience.holding_for(graph, self._nodes())

    def keep(self, steps: Sequence[StepReport], graph: Graph, finished_at: datetime) -> None:
        """Add the steps of a good run."""
        nodes = experience.with_steps(self._nodes(), steps, graph)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = Experience(finished_at=finished_at, nodes=nodes).model_dump_json(by_alias=True, exclude_defaults=True)
        self.path.write_text(text)

    def _nodes(self) -> dict[str, Remembered]:
        try:
            return Experience.model_validate_json(self.path.read_bytes()).nodes
        except (OSError, ValidationError):
            return {}

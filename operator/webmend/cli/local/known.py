"""What earlier good runs on this machine have shown of a workflow, in a file; whose data are good, in one beside it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from webmend.domain.experience import Experience, Remembered
from webmend.domain.graph import Graph
from webmend.domain.report import StepReport
from webmend.domain.workflow import GoodRun, Workflow
from webmend.policy import experience


class Known:
    """Reads and keeps it. A file that cannot be read is taken for none: the next good run writes it anew."""

    def __init__(self, path: Path):
        self.path = path
        self._good = path.with_name(f"{path.name.removesuffix('.json').removesuffix('.known')}.good-run.json")

    def of(self, graph: Graph) -> dict[str, Remembered]:
        """What holds for the steps of this graph."""
        return experience.holding_for(graph, self._nodes())

    def keep(self, steps: Sequence[StepReport], graph: Graph, finished_at: datetime) -> None:
        """Add the steps of a good run."""
        nodes = experience.with_steps(self._nodes(), steps, graph)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = Experience(finished_at=finished_at, nodes=nodes).model_dump_json(by_alias=True, exclude_defaults=True)
        self.path.write_text(text)

    def with_good_run(self, workflow: Workflow) -> Workflow:
        """The workflow with the last run on this machine whose data are good."""
        try:
            good = GoodRun.model_validate_json(self._good.read_bytes())
        except (OSError, ValidationError):
            return workflow
        return workflow.with_(status=workflow.status.with_(last_good_run=good))

    def keep_good_run(self, good: GoodRun) -> None:
        """From now on the last run whose data are good is this one."""
        self._good.parent.mkdir(parents=True, exist_ok=True)
        self._good.write_text(good.model_dump_json(by_alias=True))

    def _nodes(self) -> dict[str, Remembered]:
        try:
            return Experience.model_validate_json(self.path.read_bytes()).nodes
        except (OSError, ValidationError):
            return {}

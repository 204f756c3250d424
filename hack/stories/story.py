"""One story: a WorkflowRun of examples/ with what it promises in its annotations."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PREFIX = "examples.webmend.io/"


@dataclass(frozen=True)
class Act:
    """Something that somebody does while the story is told."""

    when: str
    """Before the run is made, in a phase of it (InputRequired, Running, ...), or After it."""
    site: dict[str, Any] | None = None
    """The faults that the site has from then on."""
    patch: dict[str, Any] | None = None
    """An object that is patched: kind, name or labels, and merge or json."""
    create: dict[str, Any] | None = None
    """An object that is made."""


@dataclass(frozen=True)
class Story:
    """A run to make, with the objects that it needs and the state that it must end in."""

    title: str
    run: dict[str, Any]
    needs: tuple[dict[str, Any], ...]
    """The Secrets and Workflows of its file."""
    expect: dict[str, Any]
    """Dotted path into the run's status, or workflowVersion.FIELD of a version of its workflow -> value."""
    file: str
    after: str = ""
    """The story that must have ended before this one starts."""
    answer: tuple[tuple[str, str], ...] = ()
    """What somebody answers when the run asks: values by input."""
    disturb: str = ""
    """What is done to the installation while it runs; such a story is played alone."""
    acts: tuple[Act, ...] = ()
    """What is done meanwhile, in this order."""

    @property
    def name(self) -> str:
        """Name of its WorkflowRun."""
        return str(self.run["metadata"]["name"])

    @property
    def workflow(self) -> str:
        """Name of its Workflow."""
        return str(self.run["spec"]["workflowRef"]["name"])

    @property
    def namespace(self) -> str:
        """Where it is played."""
        return str(self.run["metadata"]["namespace"])


def stories(folder: Path = EXAMPLES) -> list[Story]:
    """Every story in the order of the files."""
    return [story for file in sorted(folder.glob("*.yaml")) for story in _of_file(file)]


def changed_secrets(folder: Path = EXAMPLES) -> list[str]:
    """Names of the Secrets that a run of a story changes: those that bear the label of whose they are."""
    needs = (need for story in stories(folder) for need in story.needs)
    named = (need["metadata"] for need in needs if need["kind"] == "Secret")
    return sorted({metadata["name"] for metadata in named if PREFIX + "of" in metadata.get("labels", {})})


def _of_file(file: Path) -> Iterator[Story]:
    documents = list(yaml.safe_load_all(file.read_text()))
    runs = [d for d in documents if d["kind"] == "WorkflowRun"]
    needs = tuple(d for d in documents if d["kind"] != "WorkflowRun")
    for run in runs:
        said = run["metadata"].get("annotations", {})
        yield Story(
            title=said[PREFIX + "story"],
            run=run,
            needs=needs,
            expect=yaml.safe_load(said[PREFIX + "expect"]),
            file=file.name,
            after=said.get(PREFIX + "after", ""),
            answer=_pairs(said.get(PREFIX + "answer", "")),
            disturb=said.get(PREFIX + "disturb", ""),
            acts=tuple(Act(**act) for act in yaml.safe_load(said.get(PREFIX + "acts", "[]"))),
        )


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """`patientId=P-1002 ward=B` as names and values."""
    return tuple((name, value) for name, _, value in (pair.partition("=") for pair in text.split()))

"""A recording as the manifest of a workflow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from webmend.domain import names
from webmend.domain.graph import Graph, Node
from webmend.domain.workflow import Browser, Credential, ErrorHandling, Input, WorkflowSpec
from webmend.policy import graph as graphs
from webmend.policy import template

from . import formats, naming, secrets, values
from .nodes import nodes
from .recording import Note, Recording
from .source import NotImportable

MOST_NODES = 200


@dataclass(frozen=True)
class Imported:
    """A workflow made of a recording."""

    kind: str
    """What wrote the recording, for people."""
    name: str
    spec: WorkflowSpec
    notes: tuple[Note, ...]
    """In the order of their lines."""

    @property
    def losses(self) -> tuple[Note, ...]:
        """What of the recording the workflow does not do."""
        return tuple(note for note in self.notes if note.is_loss)

    def manifest(self) -> dict[str, Any]:
        """The Workflow object."""
        spec = self.spec.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return {"apiVersion": names.API_VERSION, "kind": names.WORKFLOW, "metadata": {"name": self.name}, "spec": spec}


def import_recording(
    text: str, form: str | None = None, test: str | None = None, name: str | None = None, keep_values: bool = False
) -> Imported:
    """The workflow that does what was recorded; raises NotImportable, and nothing else, whatever the text is.

    `form`: one of formats.FORMATS; the content says which where there is none. `test`: which one, of several in a file.
    `name`: of the workflow. `keep_values`: what was typed stays in the steps, but for secrets.
    """
    read = formats.read(text, form, test)
    if len(read.steps) > MOST_NODES:
        raise NotImportable(f"{len(read.steps)} steps; a workflow has at most {MOST_NODES}")
    protected = secrets.protect(read)
    recording = protected.recording
    if not keep_values:
        recording = values.lift(recording, protected.secret_inputs)
    made, lost = nodes(recording)
    notes = [*recording.notes, *protected.notes, *lost]
    if not made:
        raise NotImportable(_nothing(recording, notes))
    if len(made) > MOST_NODES:
        raise NotImportable(f"{len(made)} steps; a workflow has at most {MOST_NODES}")
    spec = _spec(recording, protected, made, notes)
    notes += _files_elsewhere(made)
    return Imported(recording.kind, name or naming.object_name(recording.title), spec, tuple(_in_order(notes)))


def _spec(
    recording: Recording, protected: secrets.Protected, made: tuple[Node, ...], notes: list[Note]
) -> WorkflowSpec:
    spec = WorkflowSpec(
        description=_description(recording),
        inputs=_inputs(recording, protected.secret_inputs, made, notes),
        credentials=_credentials(protected.credentials, made),
        browser=_or_default(Browser, recording.browser, "what it says of the browser", notes),
        error_handling=_or_default(ErrorHandling, recording.error_handling, "its recovery switches", notes),
        graph=Graph(nodes=made),
    )
    if wrong := graphs.problems(spec):
        raise NotImportable(f"what was recorded makes no workflow: {wrong[0]}")
    return spec


def _description(recording: Recording) -> str:
    told = recording.description or recording.title
    return f"{told.rstrip('.')}. Imported from {recording.kind}."[:4096] if told else f"Imported from {recording.kind}."


def _inputs(
    recording: Recording, secret: Sequence[str], made: tuple[Node, ...], notes: list[Note]
) -> tuple[Input, ...]:
    """Those that the steps look up: as they are declared, else required."""
    declared = {given["name"]: given for given in recording.inputs}
    declared |= {name: {"name": name, "required": True, "secret": True} for name in secret}
    found = {name: declared.get(name, {"name": name, "required": True}) for name in _looked_up("inputs", made)}
    return tuple(_input(given, notes) for given in found.values())


def _input(given: Mapping[str, Any], notes: list[Note]) -> Input:
    try:
        return Input.model_validate(given)
    except ValidationError:
        notes.append(Note(1, f"what is declared of the input {str(given['name'])[:63]} is left out", is_loss=True))
        kept = {name: given[name] for name in ("name", "secret") if name in given}
    try:
        return Input.model_validate({**kept, "required": True})
    except ValidationError:
        raise NotImportable(f"{str(given['name'])[:80]!r} can be no name of an input") from None


def _credentials(origins: Mapping[str, str], made: tuple[Node, ...]) -> tuple[Credential, ...]:
    used = dict.fromkeys([*_looked_up("credentials", made), *(n.totp.credential for n in made if n.totp is not None)])
    try:
        return tuple(
            Credential.model_validate(
                {
                    "alias": alias,
                    "secretRef": f"{alias}-login",
                    "origins": [origins.get(alias) or secrets.UNKNOWN_ORIGIN],
                }
            )
            for alias in used
        )
    except ValidationError:
        raise NotImportable("a credential has a name or an origin that none can have") from None


def _looked_up(root: str, made: tuple[Node, ...]) -> list[str]:
    """Names after that root that the steps look up, each once, in order."""
    found = [ref.path[0] for node in made for ref in template.node_references(node) if ref.root == root and ref.path]
    return list(dict.fromkeys(found))


def _or_default(model: type[Any], given: Mapping[str, Any], told: str, notes: list[Note]) -> Any:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        where = ".".join(map(str, error.errors(include_input=False)[0]["loc"]))
        notes.append(Note(1, f"{told} is left out: {where} is none that a workflow can have", is_loss=True))
        return model()


def _files_elsewhere(made: tuple[Node, ...]) -> list[Note]:
    """Files of the machine that was recorded on: no runner has them."""
    named = [(node, file) for node in made if node.upload for file in node.upload.files]
    return [
        Note(0, f'the step "{node.title}" needs the file {file[:80]}: give it as a data address in an input')
        for node, file in named
        if not file.startswith(("{{", "data:"))
    ]


def _in_order(notes: list[Note]) -> list[Note]:
    return sorted(dict.fromkeys(notes), key=lambda note: (note.line, not note.is_loss))


def _nothing(recording: Recording, notes: list[Note]) -> str:
    told = "; ".join(str(note) for note in _in_order(notes)[:4] if note.is_loss)
    return f"{recording.kind}: no step that a workflow can do{f': {told}' if told else ''}"

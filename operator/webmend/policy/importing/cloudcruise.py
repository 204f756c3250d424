"""CloudCruise's workflow JSON, and BADGER's, its open form: nodes by UUID, edges in a map (types.ts of BADGER)."""

from collections.abc import Mapping
from typing import Any

from .cruise_nodes import STEPS
from .cruise_values import TYPES, Values
from .recording import Recording, Step, Tape
from .selectors import css_or_xpath
from .source import NotImportable, Record, Unsupported

KIND = "CloudCruise"
_SWITCHES = {
    "enable_popup_handling": "popupHandling",
    "enable_xpath_recovery": "xpathRecovery",
    "enable_service_unavailable_recovery": "serviceUnavailableRecovery",
    "enable_incorrect_form_input_recovery": "incorrectFormInputRecovery",
    "enable_password_update_recovery": "passwordUpdateRecovery",
    "enable_tfa_setup_recovery": "tfaSetupRecovery",
    "enable_node_description_enrichment": "nodeDescriptionEnrichment",
    "allow_requeue": "allowRequeue",
}
MOST_RETRIES = 10
MOST_POPUPS = 50


def is_one(record: Record) -> bool:
    """Whether the JSON is a workflow of this kind."""
    return isinstance(record.get("nodes"), list) and isinstance(record.get("edges"), dict)


def read(record: Record, test: str | None = None) -> Recording:
    """The workflow; raises NotImportable."""
    if not is_one(record):
        raise NotImportable("a workflow has a list of nodes and an object of edges", record.line)
    reader = _Reader(record)
    for item in _start_first(record["nodes"]):
        reader.node(item)
    reader.end_failures()
    return Recording(
        KIND,
        record.text("name"),
        record.text("description"),
        steps=tuple(reader.tape.steps),
        notes=tuple(reader.tape.notes),
        skipped=reader.tape.skipped,
        inputs=tuple(_inputs(record.record("input_schema"), reader.values)),
        credentials=reader.values.credentials,
        error_handling=_error_handling(record),
    )


def _start_first(nodes: list[Any]) -> list[Any]:
    return sorted(nodes, key=lambda node: not (isinstance(node, Record) and node.text("action") == "START"))


class _Reader:
    """Reads node after node; each leads where its edge does."""

    def __init__(self, record: Record):
        self.tape = Tape()
        self.values = Values(record)
        self._edges = record.record("edges")
        self._line = record.line
        self._failures: dict[str, tuple[int, str]] = {}
        """Line and error code of the ends that nodes fail with, by key."""

    def end_failures(self) -> None:
        """The ends that nodes fail with."""
        for key, (line, code) in self._failures.items():
            self.tape.add(Step(line, "end", {"outcome": "Failure", "code": code}, key=key))

    def node(self, item: Any) -> None:
        if not isinstance(item, Record):
            return self.tape.lose(self._line, "a node that is no object")
        key, edge = item.text("id"), self._edges.record(item.text("id"))
        told = f'{item.text("action")[:40]} "{item.text("name")[:60]}"'
        onward = edge.text("to") or edge.text("true") or edge.text("loop_done") or None
        try:
            if item.text("action") not in STEPS:
                raise Unsupported("the action is not known")
            steps = STEPS[item.text("action")](item, self.values)
            guard = self.values.guard(item.record("parameters") or item)
        except Unsupported as why:
            instead = "; its true branch is taken" if edge.text("true") else ""
            self.tape.lose(item.line, f"{told}: {why}{instead}")
            self.tape.skipped[key] = onward
            return None
        for text in self.values.take_notes():
            self.tape.note(item.line, f"{told}: {text}")
        return self._put(item, steps, edge, onward, guard)

    def _put(
        self, item: Record, steps: list[Step], edge: Record, onward: str | None, guard: Mapping[str, Any] | None
    ) -> None:
        """The steps of a node, one after the other."""
        key, parameters = item.text("id"), item.record("parameters")
        wait = parameters.number("wait_time")
        for place, step in enumerate(steps):
            is_last = place == len(steps) - 1
            branching = is_last and step.action in ("condition", "loop")
            if step.action == "navigate":
                self.tape.page = str(step.parameters["url"])
            self.tape.add(
                Step(
                    item.line, step.action, step.parameters, step.target,
                    name=item.text("name") if place == 0 else "",
                    description=item.text("description") if place == 0 else "",
                    wait=wait / 1000 if wait and wait > 0 and step.action not in ("navigate", "end") else None,
                    run_if=guard,
                    irreversible=parameters.is_on("end_here_on_dry_run") and place == 0,
                    key=key if place == 0 else f"{key}/{place}",
                    next=(None if step.action == "end" else onward or _END) if is_last else f"{key}/{place + 1}",
                    branches=self._branches(item, step, edge) if branching else {},
                )
            )  # fmt: skip

    def _branches(self, item: Record, step: Step, edge: Record) -> dict[str, str]:
        if step.action == "loop":
            if not edge.text("loop_not_done"):
                self.tape.lose(item.line, f'LOOP "{item.text("name")[:60]}": no edge leads into it')
            return {"body": edge.text("loop_not_done") or _END}
        code = item.record("parameters").text("error_on_false_message")
        no = edge.text("false")
        if code and not no:
            no = f"{item.text('id')}/failed"
            self._failures[no] = item.line, code
            self.tape.note(
                item.line, f'BOOL_CONDITION "{item.text("name")[:60]}": its error code is an id of CloudCruise'
            )
        return {"whenTrue": edge.text("true") or _END, "whenFalse": no or _END}


_END = "/end"
"""Key of a step that no recording has: an edge to it ends the workflow."""


def _inputs(schema: Record, values: Values) -> list[dict[str, Any]]:
    """What the workflow declares, in JSON Schema or in BADGER's older form; credentials are none of it."""
    properties = schema.record("properties") or schema
    required = {str(name).lstrip("$") for name in schema.items_of("required")}
    found = []
    for name, given in properties.items():
        plain = name.lstrip("$")
        if isinstance(given, Record) and plain not in values.credentials and given.text("type") in TYPES:
            found.append({"name": plain, **_limits(given), "required": plain in required})
    return found


def _limits(given: Record) -> dict[str, Any]:
    limits: dict[str, Any] = {"type": TYPES[given.text("type")], "description": given.text("description")[:1024]}
    if given.text("pattern"):
        limits["pattern"] = given.text("pattern")
    if given.items_of("enum"):
        limits["enum"] = [str(value) for value in given.items_of("enum")]
    if given.text("default"):
        limits["default"] = given.text("default")
    return limits


def _error_handling(record: Record) -> dict[str, Any]:
    found: dict[str, Any] = {
        ours: record[theirs] for theirs, ours in _SWITCHES.items() if isinstance(record.get(theirs), bool)
    }
    if isinstance(record.get("deny_requeue_past_dry_run_marker"), bool):
        found["requeueAfterIrreversible"] = not record["deny_requeue_past_dry_run_marker"]
    if (retries := record.number("max_retries")) is not None and retries >= 0:
        found["maxRecoveryAttempts"] = min(int(retries), MOST_RETRIES)
    popups = [css_or_xpath(text) for text in record.items_of("popup_xpaths") if isinstance(text, str)]
    if known := [popup for popup in popups if popup is not None][:MOST_POPUPS]:
        found["popupSelectors"] = known
    return found

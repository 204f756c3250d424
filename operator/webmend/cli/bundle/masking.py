"""Taking out of a bundle what is nobody else's business: secrets by value and by shape, inputs by value."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from webmend.domain.run import Run
from webmend.domain.workflow import Workflow
from webmend.policy.redact import MASK, Redactor

SHORT = 4
"""Shorter values of inputs that are not secret are left: they stand in half of all texts."""
COMMON = frozenset({"true", "false", "none", "null", "yes", "no"})
OURS = "WEBMEND_"
"""What the variables of our own containers begin with; none of them holds a secret."""
LEFT_OUT = frozenset({"managedFields"})
APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
"""An annotation that says all of a manifest once more."""


class Masker:
    """Takes a run's secrets and inputs out of texts and objects."""

    def __init__(self, redactor: Redactor, *, with_inputs: bool = False):
        self._redactor = redactor
        self._with_inputs = with_inputs

    def text(self, text: str) -> str:
        """The text without them."""
        return self._redactor(text)

    def line(self, line: str) -> str:
        """A line of a log: where it is JSON its texts one by one, so that it stays JSON."""
        try:
            said = json.loads(line)
        except json.JSONDecodeError:
            return self.text(line)
        return json.dumps(self.value(said), ensure_ascii=False) if isinstance(said, dict) else self.text(line)

    def value(self, value: Any) -> Any:
        """A JSON value with every text in it without them; numbers and names of fields are left."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {name: self.value(each) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(each) for each in value]
        return value

    def object(self, obj: Mapping[str, Any]) -> dict[str, Any]:
        """An object of the cluster, also without who wrote which field, and values of variables that are not ours."""
        metadata = {name: value for name, value in obj.get("metadata", {}).items() if name not in LEFT_OUT}
        notes = {name: value for name, value in (metadata.get("annotations") or {}).items() if name != APPLIED}
        metadata |= {"annotations": notes} if notes else {}
        if not notes:
            metadata.pop("annotations", None)
        masked: dict[str, Any] = self.value(_without_variables({**obj, "metadata": metadata}))
        return masked

    def run_object(self, obj: Mapping[str, Any]) -> dict[str, Any]:
        """A run's object, with no value where inputs are given: of short ones a text alone would not tell."""
        masked = self.object(obj)
        return masked if self._with_inputs else _without_inputs(masked)

    def run(self, run: Run) -> Run:
        """The run as it may be told."""
        if self._with_inputs:
            return run
        return run.with_(spec=run.spec.with_(inputs=dict.fromkeys(run.spec.inputs, MASK)))


def masker(run: Run, workflow: Workflow | None, *, with_inputs: bool) -> Masker:
    """What takes them out. `with_inputs`: the values of inputs that are not secret stay."""
    secret = set(secret_values(run, workflow))
    plain = set() if with_inputs else {each for each in input_values(run, workflow) if _is_telling(each)}
    return Masker(Redactor(secret | plain), with_inputs=with_inputs)


def secret_values(run: Run, workflow: Workflow | None) -> Iterator[str]:
    """Of a workflow that has gone nobody can say which inputs are secret: all of them are."""
    if workflow is None:
        yield from _given(run)
        return
    secret = {each.name for each in workflow.spec.inputs if each.secret}
    yield from (each.default for each in workflow.spec.inputs if each.secret and each.default)
    yield from (value for name, value in _named(run) if name in secret | _asked_for(run))


def input_values(run: Run, workflow: Workflow | None) -> Iterator[str]:
    """All that was given to the run, and what it takes where nothing is given."""
    yield from _given(run)
    yield from (each.default for each in (workflow.spec.inputs if workflow else ()) if each.default)


def _given(run: Run) -> Iterator[str]:
    return (value for _, value in _named(run))


def _named(run: Run) -> Iterator[tuple[str, str]]:
    for values in (run.spec.inputs, *(answer.inputs for answer in run.spec.answers)):
        yield from values.items()
    if run.status.input_request:
        yield from run.status.input_request.inputs.items()


def _asked_for(run: Run) -> set[str]:
    """What a step asks for that is secret."""
    request = run.status.input_request
    return {each.name for each in request.fields if each.secret} if request else set()


def _is_telling(value: str) -> bool:
    return len(value) >= SHORT and value.casefold() not in COMMON and value != MASK


def _without_inputs(value: Any) -> Any:
    """The values in every `inputs` masked."""
    if isinstance(value, Mapping):
        return {name: _hidden(each) if name == "inputs" else _without_inputs(each) for name, each in value.items()}
    return [_without_inputs(each) for each in value] if isinstance(value, list) else value


def _hidden(inputs: Any) -> Any:
    return dict.fromkeys(inputs, MASK) if isinstance(inputs, Mapping) else inputs


def _without_variables(value: Any) -> Any:
    """Containers of others may be in a pod too, with what they are given."""
    if isinstance(value, Mapping):
        return {name: _variables(each) if name == "env" else _without_variables(each) for name, each in value.items()}
    return [_without_variables(each) for each in value] if isinstance(value, list) else value


def _variables(found: Iterable[Any]) -> list[Any]:
    return [
        {**each, "value": MASK} if "value" in each and not str(each.get("name", "")).startswith(OURS) else each
        for each in found
    ]

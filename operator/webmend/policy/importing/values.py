"""What was typed becomes an input of the workflow, with the recorded value as its default."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from . import fields
from .recording import Recording, Step, reference, references

MOST_INPUTS = 64


def lift(recording: Recording, taken: tuple[str, ...]) -> Recording:
    """The recording with inputs in place of typed values; `taken`: names of inputs that are there already.

    The same value in a field of the same name is the same input.
    """
    inputs: dict[str, Mapping[str, Any]] = {given["name"]: given for given in recording.inputs}
    room = MOST_INPUTS - len(set(taken) | inputs.keys())
    steps = []
    for step in recording.steps:
        name = _name(step, inputs, taken) if _is_typed(step) else ""
        if not name or (name not in inputs and room <= 0):
            steps.append(step)
            continue
        room -= name not in inputs
        told = fields.label(step.target)
        inputs.setdefault(
            name, {"name": name, "default": step.parameters["value"], "description": f'Typed into "{told}"'}
        )
        steps.append(replace(step, parameters={"value": reference(f"inputs.{name}")}))
    return replace(recording, steps=tuple(steps), inputs=tuple(inputs.values()))


def _is_typed(step: Step) -> bool:
    value = step.parameters.get("value")
    return step.action == "fill" and isinstance(value, str) and value.strip() != "" and not references(value)


def _name(step: Step, inputs: Mapping[str, Mapping[str, Any]], taken: tuple[str, ...]) -> str:
    base = fields.variable(step.target)
    value = step.parameters["value"]
    for number in range(1, 1000):
        name = base if number == 1 else f"{base}{number}"
        if name not in taken and inputs.get(name, {"default": value}).get("default") == value:
            return name
    return ""

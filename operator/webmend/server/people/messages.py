"""What the /run routes are sent and answer, under the field names that programs made for such services know."""

from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field

from webmend.domain.base import Identifier, Model, Text
from webmend.domain.rule import Rule

Value = Text | bool | int | float
"""What JSON may say for the value of an input; inputs are texts."""


class Message(Model):
    """A body whose fields are named as here, in snake_case."""

    model_config = ConfigDict(alias_generator=None)


class NewInputVariables(Message):
    """An answer to the run's question."""

    RULES: ClassVar = (
        Rule(
            message="exactly one of input_variables, modal_action is given",
            cel="",
            holds=lambda body: bool(body.input_variables) != (body.modal_action is not None),
        ),
    )

    input_variables: Annotated[dict[Identifier, Value], Field(max_length=64)] | None = None
    """New values by name of the input."""
    modal_action: Annotated[str, Field(min_length=1, max_length=256)] | None = None
    """The control to press, of those offered."""

    @property
    def inputs(self) -> dict[str, str]:
        """The new values as texts."""
        return {name: _text(value) for name, value in (self.input_variables or {}).items()}


class Done(Message):
    """That it was done."""

    session_id: str
    success: bool = True


class RunError(Message):
    """One failure of the run."""

    error_id: str
    message: str
    error_code: str | None = None
    node_id: str | None = None
    created_at: str | None = None
    llm_error_category: str
    llm_error_sub_type: str | None = None
    llm_error_description: str = ""
    confidence: float
    fault: str


class OfferedAction(Message):
    """A control that may be chosen."""

    id: str
    label: str


class AskedField(Message):
    """A value that a step asks for."""

    name: str
    type: str
    description: str
    required: bool
    secret: bool
    enum: tuple[str, ...]


class InputRequired(Message):
    """The question that is open."""

    request_id: str
    reason: str
    message: str
    input_variables: dict[str, str]
    fields: tuple[AskedField, ...] = ()
    """The form of a step that asks by itself; none where new values of the workflow's inputs are asked for."""
    available_actions: tuple[OfferedAction, ...]
    screenshot: str
    asked_at: str
    expires_at: str


class RunResult(Message):
    """How a run stands, and what came of it."""

    session_id: str
    workflow_id: str
    """Name of the workflow."""
    namespace: str
    run: str
    version: int | None = None
    status: str
    """execution.queued, .start, .input_required, .requeued, .success, .failed or .stopped."""
    phase: str
    reason: str = ""
    message: str = ""
    input_variables: dict[str, str]
    """Secret ones are masked."""
    session_retries: int = 0
    """Further attempts so far."""
    started_at: str | None = None
    finished_at: str | None = None
    next_execution_time: str | None = None
    input_required: InputRequired | None = None
    errors: tuple[RunError, ...] = ()
    was_recovered: bool = False
    recovered_error_ids: tuple[str, ...] = ()
    data: dict[str, Any] | None = None
    """What a run that has succeeded extracted, by output."""
    data_warnings: tuple[str, ...] = ()
    """Why these data are not the good ones: what of the workflow's outputs they do not hold to."""


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)

"""Events for tests, and whether a body is what its schema says."""

from datetime import datetime
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from hack.generator.events import schema
from tests.support.builders import NOW
from webmend.domain.event import AboutRun, Event, EventType, Posted
from webmend.policy.telling.happened import event

_FORMATS = FormatChecker(())


@_FORMATS.checks("date-time", ValueError)
def _is_time(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


_VALIDATORS = {type_: Draft202012Validator(schema(type_), format_checker=_FORMATS) for type_ in EventType}


def is_as_promised(body: dict[str, Any]) -> bool:
    """Whether the body holds to the schema of its type; raises ValidationError where it does not."""
    _VALIDATORS[body["type"]].validate(body)
    return True


def bodies(*events: Event) -> list[dict[str, Any]]:
    """What receivers get of these, each as its schema promises."""
    made = [Posted(sequence=number, event=each).body() for number, each in enumerate(events, 1)]
    assert all(map(is_as_promised, made))
    return made


def started(run: str = "portal-1", **facts: Any) -> Event:
    """That a run of portal has begun."""
    about = {
        "namespace": "clinic",
        "workflow": "portal",
        "run": run,
        "session_id": f"uid-{run}",
        "trigger": "Manual",
        "created_at": NOW,
        "started_at": NOW,
        **facts,
    }
    return event(EventType.EXECUTION_STARTED, NOW, AboutRun.model_validate(about), about["session_id"])

"""What a step says of itself."""

from typing import Any

import pytest
from pydantic import ValidationError

from webmend.domain.graph import Node

CLICK = {"target": {"selectors": [{"css": "#send"}]}, "click": {}}


@pytest.mark.parametrize(
    ("fields", "want"),
    [
        (CLICK, False),
        ({**CLICK, "irreversible": True}, True),
        ({"request": {"url": "/api"}}, False),
        ({"request": {"url": "/api", "method": "HEAD"}}, False),
        ({"request": {"url": "/api", "method": "HEAD"}, "irreversible": True}, True),
        *[({"request": {"url": "/api", "method": each}}, True) for each in ("POST", "PUT", "PATCH", "DELETE")],
    ],
)
def test_what_must_not_happen_twice(fields: dict[str, Any], want: bool) -> None:
    assert Node.model_validate({"id": "s", **fields}).acts_once is want


@pytest.mark.parametrize(
    ("fields", "want"),
    [
        (CLICK, None),
        ({"extract": {"response": {"url": "**/api"}}}, "s"),
        ({"extract": {"output": "bill", "response": {"url": "**/api"}}}, "bill"),
        ({"request": {"url": "/api"}}, None),
        ({"request": {"url": "/api", "output": "visits"}}, "visits"),
    ],
)
def test_which_output_a_step_gives(fields: dict[str, Any], want: str | None) -> None:
    assert Node.model_validate({"id": "s", **fields}).output == want


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_body_is_not_sent_where_nobody_reads_it(method: str) -> None:
    with pytest.raises(ValidationError, match="body is not given with GET or HEAD"):
        Node.model_validate({"id": "s", "request": {"url": "/api", "method": method, "body": "a"}})

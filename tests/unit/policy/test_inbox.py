"""Finding the code that a site has sent."""

import json
import re
from typing import Any

import pytest

from tests.support.builders import NOW, at
from webmend.domain.workflow import CodeSource
from webmend.policy.inbox import BadAnswer, newest_code

STAMP = NOW.timestamp()


def source(**fields: Any) -> CodeSource:
    return CodeSource.model_validate(
        {"alias": "sms", "url": "https://sms.test/", "origins": ["https://portal.test"], "text": "text", **fields}
    )


def found(answer: Any, used: frozenset[str] = frozenset(), **fields: Any) -> str:
    wanted = source(**fields)

    def find(text: str) -> str | None:
        match = re.search(wanted.pattern, text)
        return match[1] if match else None

    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return newest_code(body, wanted, at(0.7), find, used)


def message(seconds: float, text: str) -> dict[str, Any]:
    return {"time": at(seconds).isoformat(), "text": text}


@pytest.mark.parametrize(
    ("answer", "fields", "want"),
    [
        ([message(1, "Your code is 123456.")], {}, "123456"),
        (message(1, "Your code is 123456."), {}, "123456"),
        ([message(1, "111111"), message(3, "333333"), message(2, "222222")], {}, "333333"),
        ([message(-1, "111111")], {}, ""),
        ([message(0, "222222")], {}, "222222"),
        ([message(2, "no code here"), message(1, "111111")], {}, "111111"),
        ([], {}, ""),
        ({"data": {"items": [message(1, "987654")]}}, {"messages": "data.items"}, "987654"),
        ([{"at": STAMP + 1, "text": "1234"}], {"time": "at"}, "1234"),
        ([{"at": int((STAMP + 1) * 1000), "text": "1234"}], {"time": "at"}, "1234"),
        ([{"at": str(STAMP + 1), "text": "1234"}], {"time": "at"}, "1234"),
        ([{"at": at(1).isoformat().replace("+00:00", "Z"), "text": "1234"}], {"time": "at"}, "1234"),
        ([{"meta": {"at": STAMP + 1}, "parts": ["x", "code 5555"]}], {"time": "meta.at", "text": "parts.1"}, "5555"),
        ([{"time": STAMP + 1, "body": "code 5555"}], {"text": None, "pattern": r"code (\d+)"}, "5555"),
    ],
)
def test_the_newest_code_since_the_site_was_asked_counts(answer: Any, fields: dict[str, Any], want: str) -> None:
    assert found(answer, **fields) == want


def test_a_code_is_not_handed_out_twice() -> None:
    messages = [message(1, "111111"), message(2, "222222")]
    assert found(messages, used=frozenset({"222222"})) == "111111"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"<html>111111", "does not answer with JSON"),
        ([{"text": "111111"}], "no time at time"),
        ([{"time": "yesterday", "text": "111111"}], "no time at time"),
        ([{"time": True, "text": "111111"}, {"time": None, "text": ""}], "no time at time"),
        (["111111"], "no time at time"),
        ([{"time": 1e300, "text": "111111"}], "no time at time"),
    ],
)
def test_an_answer_that_makes_no_sense_is_told_without_what_it_holds(answer: Any, reason: str) -> None:
    with pytest.raises(BadAnswer, match=reason) as raised:
        found(answer)
    assert "111111" not in str(raised.value)

"""How events are told to people: in Slack, and in PagerDuty."""

import json
from typing import Any

import pytest

from tests.support.builders import NOW, at, attempt, failure, run, version, workflow
from webmend.domain.channel import ChannelSpec
from webmend.domain.event import Event, EventType, Posted
from webmend.domain.failure import Category, SubType
from webmend.domain.phase import Phase
from webmend.domain.run import Run, RunStatus
from webmend.policy import recording
from webmend.policy.telling import pagerduty, slack, wording
from webmend.policy.telling.lacking import Lacking
from webmend.policy.telling.message import message, sample
from webmend.policy.telling.object import of_version
from webmend.policy.telling.run import happened

HOOK = "https://hooks.slack.example/services/T0/B0/canary"
ERROR = failure(
    Category.XPATH_INCORRECT, SubType.SELECTOR_NO_MATCH, message="no button", node_id="save", suggested_fix="Look."
)


def ended(phase: Phase, name: str = "portal-1", **status: Any) -> Event:
    of: Run = run(
        RunStatus(phase=phase, attempt=1, started_at=NOW, finished_at=at(9), attempts=(attempt(),), **status)
    ).with_(name=name, uid=f"uid-{name}")
    return happened(of, recording.summary(of, None, {}))[-1]


FAILED = ended(Phase.FAILED, error=ERROR, message="no button")
SUCCEEDED = ended(Phase.SUCCEEDED, "portal-2")
RECOVERED = ended(Phase.SUCCEEDED, "portal-3", recovered=True)


def posted(event: Event) -> Posted:
    return Posted(sequence=1, event=event)


def in_slack(event: Event) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(slack.request(posted(event), {"url": HOOK})[2])
    return found


def in_pagerduty(event: Event) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(pagerduty.request(posted(event), {"routingKey": "R1"})[1])
    return found


def test_a_failure_is_told_with_why_where_and_what_to_do() -> None:
    assert wording.title(FAILED) == "portal-1 of portal has failed"
    assert wording.detail(FAILED) == "no button\nLook."
    assert wording.facts(FAILED) == {
        "Namespace": "clinic",
        "Category": "XPATH_INCORRECT/SELECTOR_NO_MATCH",
        "Step": "save",
        "Attempt": "1",
    }


def test_slack_gets_it_as_blocks_and_as_a_text_for_those_who_see_no_blocks() -> None:
    url, _, _ = slack.request(posted(FAILED), {"url": f" {HOOK}\n"})
    body = in_slack(FAILED)
    assert url == HOOK
    assert body["text"] == "portal-1 of portal has failed"
    assert body["blocks"][0]["text"]["text"] == ":red_circle: *portal-1 of portal has failed*\nno button\nLook."
    assert "Step: save" in body["blocks"][1]["elements"][0]["text"]


@pytest.mark.parametrize("said", ["<!channel>", "<!here|x>", "<@U123>", "<https://evil.example|Log in>", "a & b"])
def test_words_of_a_page_are_no_mention_and_no_link_in_slack(said: str) -> None:
    text = json.dumps(in_slack(ended(Phase.FAILED, error=ERROR, message=said)))
    assert said not in text
    assert slack.escaped(said) in text


def test_a_long_message_is_cut() -> None:
    assert len(wording.detail(ended(Phase.FAILED, message="x" * 1000))) == wording.LONGEST


def test_a_failure_opens_an_incident_and_the_next_success_of_the_workflow_resolves_it() -> None:
    trigger, resolve = in_pagerduty(FAILED), in_pagerduty(SUCCEEDED)
    assert (trigger["event_action"], resolve["event_action"]) == ("trigger", "resolve")
    assert trigger["dedup_key"] == resolve["dedup_key"] == in_pagerduty(RECOVERED)["dedup_key"]
    assert trigger["payload"]["summary"] == "portal-1 of portal has failed: no button Look."
    assert (trigger["payload"]["severity"], trigger["payload"]["class"]) == ("error", "XPATH_INCORRECT")
    assert trigger["payload"]["source"] == "clinic/portal"


def test_another_workflow_has_an_incident_of_its_own() -> None:
    other = FAILED.with_(workflow="other")
    assert in_pagerduty(other)["dedup_key"] != in_pagerduty(FAILED)["dedup_key"]


def test_what_is_no_failure_is_an_event_of_its_own_that_nothing_resolves() -> None:
    (created,) = of_version(version(workflow(), 2).with_(created=NOW))
    body = in_pagerduty(created)
    assert (body["event_action"], body["payload"]["severity"]) == ("trigger", "info")
    assert body["dedup_key"] == str(created.id)


@pytest.mark.parametrize("way", [{"slack": {"secretRef": "s"}}, {"pagerduty": {"secretRef": "s"}}])
@pytest.mark.parametrize("values", [{}, {"other": "canary"}, {"url": " ", "routingKey": ""}])
def test_without_what_its_way_needs_nothing_is_sent_and_nothing_told_of_what_is_there(way: Any, values: Any) -> None:
    with pytest.raises(Lacking) as lacking:
        message(ChannelSpec.model_validate(way), sample(NOW), values, NOW)
    assert "canary" not in str(lacking.value)


@pytest.mark.parametrize("type_", EventType)
def test_every_kind_of_event_has_words(type_: EventType) -> None:
    more = {"version": 2, "revertedTo": 1, "name": "no-slot", "channel": "ops", "warnings": [{"message": "x"}]}
    data = {**FAILED.data, **more}
    of = FAILED.with_(type=type_, data=data)
    assert "{" not in wording.title(of)
    assert in_slack(of)["text"] == wording.title(of)
    assert in_pagerduty(of)["dedup_key"]

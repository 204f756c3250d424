"""Which channels are told of which event."""

from typing import Any

import pytest

from tests.support.builders import NOW, at
from tests.support.channels import channel
from tests.support.events import started
from webmend.domain.channel import MEANS, Subject
from webmend.domain.event import ChannelTest, Event, EventType
from webmend.domain.failure import Category
from webmend.policy.telling import standing
from webmend.policy.telling.happened import event
from webmend.policy.telling.routing import is_told

STARTED = started(labels={"team": "billing", "env": "prod"})


def of_type(type_: EventType) -> Event:
    return STARTED.with_(type=type_, category=Category.UPSTREAM_ERROR)


@pytest.mark.parametrize(
    ("asks", "want"),
    [
        ({}, True),
        ({"events": ["execution.started"]}, True),
        ({"events": ["execution.failed"]}, False),
        ({"events": ["execution.failed", "execution.started"]}, True),
        ({"workflows": ["portal"]}, True),
        ({"workflows": ["other"]}, False),
        ({"categories": ["UPSTREAM_ERROR"]}, False),
        ({"labels": {"team": "billing"}}, True),
        ({"labels": {"team": "billing", "env": "prod"}}, True),
        ({"labels": {"team": "other"}}, False),
        ({"labels": {"team": "billing", "tier": "1"}}, False),
        ({"events": ["execution.started"], "workflows": ["other"]}, False),
        ({"namespace": "other"}, False),
        ({"created": at(1)}, False),
        ({"created": NOW}, True),
    ],
)
def test_a_channel_is_told_what_it_asks_for_in_its_namespace_since_it_is_there(asks: Any, want: bool) -> None:
    assert is_told(channel(**asks), STARTED) is want


@pytest.mark.parametrize(("category", "want"), [(Category.UPSTREAM_ERROR, True), (Category.PAGE_NOT_FOUND, False)])
def test_failures_are_told_by_their_category(category: Category, want: bool) -> None:
    asks = channel(categories=["UPSTREAM_ERROR", "ACCOUNT_LOGGED_OUT"])
    assert is_told(asks, STARTED.with_(category=category)) is want


@pytest.mark.parametrize("type_", [each for each in EventType if each is not EventType.CHANNEL_TEST])
def test_each_kind_of_event_can_be_asked_for_by_its_name_alone(type_: EventType) -> None:
    asks = channel(events=[str(type_)])
    assert [other for other in EventType if other in MEANS[Subject(type_)]] == [type_]
    assert is_told(asks, of_type(type_))


@pytest.mark.parametrize(
    ("older", "want"),
    [
        ("workflow_failed", {"execution.failed", "execution.recovered"}),
        ("workflow_finished", {"execution.succeeded", "execution.recovered"}),
        ("workflow_data_change", {"workflow.data_change"}),
    ],
)
def test_older_names_mean_what_they_have_always_meant(older: str, want: set[str]) -> None:
    asks = channel(events=[older])
    told = {str(type_) for type_ in EventType if type_ is not EventType.CHANNEL_TEST and is_told(asks, of_type(type_))}
    assert told == want


@pytest.mark.parametrize(
    ("type_", "want"),
    [
        (EventType.EXECUTION_FAILED, True),
        (EventType.EXECUTION_SUCCEEDED, True),
        (EventType.EXECUTION_RECOVERED, True),
        (EventType.EXECUTION_STOPPED, False),
    ],
)
def test_pagerduty_is_told_what_resolves_an_incident_whatever_else_it_asks_for(type_: EventType, want: bool) -> None:
    asks = {"events": ["execution.failed"], "categories": ["UPSTREAM_ERROR"]}
    category = Category.UPSTREAM_ERROR if type_ is EventType.EXECUTION_FAILED else None
    event = STARTED.with_(type=type_, category=category)
    assert is_told(channel(pagerduty={"secretRef": "pd"}, **asks), event) is want
    assert not is_told(channel(pagerduty={"secretRef": "pd"}, workflows=["other"], **asks), event)
    assert is_told(channel(**asks), event) is (type_ is EventType.EXECUTION_FAILED)


def test_a_test_gets_to_the_channel_that_asked_for_it_whatever_it_asks_for_else() -> None:
    about = ChannelTest(namespace="clinic", channel="ops", channel_uid="uid-ops")
    test = event(EventType.CHANNEL_TEST, NOW, about, "uid-ops", "1")
    assert is_told(channel("ops", events=["execution.failed"], created=at(9)), test)
    assert not is_told(channel("other"), test)


def test_a_disabled_channel_is_told_nothing_until_its_spec_has_changed() -> None:
    ops = channel()
    gone = ops.with_(status=standing.disabled(ops, "it is gone", NOW))
    assert not is_told(gone, STARTED)
    assert is_told(gone.with_(generation=2), STARTED)

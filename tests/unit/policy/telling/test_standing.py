"""What is said of a channel, and when it is said anew."""

from tests.support.builders import NOW, at
from tests.support.channels import channel
from tests.support.events import bodies
from webmend.domain.channel import Channel, ChannelStatus
from webmend.policy.telling import standing

OPS = channel()


def said(status: ChannelStatus) -> dict[str, tuple[str, str]]:
    return {each.type: (str(each.status), each.reason) for each in status.conditions}


def after(channel: Channel, status: ChannelStatus) -> Channel:
    return channel.with_(status=status)


def test_a_good_channel_is_accepted_and_ready() -> None:
    assert said(standing.looked_at(OPS, "", "", NOW)) == {"Accepted": ("True", "Accepted"), "Ready": ("True", "Ready")}


def test_an_address_that_is_refused_is_said_with_the_reason() -> None:
    status = standing.looked_at(OPS, "10.0.0.1 is no public address", "", NOW)
    assert said(status) == {"Accepted": ("False", "AddressRefused"), "Ready": ("False", "NotAccepted")}
    assert status.conditions[0].message == "10.0.0.1 is no public address"


def test_a_secret_that_cannot_be_used_is_said_with_the_reason() -> None:
    status = standing.looked_at(OPS, "", "there is no Secret signing", NOW)
    assert said(status) == {"Accepted": ("True", "Accepted"), "Ready": ("False", "SecretUnusable")}


def test_what_receivers_have_said_stays_said_when_it_is_looked_at_again() -> None:
    failing = after(OPS, standing.failed(OPS, "the receiver answers 500", NOW))
    assert said(standing.looked_at(failing, "", "", at(9)))["Ready"] == ("False", "Failing")
    gone = after(OPS, standing.disabled(OPS, "the receiver answers 410", NOW))
    assert said(standing.looked_at(gone, "", "", at(9)))["Ready"] == ("False", "Disabled")


def test_a_change_of_the_spec_makes_it_forgotten() -> None:
    gone = after(OPS, standing.disabled(OPS, "the receiver answers 410", NOW)).with_(generation=2)
    assert said(standing.looked_at(gone, "", "", at(9)))["Ready"] == ("True", "Ready")


def test_a_receiver_that_takes_something_again_is_ready() -> None:
    failing = after(OPS, standing.failed(OPS, "the receiver answers 500", NOW))
    assert said(standing.took(failing, at(9)))["Ready"] == ("True", "Ready")


def test_what_was_still_under_way_does_not_enable_a_disabled_channel() -> None:
    gone = after(OPS, standing.disabled(OPS, "the receiver answers 410", NOW))
    assert standing.took(gone, at(9)) == standing.failed(gone, "x", at(9)) == gone.status


def test_other_sentences_alone_are_not_worth_a_write() -> None:
    one, other = (standing.failed(OPS, f"the receiver answers {code}", NOW) for code in (500, 502))
    assert one != other
    assert standing.is_same(one, other)
    assert not standing.is_same(one, standing.took(OPS, NOW))


def test_a_test_is_made_once_for_each_value_of_the_annotation() -> None:
    assert standing.test_asked_for(OPS, NOW) is None
    asks = channel(annotations={"webmend.io/test": "1"})
    first = standing.test_asked_for(asks, NOW)
    assert first
    bodies(first)
    done = after(asks, standing.tested(asks, asks.status, NOW))
    assert standing.test_asked_for(done, NOW) is None
    again = standing.test_asked_for(done.with_(annotations={"webmend.io/test": "2"}), NOW)
    assert again
    assert again.id != first.id


def test_a_test_enables_a_disabled_channel() -> None:
    asks = channel(annotations={"webmend.io/test": "1"})
    gone = after(asks, standing.disabled(asks, "the receiver answers 410", NOW))
    assert said(standing.tested(gone, gone.status, at(9)))["Ready"] == ("True", "Ready")


def test_that_a_channel_was_disabled_is_told_to_others_once_for_each_spec() -> None:
    event = standing.was_disabled(OPS, "the receiver answers 410", NOW)
    (body,) = bodies(event)
    assert (body["type"], body["data"]["channel"]) == ("channel.disabled", "ops")
    assert event.id == standing.was_disabled(OPS, "another", at(9)).id
    assert event.id != standing.was_disabled(OPS.with_(generation=2), "x", NOW).id

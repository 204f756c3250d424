"""The signature of a message; the library of the specification's authors is the judge."""

import base64
from datetime import UTC, datetime, timedelta, timezone

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tests.support.builders import NOW
from tests.support.events import started
from webmend.adapters.clock import SystemClock
from webmend.domain.event import Posted
from webmend.policy.telling.signing import BadSecret, signature
from webmend.policy.telling.webhook import request

OLD, NEW = ("whsec_" + base64.b64encode(bytes([fill]) * 32).decode() for fill in (1, 2))
POSTED = Posted(sequence=7, event=started("portal-1", labels={"team": "Zürich"}))


def today() -> datetime:
    """The time at which the library looks too."""
    return SystemClock().now()


def sent(*secrets: str, now: datetime | None = None) -> tuple[dict[str, str], bytes]:
    return request(POSTED, secrets, now or today())


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-8))])
def test_the_reference_library_finds_it_good_whatever_the_zone_of_the_clock(zone: timezone) -> None:
    headers, body = sent(NEW, now=today().astimezone(zone))
    assert Webhook(NEW).verify(body, headers)["type"] == "execution.started"


@pytest.mark.parametrize("known", [OLD, NEW])
def test_while_secrets_are_changed_a_receiver_needs_only_one_of_them(known: str) -> None:
    headers, body = sent(OLD, NEW)
    assert len(headers["webhook-signature"].split(" ")) == 2
    Webhook(known).verify(body, headers)


@pytest.mark.parametrize("header", ["webhook-id", "webhook-timestamp"])
def test_whatever_is_changed_makes_it_bad(header: str) -> None:
    headers, body = sent(NEW)
    for changed in ((body + b" ", headers), (body, {**headers, header: str(int(today().timestamp()) + 2)})):
        with pytest.raises(WebhookVerificationError):
            Webhook(NEW).verify(*changed)
    with pytest.raises(WebhookVerificationError):
        Webhook(OLD).verify(body, headers)


def test_each_attempt_has_the_same_id_and_body_and_a_time_of_its_own() -> None:
    first, second = sent(NEW, now=NOW), sent(NEW, now=NOW + timedelta(days=2))
    assert first[1] == second[1]
    assert first[0]["webhook-id"] == second[0]["webhook-id"] == first[0]["ce-id"]
    assert first[0]["webhook-timestamp"] != second[0]["webhook-timestamp"]
    assert first[0]["webhook-signature"] != second[0]["webhook-signature"]


def test_the_headers_are_those_of_cloud_events_too() -> None:
    headers, _ = sent()
    assert {name: value for name, value in headers.items() if name.startswith("ce-")} == {
        "ce-specversion": "1.0",
        "ce-id": str(POSTED.event.id),
        "ce-type": "execution.started",
        "ce-source": "/namespaces/clinic/workflows/portal",
        "ce-subject": "portal-1",
        "ce-time": "2026-11-25T12:00:00Z",
    }


def test_without_a_secret_there_is_no_signature() -> None:
    assert "webhook-signature" not in sent()[0]


def base64_of(size: int) -> str:
    return base64.b64encode(bytes(size)).decode()


@pytest.mark.parametrize("size", [24, 64])
def test_secrets_of_these_lengths_are_taken(size: int) -> None:
    assert signature([f" whsec_{base64_of(size)}\n"], "x", NOW, b"").startswith("v1,")


@pytest.mark.parametrize(
    "secret",
    ["", "whsec_", "canary-secret", "whsec_canary!", "whsec_canary-secret-canary-secret-canary-12",
     f"whsec_{base64_of(23)}", f"whsec_{base64_of(65)}", f"whsk_{base64_of(32)}", base64_of(32)],
)  # fmt: skip
def test_others_are_refused_without_being_told(secret: str) -> None:
    with pytest.raises(BadSecret) as refused:
        signature([secret], "x", NOW, b"")
    assert "openssl rand -base64 32" in str(refused.value)
    assert "canary" not in str(refused.value)

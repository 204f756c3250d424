"""How messages leave, to real receivers on loopback: good ones, bad ones, and ones that nothing may reach."""

import asyncio
import ssl
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.certificates import Authority
from tests.support.receiver import Fault, receiving
from webmend.adapters.notify import HttpPoster
from webmend.adapters.notify.http import Resolve, system
from webmend.policy.reaching import Reach
from webmend.ports.notifier import Answer, NotSent

HERE = Reach.of(["127.0.0.1"], [443])
NAMED = Reach.of(["127.0.0.1", "hooks.test"], [443])
SECONDS = 1.0
TRUST = ssl.create_default_context()


def finding(*answers: Sequence[str]) -> tuple[Resolve, list[str]]:
    """What finds these addresses for a name, one after the other, and the names that it was asked for."""
    asked: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return list(answers[min(len(asked), len(answers)) - 1])

    return resolve, asked


async def post(url: str, reach: Reach = HERE, resolve: Resolve = system, body: bytes = b"{}") -> Answer:
    return await HttpPoster(reach, resolve, SECONDS, TRUST).post(url, {"webhook-id": "x"}, body)


async def test_a_message_arrives_as_it_was_given() -> None:
    async with receiving() as receiver:
        answer = await post(f"{receiver.url}?key=a%20b", body=b'{"a":1}')
        (got,) = receiver.got
    assert answer == Answer(200, "", "said")
    assert got.headers[":request"] == "POST /hook?key=a%20b HTTP/1.1"
    assert (got.headers["host"], got.body) == (f"127.0.0.1:{receiver.port}", b'{"a":1}')


@pytest.mark.parametrize(
    ("fault", "want"),
    [
        (Fault.ERROR, Answer(500, "", "said")),
        (Fault.BUSY, Answer(429, "1", "said")),
        (Fault.GONE, Answer(410, "", "said")),
        (Fault.CUT_BODY, Answer(200, "", "begun")),
    ],
)
async def test_what_is_answered_is_told(fault: Fault, want: Answer) -> None:
    async with receiving(lambda _: fault) as receiver:
        assert await post(receiver.url) == want


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.DRIP, Fault.CUT, Fault.CUT_ANSWER, Fault.GARBAGE])
async def test_without_an_answer_nothing_was_sent_and_no_receiver_is_waited_for_long(fault: Fault) -> None:
    async with receiving(lambda _: fault) as receiver:
        began = time.monotonic()
        with pytest.raises(NotSent):
            await post(receiver.url)
        assert time.monotonic() - began < 3 * SECONDS


@pytest.mark.parametrize(("fault", "want"), [(Fault.HUGE, 500), (Fault.HUGE_SUCCESS, 200)])
async def test_of_a_gigabyte_only_the_beginning_is_read(fault: Fault, want: int) -> None:
    async with receiving(lambda _: fault) as receiver:
        answer = await post(receiver.url)
        await asyncio.sleep(0.05)
        assert receiver.written < 32 << 20
    assert (answer.status, len(answer.text)) == (want, 1024)


async def test_nobody_listens_there() -> None:
    async with receiving() as receiver:
        url = receiver.url
    with pytest.raises(NotSent, match="ConnectError"):
        await post(url)


async def test_a_redirect_is_not_followed() -> None:
    async with receiving(lambda _: Fault.REDIRECT) as receiver, receiving() as other:
        receiver.location = other.url
        assert (await post(receiver.url)).status == 302
        assert other.got == []


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "localhost", "[::ffff:127.0.0.1]"])
async def test_this_machine_is_not_reached_as_long_as_it_is_not_allowed(host: str) -> None:
    async with receiving() as receiver:
        with pytest.raises(NotSent):
            await post(f"http://{host}:{receiver.port}/", Reach())
        assert receiver.got == []


async def test_a_name_is_looked_up_once_and_connected_to_where_it_was_judged() -> None:
    resolve, asked = finding(["127.0.0.1"], ["127.0.0.66"])
    async with receiving() as receiver:
        assert (await post(f"http://hooks.test:{receiver.port}/", NAMED, resolve)).status == 200
        assert receiver.got[0].headers["host"] == f"hooks.test:{receiver.port}"
    assert asked == ["hooks.test"]


@pytest.mark.parametrize("addresses", [["127.0.0.66"], ["127.0.0.1", "127.0.0.66"], ["169.254.169.254"], ["::1"], []])
async def test_a_name_with_any_address_that_may_not_be_reached_is_not_reached(addresses: list[str]) -> None:
    resolve, _ = finding(addresses)
    async with receiving() as receiver:
        with pytest.raises(NotSent):
            await post(f"http://hooks.test:{receiver.port}/", NAMED, resolve)
        assert receiver.got == []


async def test_a_name_that_nobody_knows_is_said() -> None:
    async def resolve(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    with pytest.raises(NotSent, match=r"hooks\.test cannot be looked up"):
        await post("https://hooks.test/", NAMED, resolve)


@pytest.mark.parametrize(("host", "want"), [("hooks.test", "200"), ("other.test", "Hostname mismatch")])
async def test_the_certificate_is_that_of_the_name_and_not_of_the_address(tmp_path: Path, host: str, want: str) -> None:
    authority = Authority("clinic")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(authority.issue(host, host).write(tmp_path / "server.pem"))
    trust = ssl.create_default_context(cadata=authority.pem)
    resolve, _ = finding(["127.0.0.1"])
    async with receiving(tls=tls) as receiver:
        url = f"https://hooks.test:{receiver.port}/"
        try:
            said = str((await HttpPoster(NAMED, resolve, SECONDS, trust).post(url, {}, b"{}")).status)
        except NotSent as error:
            said = str(error)
    assert want in said

"""The trace and the film that a runner leaves of an attempt, with a real browser: what is in them, and what is not."""

import base64
import io
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile

import pytest
import pytest_asyncio
from PIL import Image

from tests.browser.runner import Pod
from tests.browser.site import Site
from tests.support.builders import node
from tests.support.session import FakeServer
from tests.support.session_http import served
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.graph import Graph, Node
from webmend.domain.report import AttemptOutcome, Evidencing
from webmend.domain.session import CredentialScope, SessionPlan
from webmend.domain.workflow import Capture

TYPED = "correct-horse+7/ü"
PASTED = "battery&staple 9"
"""Put into a field for passwords by the page itself: nobody has told the runner."""
COOKIE = "c00kie-of-the-session"
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SECRETS = (TYPED, PASTED, COOKIE, SEED, "hidden-csrf", "an-access-token")
LOGIN = f"""
<title>Portal</title><link rel=stylesheet href=/look.css?v=1><h1>Sign in</h1>
<form action=/list method=post><input type=hidden name=t value=hidden-csrf>
<label>Password <input name=p type=password></label><label>Again <input id=q name=q type=password></label>
<button>Go</button></form>
<script>
  fetch('/data');
  addEventListener('input', () => {{
    document.querySelector('#q').value = '{PASTED}';
    document.querySelector('h1').textContent = 'Almost there';
  }});
</script>
"""
LIST = f"""
<title>Patients</title><style>body {{ background: #ddeeff }}</style><h1>Patients</h1><p>{SEED}</p>
<svg><path d="M0 0h7v7H0z"/></svg><img src="data:image/png;base64,{base64.b64encode(SEED.encode()).decode()}">
"""
SENT = {"Set-Cookie": f"session={COOKIE}", "Content-Type": "text/html; charset=utf-8"}


def encodings(secret: str) -> Iterator[bytes]:
    """The forms in which a secret may stand in a file."""
    raw = secret.encode()
    yield from (raw, raw.hex().encode(), secret.encode("utf-16-le"), secret.encode("utf-16-be"))
    yield from (quote(secret).encode(), quote(secret, safe="").encode(), quote(secret, safe="").lower().encode())
    yield from (json.dumps(secret)[1:-1].encode(), secret.replace("&", "&amp;").encode())
    yield from (base64.b64encode(raw)[:-4], base64.b64encode(b"x" + raw)[2:-4], base64.b64encode(b"xx" + raw)[3:-4])


@pytest_asyncio.fixture(loop_scope="session")
async def pod(site: Site, tmp_path: Path) -> AsyncIterator[Pod]:
    site.put("/login", LOGIN, headers=SENT)
    site.put("/list", LIST, headers=SENT)
    site.put("/look.css", "h1 { color: rgb(1, 2, 3) }", headers={"Content-Type": "text/css"})
    data = json.dumps({"access_token": "an-access-token", "rows": 3, "said": TYPED, "kept": "plain"})
    site.put("/data", data, headers={"Content-Type": "application/json"})
    plan = SessionPlan(
        session_id="uid-1",
        run="run-1",
        namespace="clinic",
        workflow="portal",
        version=1,
        attempt=1,
        graph=Graph(nodes=steps(site)),
        credentials=(CredentialScope(alias="portal", origins=(site.url,)),),
        trace=Capture.ALWAYS,
        video=Capture.ALWAYS,
    )
    server = FakeServer(plan)
    server.secrets = {("portal", "password"): TYPED}
    async with served(server) as url:
        yield Pod(server, url, tmp_path)


def steps(site: Site) -> tuple[Node, ...]:
    password = {"selectors": [{"css": "[name=p]"}]}
    return (
        node("open", "navigate", navigate={"url": f"{site.url}/login"}),
        node("type", "fill", fill={"value": "{{ credentials.portal.password }}"}, target=password),
        node("Go", waitTime="2s", expect=[{"title": "Patients"}]),
    )


def entries(pod: Pod) -> dict[str, bytes]:
    """What is in the trace that was handed in."""
    with ZipFile(io.BytesIO(pod.server.artifacts["trace.zip"])) as trace:
        assert trace.testzip() is None
        return {name: trace.read(name) for name in trace.namelist()}


def lines(entry: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in entry.decode().splitlines()]


async def test_no_secret_stands_in_the_trace_in_any_form(pod: Pod) -> None:
    status, log = await pod.run()

    found = entries(pod)
    assert (status, pod.report().outcome) == (0, AttemptOutcome.SUCCEEDED), log
    assert pod.report().evidence is Evidencing.COMPLETE
    everything = b"\n".join([*found.values(), *map(str.encode, found), log.encode()]).lower()
    assert [s for s in SECRETS for form in encodings(s) if form.lower() in everything] == []
    assert {name.rpartition(".")[2] for name in found} == {"trace", "network", "css", "json"}


async def test_the_trace_shows_the_steps_and_the_page_as_it_looked(pod: Pod) -> None:
    await pod.run()

    found = entries(pod)
    events = lines(found["trace.trace"])
    groups = {each["callId"]: each["title"] for each in events if each.get("method") == "tracingGroup"}
    assert list(groups.values()) == ["open", "type", "Go"]
    done = {(groups[e["parentId"]], e["method"]) for e in events if e["type"] == "before" and e.get("parentId")}
    assert {("open", "goto"), ("type", "fill"), ("Go", "click")} <= done
    documents = json.dumps([e["snapshot"]["html"] for e in events if e["type"] == "frame-snapshot"])
    assert '["H1", {}, "Sign in"]' in documents
    assert '"__playwright_value_": "***"' in documents
    assert "M0 0h7v7H0z" not in documents
    exchanges = [each["snapshot"] for each in lines(found["trace.network"])]
    assert {e["request"]["method"] for e in exchanges if e["request"]["url"].endswith("/list")} == {"POST"}
    (look,) = (e for e in exchanges if e["request"]["url"].endswith("/look.css?v=1"))
    assert found[look["response"]["content"]["_file"]] == b"h1 { color: rgb(1, 2, 3) }"
    (data,) = (e for e in exchanges if e["request"]["url"].endswith("/data"))
    kept = json.loads(found[data["response"]["content"]["_file"]])
    assert kept == {"access_token": "***", "rows": 3, "said": "***", "kept": "plain"}


async def test_the_film_has_a_picture_of_each_step_with_password_fields_painted_over(pod: Pod) -> None:
    await pod.run()

    film = Image.open(io.BytesIO(pod.server.artifacts["video.webp"]))
    assert (film.format, film.size, film.n_frames) == ("WEBP", (1280, 800), 3)
    film.seek(1)
    colours = film.convert("RGB").getcolors(2**24)
    painted = sum(count for count, (r, g, b) in colours if r > 200 and g < 80 and b > 200)
    assert painted > 2 * 100 * 15  # two fields
    film.seek(2)
    r, g, b = film.convert("RGB").getpixel((600, 600))
    assert (abs(r - 0xDD), abs(g - 0xEE), abs(b - 0xFF)) < (9, 9, 9)


@pytest.mark.parametrize(
    ("title", "kept"), [("Patients", []), ("Somewhere else", ["failure-1.png", "trace.zip", "video.webp"])]
)
async def test_on_failure_they_are_kept_of_an_attempt_that_fails(pod: Pod, title: str, kept: list[str]) -> None:
    nodes = (*pod.server.plan.graph.nodes[:2], node("Go", waitTime="1s", expect=[{"title": title}]))
    pod.server.plan = pod.server.plan.with_(
        graph=Graph(nodes=nodes), trace=Capture.ON_FAILURE, video=Capture.ON_FAILURE
    )
    pod.server.answer = lambda report: Directive(sequence=1, attempt=1, kind=DirectiveKind.END)

    await pod.run()

    assert sorted(pod.server.artifacts) == kept


async def test_of_a_secret_that_the_driver_has_cut_off_nothing_is_left(pod: Pod, site: Site) -> None:
    words = f"Go on as the nurse who has the password {TYPED}"  # the driver shows 50 characters
    site.put("/list", f"<title>Patients</title><button id=b>{words}</button>", headers=SENT)
    last = node("on", target={"selectors": [{"css": "#b"}]})
    pod.server.plan = pod.server.plan.with_(graph=Graph(nodes=(*steps(site), last)))

    status, log = await pod.run()

    assert status == 0, log
    found = entries(pod)["trace.trace"]
    assert b"locator resolved to (left out)" in found
    assert b"who has the password ***" in found
    assert TYPED[:6].encode() not in found

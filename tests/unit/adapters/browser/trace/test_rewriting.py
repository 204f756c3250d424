"""What of a recorded trace is kept, entry by entry and line by line."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from webmend.adapters.browser.trace import bodies
from webmend.adapters.browser.trace.clean import Clean
from webmend.adapters.browser.trace.rewriting import NETWORK, TRACE, is_text, rewritten
from webmend.adapters.browser.trace.snapshot import document
from webmend.policy.redact import Redactor
from webmend.ports.trace import NoTrace

KNOWN = "correct-horse"
PASTED = "battery-staple"
STYLE, DATA, SENT = "resources/aaa.css", "resources/bbb.json", "resources/ccc.json"


def lines(*events: Mapping[str, Any]) -> bytes:
    return "".join(json.dumps(event) + "\n" for event in events).encode()


def exchange(url: str = "https://portal.test/", **response: Any) -> dict[str, Any]:
    """A request and its answer."""
    return {"type": "resource-snapshot", "snapshot": {"request": {"method": "GET", "url": url}, "response": response}}


def frame(*html: Any, **snapshot: Any) -> dict[str, Any]:
    """A snapshot of a document with this in it."""
    return {"type": "frame-snapshot", "snapshot": {"callId": "c@1", "html": ["HTML", {}, *html], **snapshot}}


def kept(entries: Mapping[str, bytes], *secrets: str) -> dict[str, str]:
    """What becomes of these entries; `secrets` are known."""
    hide = Redactor(secrets).with_values
    made = rewritten(list(entries), entries.__getitem__, lambda more: hide(*more), lambda: None)
    return {name: body.decode() for name, body in made}


def kept_events(*events: Mapping[str, Any], secrets: tuple[str, ...] = (KNOWN,)) -> list[dict[str, Any]]:
    """What becomes of these lines of the trace."""
    return [json.loads(line) for line in kept({TRACE: lines(*events)}, *secrets)[TRACE].splitlines()]


def html(*nodes: Any, secrets: tuple[str, ...] = (KNOWN,)) -> list[Any]:
    """What becomes of these nodes of a document."""
    (told,) = kept_events(frame(*nodes), secrets=secrets)
    found: list[Any] = told["snapshot"]["html"][2:]
    return found


ENTRIES = {
    TRACE: b"",
    NETWORK: lines(
        exchange(content={"_file": STYLE, "mimeType": "text/css"}),
        exchange(content={"_file": DATA, "mimeType": "application/json"}),
        exchange(content={"_file": "resources/ddd.html", "mimeType": "text/html"}),
    ),
    STYLE: b"h1 { color: red }",
    DATA: b'{"rows": 3}',
    SENT: b'{"typed": "what somebody typed"}',
    "resources/ddd.html": b"<h1>Hello</h1>",
    "resources/eee.png": b"\x89PNG",
    "resources/fff.svg": b"<svg/>",
    "resources/ggg.woff2": b"wOF2",
    "resources/hhh.dat": b"typed=more",
    "resources/iii.jsonl": b'{"type":"send"}',
    "trace.stacks": b'{"files":["/home/somebody/app.py"]}',
    "screencast/page@1-2.jpeg": b"\xff\xd8",
}


@pytest.mark.parametrize(
    ("name", "is_kept"),
    [
        (TRACE, True),
        (NETWORK, True),
        (STYLE, True),
        (DATA, True),
        (SENT, False),
        ("resources/ddd.html", False),
        ("resources/eee.png", False),
        ("resources/fff.svg", False),
        ("resources/ggg.woff2", False),
        ("resources/hhh.dat", False),
        ("resources/iii.jsonl", False),
        ("trace.stacks", False),
        ("screencast/page@1-2.jpeg", False),
    ],
)
def test_which_entries_are_kept(name: str, is_kept: bool) -> None:
    left_out = {each: body for each, body in ENTRIES.items() if each != name}
    assert (len(kept(ENTRIES)) > len(kept(left_out))) is is_kept
    assert is_text(name) or not is_kept


def test_a_body_gets_a_name_that_tells_nothing_of_what_was_in_it() -> None:
    body = json.dumps({"said": KNOWN}).encode()
    old = f"resources/{hashlib.sha1(body).hexdigest()}.json"
    found = kept({TRACE: b"", NETWORK: lines(exchange(content={"_file": old})), old: body}, KNOWN)

    content = json.loads(found[NETWORK])["snapshot"]["response"]["content"]
    assert json.loads(found[content["_file"]]) == {"said": "***"}
    assert hashlib.sha1(body).hexdigest() not in "".join([*found, *found.values()])


def test_bodies_that_have_become_the_same_are_kept_once() -> None:
    entries = {NETWORK: lines(*(exchange(content={"_file": f"resources/{n}.css"}) for n in "ab"))}
    entries |= {"resources/a.css": b"a{b:correct-horse}", "resources/b.css": b"a{b:***}"}
    found = kept(entries, KNOWN)
    assert sorted(name.rpartition(".")[2] for name in found) == ["css", "network"]


@pytest.mark.parametrize(
    "body",
    [KNOWN.encode("utf-16"), KNOWN.encode("utf-16-le"), b"\xff\xfe\xfa", b"not JSON", b'["cut off"', b"[" * 100_000],
)
def test_a_body_that_cannot_be_read_is_left_out(body: bytes) -> None:
    found = kept({NETWORK: lines(exchange(content={"_file": DATA})), DATA: body}, KNOWN)
    assert list(found) == [NETWORK]
    assert "_file" not in json.loads(found[NETWORK])["snapshot"]["response"]["content"]


def test_a_body_that_is_too_long_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "LONGEST", 9)
    entries = {NETWORK: lines(exchange(content={"_file": STYLE}), exchange(content={"_file": DATA}))}
    found = kept({**entries, STYLE: b"p{color:x}", DATA: b"[1,2,3,4]"}, KNOWN)
    assert sorted(name.rpartition(".")[2] for name in found) == ["json", "network"]


AWKWARD = 'pass+"w<ö>rd/&?'
FORMS = {
    "as it is": AWKWARD,
    "in capitals": AWKWARD.upper(),
    "in an address": quote(AWKWARD, safe=""),
    "in a path": quote(AWKWARD),
    "in a form": quote_plus(AWKWARD),
    "in HTML": escape(AWKWARD),
    "in JSON": json.dumps(AWKWARD)[1:-1],
    "in JSON with its letters": json.dumps(AWKWARD, ensure_ascii=False)[1:-1],
    "as hex": AWKWARD.encode().hex(),
    "as base64": base64.b64encode(AWKWARD.encode()).decode(),
    "within base64": base64.b64encode(f"nurse:{AWKWARD}".encode()).decode(),
    "within base64 for addresses": base64.urlsafe_b64encode(f"a:{AWKWARD}:b".encode()).decode(),
}
PLACES: dict[str, Callable[[str], dict[str, bytes]]] = {
    "a text of the page": lambda text: {TRACE: lines(frame(["P", {}, f"x {text} y"]))},
    "an attribute": lambda text: {TRACE: lines(frame(["P", {"title": f"x {text} y"}]))},
    "a field": lambda text: {TRACE: lines(frame(["INPUT", {"type": "text", "__playwright_value_": text}]))},
    "the page's address": lambda text: {TRACE: lines(frame(frameUrl=f"https://a.test/?q={text}"))},
    "a call": lambda text: {TRACE: lines({"type": "before", "params": {"selector": f"text={text}"}})},
    "an option of a call": lambda text: {TRACE: lines({"type": "before", "params": {"options": [{"label": text}]}})},
    "a driver's word": lambda text: {TRACE: lines({"type": "log", "message": f"waiting for {text} there"})},
    "an error": lambda text: {TRACE: lines({"type": "after", "error": {"message": f"no {text}"}})},
    "the console": lambda text: {TRACE: lines({"type": "console", "text": f"x {text} y"})},
    "a dialogue": lambda text: {TRACE: lines({"type": "event", "params": {"message": f"x {text} y"}})},
    "a request's address": lambda text: {NETWORK: lines(exchange(f"https://a.test/{text}?q=1"))},
    "a header": lambda text: {NETWORK: lines(exchange(headers=[{"name": "Location", "value": f"/x/{text}"}]))},
    "the data that came": lambda text: {
        NETWORK: lines(exchange(content={"_file": DATA})),
        DATA: json.dumps({"a": f"x {text} y"}).encode(),
    },
    "a style sheet": lambda text: {
        NETWORK: lines(exchange(content={"_file": STYLE})),
        STYLE: f"p:after {{ content: '{text}' }}".encode(),
    },
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("place", PLACES)
def test_a_known_secret_is_taken_out_wherever_it_stands_and_however_it_is_written(place: str, form: str) -> None:
    found = kept(PLACES[place](FORMS[form]), AWKWARD)
    told = json.dumps([found, json.loads(f"[{','.join(_texts(found))}]")], ensure_ascii=False).lower()
    assert "***" in told
    for written in FORMS.values():
        assert written.lower()[6:-3] not in told


@pytest.mark.parametrize("place", PLACES)
def test_an_ordinary_text_is_kept_wherever_it_stands(place: str) -> None:
    assert "password-rules" in "".join(kept(PLACES[place]("password-rules"), AWKWARD).values())


def _texts(found: Mapping[str, str]) -> Iterator[str]:
    """All JSON in it, each as a value of its own."""
    for name, body in found.items():
        yield from (body.splitlines() if name in (TRACE, NETWORK) else [body] if name.endswith(".json") else [])


@pytest.mark.parametrize(
    ("value", "want"),
    [
        ({"a": f"x {KNOWN} y"}, {"a": "x *** y"}),
        ({"accessToken": "abc", "page": 2}, {"accessToken": "***", "page": 2}),
        ({"user": {"password": ["a", "b"], "name": "Ada"}}, {"user": {"password": "***", "name": "Ada"}}),
        ({KNOWN: True}, {"***": True}),
        ([135790, 24680, None], ["***", 24680, None]),
        ({"qr": "data:image/png;base64,iVBORw0KGgo="}, {"qr": "data:,"}),
        ({"uri": "otpauth://totp/x?secret=JBSWY3DP"}, {"uri": "(left out)"}),
        ({"manual": "JBSW Y3DP EHPK 3PXP"}, {"manual": "(secret)"}),
        ({"state": "A" * 300}, {"state": "(left out)"}),
        ({"author": "Token Ring", "options": ["x"]}, {"author": "Token Ring", "options": ["x"]}),
    ],
)
def test_what_becomes_of_data(value: Any, want: Any) -> None:
    entries = {NETWORK: lines(exchange(content={"_file": DATA})), DATA: json.dumps(value).encode()}
    found = kept(entries, KNOWN, "135790")
    (name,) = set(found) - {NETWORK}
    assert json.loads(found[name]) == want


@pytest.mark.parametrize(
    "attributes",
    [
        {"type": "password", "__playwright_value_": PASTED},
        {"type": "PassWord", "value": PASTED},
        {"type": "text", "autocomplete": "section-a current-password", "__playwright_value_": PASTED},
        {"autocomplete": "new-password", "__playwright_value_": PASTED},
    ],
)
def test_what_stands_in_a_field_for_a_password_is_a_secret_wherever_else_it_is(attributes: dict[str, str]) -> None:
    events = [
        {"type": "log", "callId": "c@1", "message": f"said {PASTED}"},
        frame(["P", {}, f"your password is {PASTED.upper()}"], ["INPUT", attributes]),
        {"type": "before", "callId": "c@2", "params": {"url": f"https://portal.test/?p={PASTED}"}},
    ]
    told = kept_events(*events)
    assert PASTED not in json.dumps(told).lower()
    assert "***" in told[1]["snapshot"]["html"][3][1].values()


def test_what_stands_in_other_fields_is_shown() -> None:
    field = ["INPUT", {"type": "text", "name": "city", "__playwright_value_": "Zurich"}]
    assert html(field, ["P", {}, "Zurich"]) == [field, ["P", {}, "Zurich"]]


def test_a_short_password_is_masked_in_its_field_alone() -> None:
    field, number = ["INPUT", {"type": "password", "__playwright_value_": "1"}], ["P", {}, "1 of 3"]
    assert html(field, number) == [["INPUT", {"type": "password", "__playwright_value_": "***"}], number]


@pytest.mark.parametrize(
    ("node", "want"),
    [
        (["INPUT", {"type": "hidden", "name": "t", "value": "x1"}], {"type": "hidden", "name": "t", "value": "***"}),
        (["META", {"name": "csrf-token", "content": "x1"}], {"name": "csrf-token", "content": "***"}),
        (["META", {"name": "author", "content": "x1"}], {"name": "author", "content": "x1"}),
        (["DIV", {"data-session-id": "x1", "class": "a"}], {"data-session-id": "***", "class": "a"}),
        (["IMG", {"src": "data:image/png;base64,AAAA"}], {"src": "data:,"}),
        (["IMG", {"src": "data:;base64,AAAA"}], {"src": "data:,"}),
        (["IMG", {"src": " data:image/svg+xml,<svg><path d='M0 0h7'/></svg>"}], {"src": "data:,"}),
        (["P", {"style": "a:url(\"data:image/svg+xml,<svg d='M0'/>\") b"}], {"style": 'a:url("data:,") b'}),
        (["P", {"style": "a:url('data:image/svg+xml,<svg d=\"M0\"/>') b"}], {"style": "a:url('data:,') b"}),
        (["P", {"style": "a:url(data:image/png;base64,AAAA) b"}], {"style": "a:url(data:,) b"}),
        (["P", {"title": "data: none, metadata; none"}], {"title": "data: none, metadata; none"}),
        (["A", {"href": f"/x?q={KNOWN}&n=1"}], {"href": "/x?q=***&n=1"}),
        (["A", {"href": "/x?code=x1&access_token=x2&n=1"}], {"href": "/x?code=***&access_token=***&n=1"}),
        (["A", {"href": "/x?n=1&barcode=x1"}], {"href": "/x?n=1&barcode=x1"}),
        (["IMG", {"src": "/qr?chl=otpauth%3A%2F%2Ftotp%2Fa"}], {"src": "/qr?chl=(left out)"}),
        (["DIV", {KNOWN: "x", "id": "a"}], {"id": "a"}),
    ],
)
def test_what_becomes_of_attributes(node: list[Any], want: dict[str, str]) -> None:
    assert html(node) == [[node[0], want]]


def test_nothing_is_left_of_a_drawing_but_how_many_parts_it_has() -> None:
    drawn = ["svg", {"width": "9"}, ["g", {}, ["path", {"d": "M0 0h7"}], [[2, 5]], ["text", {}, "JBSW"]]]
    assert html(drawn, ["P", {}, "on"]) == [
        ["svg", {"width": "9"}, ["g", {}, ["path", {}], [[2, 5]], ["text", {}, ""]]],
        ["P", {}, "on"],
    ]


def test_a_document_that_is_too_deep_is_shown_empty() -> None:
    deep: list[Any] = ["P", {}]
    for _ in range(2000):
        deep = ["P", {}, deep]
    assert document(deep, Clean(str)) == ["HTML", {}, ["BODY"]]


@pytest.mark.parametrize(
    ("event", "want"),
    [
        (
            {"type": "before", "callId": "c@1", "method": "fill", "params": {"selector": "#p", "value": KNOWN}},
            {"type": "before", "callId": "c@1", "method": "fill", "params": {"selector": "#p", "value": "***"}},
        ),
        (
            {
                "type": "before",
                "callId": "c@1",
                "params": {"expression": "x = 1;\n" * 99, "arg": {"value": {"s": "y"}}},
            },
            {"type": "before", "callId": "c@1", "params": {"expression": ("x = 1;\n" * 99)[:100]}},
        ),
        (
            {"type": "before", "callId": "c@1", "params": {}, "stack": [{"file": "/home/somebody/app.py"}]},
            {"type": "before", "callId": "c@1", "params": {}},
        ),
        (
            {"type": "after", "callId": "c@1", "endTime": 1.5, "result": {"cookies": [{"name": "a", "value": "b"}]}},
            {"type": "after", "callId": "c@1", "endTime": 1.5},
        ),
        (
            {"type": "after", "callId": "c@1", "error": {"name": "E", "message": f"no {KNOWN}", "stack": "at /x"}},
            {"type": "after", "callId": "c@1", "error": {"name": "E", "message": "no ***"}},
        ),
        (
            {"type": "log", "callId": "c@1", "time": 1, "message": '  fill("anything")'},
            {"type": "log", "callId": "c@1", "time": 1, "message": '  fill("***")'},
        ),
        (
            {"type": "console", "text": KNOWN, "args": [{"value": "v"}], "location": {"url": "https://a.test/?sid=1"}},
            {"type": "console", "text": "***", "args": [], "location": {"url": "https://a.test/?sid=***"}},
        ),
        (
            {"type": "event", "method": "dialog", "params": {"message": KNOWN, "defaultValue": "x", "pageId": "p@1"}},
            {"type": "event", "method": "dialog", "params": {"pageId": "p@1", "message": "***"}},
        ),
    ],
)
def test_what_becomes_of_a_line(event: dict[str, Any], want: dict[str, Any]) -> None:
    assert kept_events(event) == [want]


@pytest.mark.parametrize(
    ("said", "want"),
    [
        ("locator resolved to <p>Your password: corr…</p>", "locator resolved to (left out)"),
        ('  resolved to <input name="u" value="corr…/>', "  resolved to (left out)"),
        ('1) <b>Yes</b> aka get_by_text("corr")\n2) <p>corr…</p>', "1) <b>Yes</b> (left out)\n2) (left out)"),
        ('<div id="a">…</div> intercepts pointer events', '<div id="a">…</div> intercepts pointer events'),
        ("locator resolved to <b>Yes</b>", "locator resolved to <b>Yes</b>"),
    ],
)
def test_what_the_driver_has_cut_off_is_left_out(said: str, want: str) -> None:
    log, error = {"type": "log", "message": said}, {"type": "after", "error": {"message": said}}
    assert kept_events(log, error) == [{"type": "log", "message": want}, {"type": "after", "error": {"message": want}}]


@pytest.mark.parametrize(
    "line", [{"type": "screencast-frame", "file": "x"}, {"type": "stdout", "text": "x"}, {"type": "tomorrow"}, {}, []]
)
def test_lines_that_nobody_knows_are_left_out(line: Any) -> None:
    assert kept_events(line, {"type": "input", "callId": "c@1"}) == [{"type": "input", "callId": "c@1"}]


def test_a_line_that_was_cut_off_is_left_out() -> None:
    whole = lines({"type": "input", "callId": "c@1"})
    cut = b'{"type":"frame-snapshot","snapshot":{"html":["INPUT",{"type":"password","val'
    assert kept({TRACE: whole + cut})[TRACE] == '{"type":"input","callId":"c@1"}\n'


def test_a_secret_that_is_a_word_of_the_trace_itself_does_not_break_it() -> None:
    before = {"type": "before", "callId": "call@12", "method": "click", "params": {"selector": "text=before"}}
    assert kept_events(before, secrets=("before", "call")) == [{**before, "params": {"selector": "text=***"}}]


def test_of_an_exchange_cookies_authorization_what_was_sent_and_sizes_are_left_out() -> None:
    headers = [{"name": name, "value": "x1"} for name in ("Cookie", "Authorization", "X-Api-Key", "Accept")]
    answered = [{"name": name, "value": "x2"} for name in ("Set-Cookie", "WWW-Authenticate", "Content-Type")]
    told = exchange(f"https://portal.test/{KNOWN}", status=200, cookies=[{"value": "c"}], headers=answered, bodySize=9)
    told["snapshot"]["request"] |= {
        "cookies": [{"value": "c"}],
        "headers": headers,
        "postData": {"text": "typed=x", "_file": SENT},
        "queryString": [{"name": "q", "value": "x"}],
        "bodySize": 24,
    }
    (line,) = kept({NETWORK: lines(told)}, KNOWN)[NETWORK].splitlines()
    assert json.loads(line)["snapshot"] == {
        "request": {
            "method": "GET",
            "url": "https://portal.test/***",
            "cookies": [],
            "headers": [{"name": "Accept", "value": "x1"}],
            "headersSize": -1,
            "bodySize": -1,
            "queryString": [],
        },
        "response": {
            "redirectURL": "",
            "status": 200,
            "cookies": [],
            "headers": [{"name": "Content-Type", "value": "x2"}],
            "headersSize": -1,
            "bodySize": -1,
            "content": {"size": -1},
        },
        "cache": {},
    }


def test_style_sheets_that_scripts_have_changed_are_kept_with_their_snapshot() -> None:
    overrides = [{"url": "https://a.test/a.css", "file": STYLE}, {"url": "https://a.test/b.css", "ref": 2}]
    found = kept({TRACE: lines(frame(resourceOverrides=overrides)), STYLE: b"p{}"})
    (name,) = set(found) - {TRACE}
    shown = json.loads(found[TRACE])["snapshot"]["resourceOverrides"]
    assert shown == [{"url": "https://a.test/a.css", "file": name}, {"url": "https://a.test/b.css", "ref": 2}]


def test_it_stops_when_it_is_told_to() -> None:
    def late() -> None:
        raise NoTrace("late")

    with pytest.raises(NoTrace):
        list(rewritten([TRACE], lambda _: lines({"type": "input"}), lambda _: str, late))

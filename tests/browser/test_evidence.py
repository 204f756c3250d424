"""What is seen when a step has failed."""

import asyncio
from typing import Any

import pytest

from tests.browser.tab import Tab, css
from webmend.domain.evidence import ErrorKind, Evidence, FormFacts
from webmend.domain.target import Fingerprint

SPINNER = "<div class=spinner style='width:50px;height:50px'></div>"
OVERLAY = """
<button id=x>Go</button>
<div id=banner style="position:fixed;inset:0;background:#fff">We value your privacy <input type=email>
<button>Accept all</button><a href=#>Reject</a></div>
"""


async def seen_on(tab: Tab, body: str, target: dict[str, Any] | None = None) -> Evidence:
    """The evidence of a step that fails on this page."""
    await tab.open(body)
    return await tab.evidence(await tab.fails(target or css("#nowhere"), click={}, ceiling=0.3))


async def test_the_document_is_told(tab: Tab) -> None:
    tab.site.put("/old", status=302, headers={"Location": "/new?token=abc"})
    tab.site.put("/new", "<html lang=de><title> Patienten </title><h1 hidden>No</h1><h1>Alle  Patienten</h1>")
    await tab.do(navigate={"url": f"{tab.site.url}/old?q=Ada"})

    document = (await tab.evidence()).document

    assert document.url == f"{tab.site.url}/old?q="
    assert document.final_url == f"{tab.site.url}/new?token="
    assert document.redirects == (f"{tab.site.url}/new?token=",)
    assert (document.status, document.ready_state, document.lang) == (200, "complete", "de")
    assert (document.title, document.heading) == ("Patienten", "Alle Patienten")
    assert not document.chrome_error


async def test_traffic_is_told(tab: Tab) -> None:
    tab.site.hold("/slow")
    tab.site.put("/api", "{}", status=401)
    await tab.open(f"<script>fetch('/slow'); fetch('/api'); fetch('{tab.site.dead_url}')</script>", takes=0.2)
    await tab.fails(css("#x"), click={})

    network = (await tab.evidence()).network

    assert network.in_flight == 1
    assert network.pending == ("fetch",)
    assert network.oldest_in_flight_ms > 300
    assert {(f.host, f.type, f.status, f.error) for f in network.failed} == {
        ("127.0.0.1", "fetch", 401, ""),
        ("127.0.0.1", "fetch", None, "net::ERR_CONNECTION_REFUSED"),
    }
    assert network.main_ttfb_ms is not None
    assert network.main_ttfb_ms >= 200


@pytest.mark.parametrize(("header", "want"), [({"Retry-After": "120"}, 120), ({}, None)])
async def test_how_long_the_site_asks_to_wait_is_told(
    same_tab: Tab, header: dict[str, str], want: float | None
) -> None:
    same_tab.site.put("/", "<h1>Down</h1>", status=503, headers=header)

    failed = await same_tab.fails(navigate={"url": same_tab.site.url})

    assert (await same_tab.evidence(failed)).network.retry_after == want


@pytest.mark.parametrize(
    ("body", "busy"),
    [
        (SPINNER, ["div"]),
        ("<div class='ant-spin-dot loading' style='height:9px'></div>", ["div"]),
        ("<main aria-busy=true>Loading</main>", ["main"]),
        ("<div role=progressbar style='height:9px'></div>", ["div"]),
        ("<progress></progress>", ["progress"]),
        ("<div class=MuiSkeleton-root style='height:9px'></div>", ["div"]),
        ("<div role=progressbar aria-valuenow=100 style='height:9px'></div>", []),
        ("<progress value=1></progress>", []),
        ("<div class=spinner></div>", []),
        (f"<div hidden>{SPINNER}</div>", []),
        (f"<div style='opacity:0'>{SPINNER}</div>", []),
        (f"<div style='margin-top:5000px'>{SPINNER}</div>", []),
        ("<button class=loading>Save</button>", []),
        ("<p class=loadings-table>Loadings</p>", []),
    ],
)
async def test_what_is_busy_in_view(same_tab: Tab, body: str, busy: list[str]) -> None:
    evidence = await seen_on(same_tab, body)

    assert [element.tag for element in evidence.dom.busy] == busy


async def test_a_dialog_over_the_target_is_told_with_its_buttons(tab: Tab) -> None:
    await tab.open(OVERLAY)
    evidence = await tab.evidence(await tab.fails_as(ErrorKind.COVERED, css("#x"), click={}))

    assert evidence.dom.target is not None
    assert evidence.dom.target.covered_by is not None
    assert evidence.dom.target.covered_by.attributes == {"id": "banner"}
    (dialog,) = evidence.dom.dialogs
    assert dialog.covers_target
    assert dialog.has_form
    assert dialog.buttons == ("Accept all", "Reject")
    assert dialog.text.startswith("We value your privacy")


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("<div role=dialog>Hi<button>OK</button></div>", [("dialog", ("OK",))]),
        ("<dialog open>Hi</dialog>", [("dialog", ())]),
        ("<dialog>Hi</dialog>", []),
        ("<div role=alertdialog hidden>Hi</div>", []),
        ("<nav style='position:fixed;inset:0'>Menu <a href=#>Home</a></nav>", []),
        ("<div style='position:fixed;bottom:0;width:20px'>v1 <a href=#>x</a></div>", []),
    ],
)
async def test_what_counts_as_a_dialog(same_tab: Tab, body: str, want: list[tuple[str, tuple[str, ...]]]) -> None:
    evidence = await seen_on(same_tab, body)

    assert [(dialog.role, dialog.buttons) for dialog in evidence.dom.dialogs] == want


@pytest.mark.parametrize(
    "page",
    [
        "<div id=card style='position:absolute;width:90px;height:40px'><button id=x>A</button></div>",
        "<button id=x><span style='display:block'>A</span></button>",
        "<button id=x style='pointer-events:none'>A</button>",
    ],
)
async def test_an_ancestor_a_descendant_and_the_body_cover_nothing(same_tab: Tab, page: str) -> None:
    await same_tab.open(page)
    target = (
        await same_tab.evidence(await same_tab.fails(css("#x"), wait={"element": "Hidden"}, ceiling=0.3))
    ).dom.target

    assert target is not None
    assert target.visible
    assert target.covered_by is None


async def test_what_a_shut_box_cuts_off_is_not_covered_by_what_stands_in_its_place(tab: Tab) -> None:
    page = (
        "<button style='display:block;height:60px'>Actions</button><div id=box style='height:0;overflow:hidden'>"
        "<div style='height:40px'></div><button id=x>A</button></div><script>box.scrollTop = 60</script>"
    )

    evidence = await seen_on(tab, page, css("#x"))

    assert evidence.dom.target is not None
    assert evidence.dom.target.covered_by is None
    assert evidence.dom.dialogs == ()


async def test_an_overlay_of_the_page_covers_a_target_in_a_frame(tab: Tab) -> None:
    tab.site.put("/frame", "<button id=x>Go</button>")
    await tab.open("<iframe src=/frame></iframe><div id=over style='position:fixed;inset:0'>Wait</div>")

    failed = await tab.fails_as(ErrorKind.COVERED, css("#x", frame=("iframe",)), click={})
    target = (await tab.evidence(failed)).dom.target

    assert target is not None
    assert target.covered_by is not None
    assert target.covered_by.attributes == {"id": "over"}


async def test_the_target_is_told_where_it_is_there(tab: Tab) -> None:
    evidence = await seen_on(tab, "<button id=x disabled>Save</button>", css("#x"))

    assert evidence.dom.target is not None
    target = evidence.dom.target
    assert (target.tag, target.role, target.name) == ("button", "button", "Save")
    assert (target.visible, target.enabled, target.stable) == (True, False, True)


async def test_matches_are_counted_selector_by_selector_and_in_other_frames(tab: Tab) -> None:
    tab.site.put("/frame", "<b>1</b><b>2</b>")

    evidence = await seen_on(tab, "<i>1</i><i>2</i><iframe src=/frame></iframe>", css("b", "i", "u"))

    assert evidence.dom.selector_counts == (0, 2, 0)
    assert evidence.dom.counts_in_frames == 2


@pytest.mark.parametrize(
    ("body", "alerts"),
    [
        ("<p role=alert>Wrong  password</p>", ("Wrong password",)),
        ("<ul class=errorlist><li>Too short</li></ul>", ("Too short",)),
        ("<div class='alert alert-danger'>Down <b>now</b></div>", ("Down now",)),
        ("<p role=alert hidden>Old</p>", ()),
        ("<p class='alert alert-success' role=alert>Saved</p>", ()),
        ("<p class=terror>Film</p>", ()),
    ],
)
async def test_what_the_page_complains_of(same_tab: Tab, body: str, alerts: tuple[str, ...]) -> None:
    assert (await seen_on(same_tab, body)).dom.alerts == alerts


async def test_forms_are_told_as_far_as_logins_go(tab: Tab) -> None:
    evidence = await seen_on(
        tab,
        "<input autocomplete=username><input type=password autocomplete=current-password><input type=password hidden>"
        "<input name=otp-code><img alt='QR code' width=9 height=9>"
        "<label>Name <input id=n aria-invalid=true aria-describedby=why></label><p id=why>Name is needed</p>",
    )

    forms = evidence.dom.forms
    assert forms.password_fields == 1
    assert forms.autocomplete == ("username", "current-password")
    assert forms.otp_field
    assert forms.qr_image
    assert forms.invalid_fields == ("Name: Name is needed",)


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("<div class=h-captcha style='height:9px'></div>", True),
        ("<div class=cf-turnstile style='height:9px'></div>", True),
        ("<iframe src=/recaptcha/frame></iframe>", True),
        ("<div class=grecaptcha-badge><iframe src=/recaptcha/frame></iframe></div>", False),
        ("<p>Captcha is a word</p>", False),
    ],
)
async def test_walls_for_robots_are_recognised(same_tab: Tab, body: str, want: bool) -> None:
    same_tab.site.put("/recaptcha/frame", "x")

    assert (await seen_on(same_tab, body)).dom.captcha is want


SETUP = """
<h1>Secure your account</h1><p>Scan this code, or type <b>JBSW Y3DP EHPK 3PXP</b> into your app</p>
<img alt="QR code" width=99 height=99><input autocomplete=one-time-code>
"""


async def test_a_second_factor_to_set_up_is_told_without_its_secret(tab: Tab) -> None:
    evidence = await seen_on(tab, SETUP)

    forms = evidence.dom.main_forms
    assert (forms.qr_image, forms.secret_shown, forms.otp_field) == (True, True, True)
    assert "JBSW" not in evidence.model_dump_json()
    assert "(secret)" in evidence.dom.main_text_sample


async def test_a_form_in_a_frame_is_none_of_the_pages_own(tab: Tab) -> None:
    tab.site.put("/frame", "<input type=password autocomplete=new-password>" * 2 + SETUP)

    forms = (evidence := await seen_on(tab, f"<iframe src={tab.site.url}/frame></iframe>")).dom.forms

    assert (forms.password_fields, forms.qr_image, forms.secret_shown) == (2, True, True)
    assert evidence.dom.main_forms == FormFacts()


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("<a rel=next href=?page=2>Weiter</a>", "Weiter"),
        ("<nav aria-label=Pagination><a aria-current=page href=#>1</a><a href=#>2</a></nav>", "2"),
        ("<ul class=pagination><li class=active><a href=#>1</a></li><li><a href=#>次</a></li></ul>", "次"),
        ("<ul class=pagination><li><a href=#>1</a></li><li class=active><a href=#>2</a></li></ul>", ""),
        ("<ul class=pagination><li class=active>1</li><li class=disabled><a href=#>Next</a></li></ul>", ""),
        ("<a href=#>Next patient</a>", ""),
    ],
    ids=["a link that says so", "a number after the current", "any word", "the last page", "a dead link", "no pager"],
)
async def test_what_leads_to_the_next_page_of_a_list(same_tab: Tab, body: str, want: str) -> None:
    assert (await seen_on(same_tab, body)).dom.pager == want


async def test_text_and_table_heads_are_told(tab: Tab) -> None:
    evidence = await seen_on(
        tab, "<nav>Menu</nav><main>Hello <b>there</b><table><tr><th>Date<th>Cost<tr><td>1<td>2</table></main>"
    )

    assert evidence.dom.main_text_sample.startswith("Hello there")
    assert evidence.dom.main_text_length == len(evidence.dom.main_text_sample)
    assert evidence.dom.table_headers == ("Date", "Cost")


async def test_the_elements_that_come_closest_are_told(tab: Tab) -> None:
    await tab.open("<button id=add>Add patient</button><a href=#>Help</a>")
    failed = await tab.fails({"selectors": [{"role": "button", "name": "New patient"}]}, click={}, ceiling=0.3)

    closest = (await tab.evidence(failed, Fingerprint(tag="button", role="button", name="New patient"))).dom.closest

    assert closest[0].name == "Add patient"
    assert 0.5 <= closest[0].score < 1


async def test_a_page_that_keeps_changing_is_told_from_one_at_rest(tab: Tab) -> None:
    still = await seen_on(tab, "<p>Still</p>")
    changing = await seen_on(tab, "<p id=p>0</p><script>setInterval(() => p.textContent++, 20)</script>")

    assert still.dom.mutations_last_2s < 10
    assert changing.dom.mutations_last_2s > 10


@pytest.mark.parametrize(
    ("script", "gets", "told"),
    [
        ("alert(`Saved`)", "undefined", "alert, dismissed: Saved"),
        ("confirm(`Delete all?`)", "false", "confirm, dismissed: Delete all?"),
        ("prompt(`Your password?`, `none`)", "null", "prompt, dismissed: Your password?"),
    ],
)
async def test_the_pages_own_dialogs_are_dismissed_and_told(same_tab: Tab, script: str, gets: str, told: str) -> None:
    await same_tab.open(f"<button onclick='document.title = {script}'>Go on</button>")

    await same_tab.do(css("button"), click={}, expect=[{"title": gets}])

    assert (await same_tab.evidence()).browser.dialog_events[-1] == told


@pytest.mark.parametrize(
    ("decision", "script", "gets", "told"),
    [
        ({"act": "Accept"}, "confirm(`Send?`)", "true", "confirm, accepted: Send?"),
        ({"act": "Accept"}, "prompt(`Name?`, `Ada`)", "Ada", "prompt, accepted: Name?"),
        ({"act": "Answer", "answer": "Bo"}, "prompt(`Name?`, `Ada`)", "Bo", "prompt, answered: Name?"),
        ({"act": "Dismiss"}, "prompt(`Name?`, `Ada`)", "", "prompt, dismissed: Name?"),
    ],
)
async def test_the_next_dialog_is_answered_as_a_step_decided_and_the_one_after_it_dismissed(
    same_tab: Tab, decision: dict[str, str], script: str, gets: str, told: str
) -> None:
    await same_tab.open(f"<button onclick='document.title = [{script}, confirm(`Delete?`)]'>Go on</button>")

    await same_tab.do(dialog=decision)
    await same_tab.do(css("button"), click={}, expect=[{"title": f"{gets},false"}])

    assert (await same_tab.evidence()).browser.dialog_events[-2:] == (told, "confirm, dismissed: Delete?")


async def test_whether_to_leave_the_page_is_not_the_dialog_that_a_step_decides_about(tab: Tab) -> None:
    await tab.open("<input id=x><script>onbeforeunload = () => true</script>", "/form")
    await tab.do(css("#x"), fill={"value": "a"})
    await tab.do(dialog={"act": "Accept"})

    await tab.open("<button onclick='document.title = confirm(`Send?`)'>Send</button>", "/next")

    await tab.do(css("button"), click={}, expect=[{"title": "true"}])


async def test_dialogs_of_frames_and_of_a_page_as_it_opens_are_told_too(tab: Tab) -> None:
    tab.site.put("/frame", "<script>alert('from the frame')</script>")
    await tab.open(f"<script>alert('early')</script><iframe src='{tab.site.other_origin}/frame'></iframe>")
    await tab.do(wait={"element": "Visible"}, target=css("iframe"))

    assert (await tab.evidence()).browser.dialog_events == (
        "alert, dismissed: early",
        "alert, dismissed: from the frame",
    )


async def test_what_a_dialog_says_is_redacted_as_all_evidence_is(tab: Tab) -> None:
    tab.secrets.append("hunter2")
    await tab.open("<script>alert('Your password is hunter2')</script>")

    assert (await tab.evidence()).browser.dialog_events == ("alert, dismissed: Your password is ***",)


async def test_leaving_a_page_that_asks_whether_to_leave_is_what_the_step_wanted(tab: Tab) -> None:
    await tab.open("<input id=x><script>onbeforeunload = () => true</script>", "/form")
    tab.site.put("/next", "<p>Next</p>")
    await tab.do(css("#x"), fill={"value": "a"})

    assert (await tab.do(navigate={"url": "/next"})).url.endswith("/next")
    assert (await tab.evidence()).browser.dialog_events[0].startswith("beforeunload, accepted")


async def test_console_errors_are_told(tab: Tab) -> None:
    await tab.open("<script>console.log('fine'); console.error('went wrong'); throw new Error('uncaught')</script>")

    errors = (await tab.evidence()).browser.console_errors

    assert errors[0] == "went wrong"
    assert "uncaught" in errors[1]


async def test_frames_are_looked_into(tab: Tab) -> None:
    tab.site.put("/frame", f"<p role=alert>Inner</p><input type=password>{SPINNER}")

    dom = (await seen_on(tab, "<p role=alert>Outer</p><iframe src=/frame></iframe>")).dom

    assert dom.alerts == ("Outer", "Inner")
    assert dom.forms.password_fields == 1
    assert [element.tag for element in dom.busy] == ["div"]


async def test_a_look_alike_in_a_foreign_frame_comes_close_to_nothing(tab: Tab) -> None:
    tab.site.put("/frame", "<button id=pay>Pay now</button>")
    own, foreign = f"{tab.site.url}/frame", f"{tab.site.url.replace('127.0.0.1', 'localhost')}/frame"
    wanted = {"target": {"selectors": [{"css": "#pay"}]}}["target"]

    near = (await seen_on(tab, f"<iframe src={own}></iframe>", wanted)).dom
    far = (await seen_on(tab, f"<iframe src={foreign}></iframe>", wanted)).dom

    assert (near.counts_in_frames, [element.name for element in near.closest]) == (1, ["Pay now"])
    assert (far.counts_in_frames, far.closest) == (0, ())


async def test_a_page_that_hangs_is_told_as_far_as_it_can_be(tab: Tab) -> None:
    await tab.open("<title>Here</title><button>Hang</button>")
    hanging = asyncio.ensure_future(tab.script("setTimeout(() => { for (;;); }, 0)"))
    await hanging

    evidence = await tab.evidence()

    assert "dom" in evidence.dropped
    assert evidence.document.status == 200


async def test_a_page_that_is_gone_is_told_as_such(tab: Tab) -> None:
    url = await tab.open("<p>bye</p>")
    await tab.session._tab.page.close()

    evidence = await tab.evidence()

    assert evidence.browser.page_closed
    assert evidence.browser.connected
    assert evidence.document.final_url == f"{url}"
    assert "dom" in evidence.dropped


async def test_a_page_that_lies_about_itself_cannot_break_evidence(tab: Tab) -> None:
    evidence = await seen_on(
        tab,
        "<script>Array.prototype.map = () => 7; Object.defineProperty(document, 'title', {get: () => ({})})</script>",
    )

    assert evidence.error.kind is ErrorKind.NO_MATCH
    assert "dom" in evidence.dropped


LOGIN = "<form action=/in><input id=user><input id=pass type=password><button>Log in</button></form>"


async def log_in(tab: Tab) -> None:
    await tab.open(LOGIN)
    tab.site.put("/in", "<p>Welcome</p><a href=/out>Out</a>", headers={"Set-Cookie": "sessionid=1; HttpOnly"})
    await tab.do(css("#user"), fill={"value": "nurse"}, origins=(tab.site.url,))
    await tab.do(css("#pass"), fill={"value": "secret"}, origins=(tab.site.url,))
    await tab.do(css("button"), click={}, expect=[{"text": "Welcome"}])
    await tab.session.authenticated_by("step")


@pytest.mark.parametrize(("cookie", "lost"), [("sessionid=2", False), ("sessionid=; Max-Age=0", True)])
async def test_a_session_is_lost_with_its_cookie(tab: Tab, cookie: str, lost: bool) -> None:
    await log_in(tab)
    tab.site.put("/out", "<p>Bye</p>", headers={"Set-Cookie": cookie})
    await tab.do(css("a"), click={})

    assert (await tab.evidence()).session.auth_cookie_lost is lost


async def test_a_navigation_without_an_answer_is_told(tab: Tab) -> None:
    tab.site.hold("/next")
    await tab.open("<h1>Here</h1>")
    await tab.script("() => { setTimeout(() => location.assign('/next')) }")

    network = (await tab.evidence(await tab.fails(css("#x"), click={}))).network

    assert network.navigating


async def test_a_frame_that_is_being_loaded_does_not_take_the_evidence_of_the_page_away(tab: Tab) -> None:
    tab.site.hold("/frame")
    await tab.open("<h1>Refunds</h1><iframe name=list src=/frame></iframe>")

    evidence = await tab.evidence(await tab.fails(css("#x", frame=("iframe[name=list]",)), click={}))

    assert evidence.document.heading == "Refunds"
    assert not evidence.dropped

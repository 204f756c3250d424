"""No value that a step types, and no secret, is in anything that leaves the adapter."""

import pytest

from tests.browser.tab import Tab, css
from webmend.domain.evidence import ErrorKind

SECRET = "correct-horse-battery"


async def test_a_typed_value_is_in_no_error(tab: Tab) -> None:
    await tab.open("<input id=x disabled>")

    failed = await tab.fails_as(ErrorKind.NOT_ENABLED, css("#x"), fill={"value": "Ada\nLovelace, born 1815"})

    assert failed.error.call_log
    assert "Lovelace" not in f"{failed.error} {failed} {failed.selector}"
    assert failed.__cause__ is None


async def test_secrets_are_in_nothing_that_is_told_of_a_page(tab: Tab) -> None:
    tab.secrets.append(SECRET)
    tab.site.put(
        f"/{SECRET}",
        f"<title>{SECRET}</title><h1 class={SECRET}>{SECRET}</h1><main>{'x' * 4090} {SECRET}</main>"
        f"<p role=alert>{'y' * 250}{SECRET}</p><div role=dialog>{SECRET}<button>{SECRET}</button></div>"
        f"<button id=x disabled title={SECRET}>{SECRET}</button><div class=spinner style='height:9px'>{SECRET}</div>"
        f"<table><tr><th>{SECRET}</table><script>console.error('{SECRET}'); alert('{SECRET}')</script>",
    )
    await tab.do(navigate={"url": f"{tab.site.url}/{SECRET}"})

    failed = await tab.fails({"selectors": [{"css": f"[title={SECRET}]"}]}, click={}, expect=[{"text": SECRET}])
    evidence = await tab.evidence(failed)

    told = f"{failed.error} {failed.selector} {failed.expectation} {evidence.model_dump_json()}"
    assert "correct-horse" not in told
    assert "***" in evidence.dom.main_text_sample + evidence.document.title
    assert evidence.dropped == ()


async def test_secrets_are_in_nothing_that_is_told_of_a_step(tab: Tab) -> None:
    tab.secrets.append(SECRET)
    tab.site.put(f"/{SECRET}", f"<button id=x title={SECRET}>{SECRET}</button>")
    await tab.do(navigate={"url": f"{tab.site.url}/{SECRET}"})

    performed = await tab.do(css(f"[title={SECRET}]"), click={})

    assert SECRET not in f"{performed.selector} {performed.fingerprint} {performed.url}"


async def test_the_options_of_a_list_lose_their_secrets(tab: Tab) -> None:
    tab.secrets.append(SECRET)
    await tab.open(f"<select id=x><option>{SECRET}<option>Two</select>")

    failed = await tab.fails(css("#x"), select={"label": "Three"})

    assert failed.options == ("***", "Two")


@pytest.mark.parametrize("frame", [(), ("#same",), ("#other",)])
async def test_a_credential_is_typed_on_its_own_origins_only(tab: Tab, frame: tuple[str, ...]) -> None:
    tab.site.put("/frame", "<input id=x>")
    await tab.open(
        f"<input id=x><iframe id=same src=/frame></iframe><iframe id=other src={tab.site.other_origin}/frame></iframe>"
    )
    own = tab.site.other_origin if frame == ("#other",) else tab.site.url
    elsewhere = tab.site.url if frame == ("#other",) else tab.site.other_origin

    failed = await tab.fails(css("#x", frame=frame), fill={"value": SECRET}, origins=(elsewhere,), ceiling=60)
    await tab.do(css("#x", frame=frame), fill={"value": SECRET}, origins=(own,))

    assert failed.error.kind is ErrorKind.DEFINITION
    assert own in failed.error.message


async def test_a_credential_is_not_typed_wherever_the_focus_may_be(tab: Tab) -> None:
    await tab.open("<input autofocus>")

    failed = await tab.fails(press={"keys": ["a"]}, origins=(tab.site.url,))

    assert failed.error.kind is ErrorKind.DEFINITION


async def test_a_credential_is_not_sent_to_another_site(tab: Tab) -> None:
    failed = await tab.fails(navigate={"url": f"{tab.site.other_origin}/?key={SECRET}"}, origins=(tab.site.url,))

    assert failed.error.kind is ErrorKind.DEFINITION
    assert tab.site.asked == []


async def test_pictures_hide_passwords_and_whatever_a_credential_was_typed_into(tab: Tab) -> None:
    await tab.open("<style>input{position:fixed;left:10px;width:100px;height:40px;border:0;background:#0f0}</style>"
                   "<input id=a style='top:10px'><input id=b type=password style='top:60px'>"
                   "<input id=c style='top:110px'>")  # fmt: skip
    await tab.do(css("#a"), fill={"value": "nurse"}, origins=(tab.site.url,))

    view = await tab.session.screenshot()

    assert view is not None
    colours = await tab.script(PIXELS, [list(view), [[60, 30], [60, 80], [60, 130]]])
    assert colours == [[255, 0, 255], [255, 0, 255], [0, 255, 0]]


PIXELS = """async ([bytes, places]) => {
  const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], {type: 'image/png'}));
  const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return places.map(([x, y]) => [...context.getImageData(x, y, 1, 1).data].slice(0, 3));
}"""

"""Reading the form that a page shows, and keeping its secrets out of pictures."""

import base64
import io
from typing import Any

import pytest
import segno
from PIL import Image

from tests.browser.tab import Tab, css
from webmend.domain.evidence import ErrorKind

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ADDRESS = f"otpauth://totp/Portal:ada?secret={SECRET}&issuer=Portal"
RED = (255, 0, 0)


def qr(text: str = ADDRESS, **attributes: str) -> str:
    """An image of a QR code."""
    body = io.BytesIO()
    segno.make(text).save(body, kind="png", scale=4)
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<img src="data:image/png;base64,{base64.b64encode(body.getvalue()).decode()}"{said}>'


CHANGE = """
<p>At least 12 characters</p>
<form aria-label="Change">
  <label>Old <input type="password" name="old" autocomplete="current-password"></label>
  <label>New <input type="password" name="new" id="new" minlength="12" maxlength="30" aria-describedby="hint"
    pattern="[a-z]+" passwordrules="required: upper"></label>
  <span id="hint">No spaces</span>
  <label>Again <input type="password"></label>
  <button>Save</button> <button type="button">Remind me later</button>
</form>
<input type="hidden" name="csrf"><input style="display:none"><input readonly value="K">
<div role="alert">The password is too short.</div>
<a href="/logout">Sign out</a>
"""


async def test_fields_controls_texts_and_complaints_are_read(tab: Tab) -> None:
    await tab.open(CHANGE)
    form = await tab.session.forms.read()
    old, new, again, fixed = form.fields
    assert form.origin == tab.site.url
    assert [field.label for field in (old, new, again)] == ["Old", "New", "Again"]
    assert [field.form for field in form.fields] == [0, 0, 0, -1]
    assert (old.autocomplete, old.min_length, old.max_length) == ("current-password", None, None)
    assert (new.min_length, new.max_length, new.pattern, new.password_rules) == (12, 30, "[a-z]+", "required: upper")
    assert new.described == "No spaces"
    assert (fixed.read_only, fixed.value) == (True, "K")
    assert [(c.name, c.submits) for c in form.controls] == [
        ("Save", True),
        ("Remind me later", False),
        ("Sign out", False),
    ]
    assert "At least 12 characters" in form.texts
    assert form.alerts == ("The password is too short.",)


async def test_each_selector_matches_its_element_and_no_other(tab: Tab) -> None:
    await tab.open(CHANGE)
    form = await tab.session.forms.read()
    for number, field in enumerate(form.fields[:3]):
        await tab.do(css(field.css), fill={"value": f"value-{number}"})
    values = await tab.script("() => [...document.querySelectorAll('form input')].map((e) => e.value)")
    assert values == ["value-0", "value-1", "value-2"]


async def test_what_a_field_holds_is_read_only_where_nobody_can_type(tab: Tab) -> None:
    await tab.open('<input value="typed"><input type="password" value="secret">')
    assert [field.value for field in (await tab.session.forms.read()).fields] == ["", ""]


async def test_the_form_of_a_frame_is_not_read(tab: Tab) -> None:
    tab.site.put("/inner", f"<form><input type='password' name='new'></form>{qr(class_='qr')}")
    await tab.open(f'<iframe src="{tab.site.other_origin}/inner" width="600" height="400"></iframe>')
    form = await tab.session.forms.read(codes=True)
    assert (form.fields, form.codes) == ((), ())


@pytest.mark.parametrize(
    "page",
    [
        qr(),
        f'<div style="height:3000px"></div>{qr()}',
        f'<dialog open style="position:fixed;top:0">{qr()}</dialog><div style="height:3000px"></div>',
    ],
    ids=["in view", "further down", "in a dialog"],
)
async def test_a_qr_code_is_read_from_what_is_painted(tab: Tab, page: str) -> None:
    await tab.open(page)
    assert (await tab.session.forms.read(codes=True)).codes == (ADDRESS,)


async def test_a_qr_code_that_is_drawn_is_read_too(tab: Tab) -> None:
    svg = segno.make(ADDRESS).svg_inline(scale=4)
    await tab.open(svg)
    assert (await tab.session.forms.read(codes=True)).codes == (ADDRESS,)


async def test_a_frame_laid_over_the_pages_own_code_is_not_read(tab: Tab) -> None:
    tab.site.put("/fake", f"<body style='margin:0;background:white'>{qr('otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ')}")
    style = "position:absolute;left:0;top:0;border:0"
    laid = f'<iframe src="{tab.site.other_origin}/fake" style="{style}" width="400" height="400">'
    await tab.open(f"<body style='margin:0'>{qr()}{laid}</iframe>")
    assert (await tab.session.forms.read(codes=True)).codes == ()


@pytest.mark.parametrize(
    "page",
    [
        f"<h1>Set up</h1>{qr(id='qr')}<input autocomplete='one-time-code'>",
        f"<h1>Set up</h1>{qr()}<input autocomplete='one-time-code'>",
        f"<h1>Set up</h1>{segno.make(ADDRESS).svg_inline(scale=4)}<input name='otp' id='otp'>",
        f"{qr()}<code>{SECRET}</code>",
    ],
)
async def test_no_picture_shows_a_qr_code_of_a_second_factor(tab: Tab, page: str) -> None:
    import zxingcpp

    await tab.open(page)
    pictures = [await tab.session.screenshot(), (await tab.do(screenshot={"fullPage": True})).picture]
    for picture in pictures:
        assert picture is not None
        assert not zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))


@pytest.mark.parametrize(
    "holder",
    [
        f"<code>{SECRET}</code>",
        f"<p>{' '.join(SECRET[i : i + 4] for i in range(0, 32, 4))}</p>",
        f"<p>{' '.join(SECRET[i : i + 4].lower() for i in range(0, 32, 4))}</p>",
        f"<span>Key: {SECRET}</span>",
        f"<input readonly value='{SECRET}' size='40'>",
    ],
)
async def test_no_picture_shows_its_text(tab: Tab, holder: str) -> None:
    style = "<style>code,p,span,input{color:#f00;font:40px monospace;background:#f00}</style>"
    await tab.open(style + holder)
    picture = await tab.session.screenshot()
    assert picture is not None
    colours: Any = Image.open(io.BytesIO(picture)).convert("RGB").getcolors(1 << 20)
    assert RED not in {colour for _, colour in colours}


async def test_pictures_of_other_pages_are_left_alone(tab: Tab) -> None:
    await tab.open("<img alt='logo' style='width:100px;height:100px;background:#f00'><p style='color:#f00'>Welcome</p>")
    picture = await tab.session.screenshot()
    assert picture is not None
    colours: Any = Image.open(io.BytesIO(picture)).convert("RGB").getcolors(1 << 20)
    assert RED in {colour for _, colour in colours}


BOXES = """
<form>{boxes}</form>
<script>
  for (const box of document.querySelectorAll("input"))
    box.addEventListener("input", () => box.nextElementSibling && box.nextElementSibling.focus());
</script>
"""


async def test_a_code_is_typed_into_a_row_of_boxes(tab: Tab) -> None:
    await tab.open(BOXES.format(boxes='<input maxlength="1">' * 6))
    await tab.do(css("input:first-child"), fill={"value": "123456"}, origins=(tab.site.url,))
    values = await tab.script("() => [...document.querySelectorAll('input')].map((e) => e.value).join('')")
    assert values == "123456"


async def test_boxes_that_do_not_move_on_are_told(tab: Tab) -> None:
    await tab.open('<input maxlength="1"><input maxlength="1">')
    await tab.fails_as(ErrorKind.VALUE_REFUSED, css("input:first-child"), fill={"value": "12"})


SPREADING = """
<input id=a size=1><input size=1><input size=1>
<script>
  const boxes = [...document.querySelectorAll("input")];
  boxes[0].oninput = () => [...boxes[0].value].forEach((sign, n) => ((boxes[n] || {}).value = sign));
</script>"""


async def test_a_code_that_the_page_spreads_over_its_boxes_is_read_back_from_them(tab: Tab) -> None:
    await tab.open(SPREADING)

    await tab.do(css("#a"), fill={"value": "471"})

    assert await tab.script("boxes.map((box) => box.value).join('')") == "471"


async def test_a_code_of_more_signs_than_there_are_boxes_is_refused(tab: Tab) -> None:
    await tab.open(SPREADING)

    await tab.fails_as(ErrorKind.VALUE_REFUSED, css("#a"), fill={"value": "4711"})

"""`webmend heal`: the selectors that people type, and what is refused before a browser starts."""

from pathlib import Path

import pytest

from webmend.cli import status
from webmend.cli.errors import Usage
from webmend.cli.main import run
from webmend.cli.selector_text import selector_of
from webmend.domain.target import Selector


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("#save", Selector(css="#save")),
        ("input[name='q=1']", Selector(css="input[name='q=1']")),
        ("css=//odd", Selector(css="//odd")),
        ("//a[1]", Selector(xpath="//a[1]")),
        ("/html/body/a", Selector(xpath="/html/body/a")),
        ("(//a)[2]", Selector(xpath="(//a)[2]")),
        ("xpath=a/b", Selector(xpath="a/b")),
        ("text=Save = go", Selector(text="Save = go", exact=True)),
        ("label=Name", Selector(label="Name", exact=True)),
        ("testId=save", Selector(test_id="save")),
        ("role=button", Selector(role="button")),
        ('role=button[name="Save "now""]', Selector(role="button", name='Save "now"', exact=True)),
    ],
)
def test_a_selector_is_read_as_it_is_shown(text: str, want: Selector) -> None:
    assert selector_of(text) == want
    assert selector_of(str(want)) == want


@pytest.mark.parametrize("text", ["", "text=", "role=", "role=button[x]", "css=" + 1025 * "a"])
def test_what_is_no_selector_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(Usage, match="selector"):
        selector_of(text)


@pytest.fixture
def page(tmp_path: Path) -> str:
    file = tmp_path / "page.html"
    file.write_text("<button>Save</button>")
    (tmp_path / "none.txt").write_text("\n# nothing but this\n")
    (tmp_path / "odd.txt").write_text("button\tfly\n")
    return str(file)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["--before", "{dir}/none.html", "--selector", "b"], "none.html: No such file"),
        (["--selectors", "{dir}/none.html"], "No such file"),
        (["--selectors", "{dir}/none.txt"], "no selector in it"),
        (["--selectors", "{dir}/odd.txt"], "fly is no action that an element receives; there are: click, fill"),
        (["--selector", "b", "--action", "fly"], "there are: click, fill"),
        (["--selector", "text="], "is no selector"),
        (["--selector", "b", "--chromium", "/nowhere/chromium"], "the browser did not start"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_to_do(
    page: str, given: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = [part.replace("{dir}", str(Path(page).parent)) for part in given]
    assert run(["heal", "--before", page, "--after", page, *told]) == status.USAGE
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("given", [[], ["--selector", "b", "--selectors", "f"]])
def test_one_way_to_name_elements_must_be_chosen(page: str, given: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["heal", "--before", page, "--after", page, *given])
    assert ended.value.code == status.USAGE

"""What a repair would make of one page on another, asked without a run."""

import asyncio
import json
from pathlib import Path

import pytest

from webmend.adapters.browser.chromium import Chromium
from webmend.adapters.browser.saved import SavedPage
from webmend.cli import status
from webmend.cli.healing import Healed, Wanted, heal
from webmend.cli.main import run
from webmend.domain.evidence import ErrorKind
from webmend.domain.report import Band
from webmend.domain.target import Selector
from webmend.ports.browser import StepFailed

OLD = """<h1>Patients</h1><form><button id=new-patient class=primary data-testid=new-patient>New Patient</button>
<button id=import>Import list</button><label>Find <input name=q type=search></label></form><button>Sign out</button>"""
NEW = """<h1>Patients</h1><div><form><label>Find <input name=query type=search></label>
<button id=add-patient class=primary data-testid=new-patient>New Patient</button></form></div>
<button>Sign out</button>"""


def wanted(css: str, action: str = "click") -> Wanted:
    return Wanted(Selector(css=css), action)


async def healed(chromium: Chromium, *given: Wanted, new: str = NEW, hidden: tuple[str, ...] = ()) -> list[Healed]:
    old_page, new_page = SavedPage("old.html", OLD.encode()), SavedPage("new.html", new.encode())
    return list(await heal(chromium, old_page, new_page, given, hidden=hidden))


async def test_elements_are_found_named_and_placed(chromium: Chromium) -> None:
    button, field = await healed(chromium, wanted("#new-patient"), wanted("input[name=q]", "fill"))

    assert [button.found.band, field.found.band] == [Band.APPLY, Band.APPLY]
    assert [button.failure, field.failure] == [ErrorKind.NO_MATCH, ErrorKind.NO_MATCH]
    assert str(button.found.selectors[0]) == "testId=new-patient"
    assert button.match.element is not None
    assert button.match.element.xpath == "/html/body/div/form/button"
    assert button.html.startswith("<button id=")
    assert field.html == '<input name="query" type="search">'


async def test_an_element_that_is_gone_is_refused_and_what_comes_closest_is_told(chromium: Chromium) -> None:
    (gone,) = await healed(chromium, wanted("#import"))
    assert gone.found.band is Band.REFUSE
    assert gone.found.selectors == ()
    assert gone.html


async def test_what_may_bring_a_hidden_element_into_sight_is_told(chromium: Chromium) -> None:
    menu = NEW + "<details><summary>More</summary><button id=import>Import list</button></details>"
    (hidden,) = await healed(chromium, wanted("#import"), new=menu)
    assert hidden.found.band is Band.REFUSE
    assert [control.element.look.name for control in hidden.controls] == ["More"]


async def test_selectors_of_one_page_are_assigned_together_so_that_none_gets_the_element_of_another(
    chromium: Chromium,
) -> None:
    kept, gone = await healed(chromium, wanted("#new-patient"), wanted("#import"))
    assert kept.found.band is Band.APPLY
    assert kept.match.element != gone.match.element


async def test_a_selector_that_still_finds_its_element_is_told_to_need_no_repair(chromium: Chromium) -> None:
    (same,) = await healed(chromium, wanted("#new-patient"), new=OLD)
    assert (same.failure, same.found.band) == (None, Band.APPLY)


@pytest.mark.parametrize("hidden", [("id",), ("name",), ("text",)])
async def test_what_is_hidden_does_not_count(chromium: Chromium, hidden: tuple[str, ...]) -> None:
    (full,) = await healed(chromium, wanted("input[name=q]", "fill"))
    (bare,) = await healed(chromium, wanted("input[name=q]", "fill"), hidden=hidden)
    assert (bare.found != full.found) is (hidden != ("id",))


@pytest.mark.parametrize(("css", "kind"), [("#nobody", ErrorKind.NO_MATCH), ("button", ErrorKind.AMBIGUOUS)])
async def test_a_selector_that_is_not_of_the_old_page_is_an_error(
    chromium: Chromium, css: str, kind: ErrorKind
) -> None:
    with pytest.raises(StepFailed) as raised:
        await healed(chromium, wanted(css))
    assert raised.value.error.kind is kind


async def test_the_command_prints_one_json_object_and_says_by_its_status_whether_all_would_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, steps = tmp_path / "old.html", tmp_path / "new.html", tmp_path / "steps.txt"
    old.write_text(OLD)
    new.write_text(NEW)
    steps.write_text('# the steps\nrole=button[name="New Patient"]\ninput[name=q]\tfill\n#import\n')

    command = ["heal", "--before", str(old), "--after", str(new), "--selectors", str(steps)]
    assert await asyncio.to_thread(run, command) == status.FAILED

    told = json.loads(capsys.readouterr().out)
    assert [each["band"] for each in told["elements"]] == ["Apply", "Apply", "Refuse"]
    assert [each["failure"] for each in told["elements"]] == [None, "NoMatch", "NoMatch"]
    assert told["elements"][1]["action"] == "fill"
    assert told["elements"][1]["element"]["xpath"] == "/html/body/div/form/label/input"
    assert told["elements"][1]["selectors"][0] == {"role": "searchbox", "name": "Find", "exact": True}


async def test_a_selector_that_is_not_of_the_old_page_is_told_with_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old.html"
    old.write_text(OLD)
    command = ["heal", "--before", str(old), "--after", str(old), "--selector", "button"]
    assert await asyncio.to_thread(run, command) == status.USAGE
    assert "old.html: css=button matches 3 elements" in capsys.readouterr().err


async def test_a_selector_that_finds_another_element_now_is_told_to_fail(chromium: Chromium) -> None:
    new = OLD.replace("New Patient</button>", "Delete all</button>").replace("new-patient", "purge")
    (other,) = await healed(chromium, Wanted(Selector(css="form button:first-of-type")), new=new)
    assert (other.failure, other.found.band) == (ErrorKind.MISMATCH, Band.REFUSE)

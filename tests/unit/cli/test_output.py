"""What commands print: tables that fit, documents that say what was put in, and nothing that harms a terminal."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import NOW
from tests.support.records import record
from webmend.cli.output.documents import as_csv, as_json, as_yaml
from webmend.cli.output.listing import FORMS, show
from webmend.cli.output.paper import Paper
from webmend.cli.output.plain import is_harmful, plain
from webmend.cli.output.table import Column, lines
from webmend.cli.output.times import age
from webmend.cli.runs.listing import listing
from webmend.domain.record import RunSummary

HOSTILE = "\x1b[2J\x1b]0;owned\x07\x9b31m a\r\nb \u202eevil\u2066 \u2028c \udc80 [red]x[/red]"
SHAPES: tuple[Column[tuple[str, str, str]], ...] = (
    Column("NAME", lambda row: row[0]),
    Column("STATE", lambda row: row[1], worth=2),
    Column("SIZE", lambda row: row[1][:1], worth=1),
    Column("NOTE", lambda row: row[2], is_long=True),
)


class Terminal(io.StringIO):
    """A file that is one."""

    def isatty(self) -> bool:
        return True


def on_paper(file: io.StringIO, **environment: str) -> Paper:
    return Paper(file, {"TERM": "xterm-256color", "COLUMNS": "60", **environment})


def run(name: str = "visit", **facts: Any) -> RunSummary:
    return record(name, created=NOW - timedelta(hours=5, minutes=30), **facts).summary


RUNS = [
    run(duration_ms=61_400, steps_total=4, steps_done=4, recovered=True),
    run("b", phase="Failed", category="PAGE_NOT_FOUND", version=None),
]


class TestPlain:
    @pytest.mark.parametrize(
        ("text", "want"),
        [
            ("Zoë 漢字 عربى 😀", "Zoë 漢字 عربى 😀"),
            ("\x1b[31mred", " [31mred"),
            ("a\r\nb\tc", "a  b c"),
            ("\x9b31m", " 31m"),
            ("user\u202etxt.exe", "user txt.exe"),
            ("\u2066a\u2069", " a "),
            ("a\u2028b\u2029c", "a b c"),
            ("\udc80", " "),
            ("[red]x[/red]", "[red]x[/red]"),
        ],
    )
    def test_a_text(self, text: str, want: str) -> None:
        assert plain(text) == want

    @given(st.text())
    def test_no_text_is_left_with_anything_harmful_and_none_gets_longer(self, text: str) -> None:
        assert not any(map(is_harmful, plain(text)))
        assert len(plain(text)) == len(text)


class TestTable:
    ROWS = (("a", "Running", "short"), ("bcd", "Ok", "a note that goes on for longer than the others do"))

    @pytest.mark.parametrize(
        ("width", "want"),
        [
            (
                None,
                [
                    "NAME   STATE     SIZE   NOTE",
                    "a      Running   R      short",
                    "bcd    Ok        O      a note that goes on for longer than the others do",
                ],
            ),
            (
                40,
                [
                    "NAME   STATE     SIZE   NOTE",
                    "a      Running   R      short",
                    "bcd    Ok        O      a note that goe…",
                ],
            ),
            (26, ["NAME   STATE     NOTE", "a      Running   short", "bcd    Ok        a note t…"]),
            (17, ["NAME   NOTE", "a      short", "bcd    a note th…"]),
            (5, ["NAME   NOTE", "a      short", "bcd    a note…"]),
        ],
    )
    def test_the_columns_of_least_worth_go_and_then_long_cells_are_cut(
        self, width: int | None, want: list[str]
    ) -> None:
        assert [str(line) for line in lines(SHAPES, self.ROWS, width)] == want

    def test_signs_that_take_two_cells_count_for_two(self) -> None:
        assert [str(line) for line in lines(SHAPES[:2], (("漢字", "Ok", ""), ("a", "Ok", "")))] == [
            "NAME   STATE",
            "漢字   Ok",
            "a      Ok",
        ]

    def test_a_page_cannot_make_a_line_of_its_own(self) -> None:
        found = [str(line) for line in lines(SHAPES, (("a", "Ok", HOSTILE),))]
        assert len(found) == 2
        assert not any(is_harmful(c) for line in found for c in line)


class TestRuns:
    def shown(self, form: str, *, width: int | None = None, with_namespace: bool = False) -> str:
        file = Terminal() if width else io.StringIO()
        paper = on_paper(file, COLUMNS=str(width), NO_COLOR="1")
        show(paper, form, listing(RUNS, NOW, with_namespace=with_namespace))
        return file.getvalue()

    def test_a_table_has_what_one_looks_for_first(self) -> None:
        assert self.shown("table").splitlines() == [
            "NAME    WORKFLOW   VERSION   PHASE                   ATTEMPT   STEPS   AGE     DURATION   CATEGORY",
            "visit   portal     3         Succeeded (recovered)   1         4/4     5h30m   1m1s       -",
            "b       portal     -         Failed                  1         -       5h30m   -          PAGE_NOT_FOUND",
        ]
        assert self.shown("table", with_namespace=True).splitlines()[1].startswith("clinic      visit")

    def test_on_a_narrow_terminal_it_has_what_fits(self) -> None:
        assert self.shown("table", width=72).splitlines() == [
            "NAME    WORKFLOW   PHASE                   AGE     CATEGORY",
            "visit   portal     Succeeded (recovered)   5h30m   -",
            "b       portal     Failed                  5h30m   PAGE_NOT_FOUND",
        ]

    def test_wide_has_everything_whether_it_fits_or_not(self) -> None:
        assert self.shown("wide", width=40).splitlines()[0].endswith("SUB-TYPE   STEP   TRIGGER   CODE   MESSAGE")

    def test_the_other_forms_are_for_programs(self) -> None:
        assert self.shown("name") == "workflowrun.webmend.io/visit\nworkflowrun.webmend.io/b\n"
        assert [each["name"] for each in json.loads(self.shown("json"))] == ["visit", "b"]
        assert yaml.safe_load(self.shown("yaml")) == json.loads(self.shown("json"))
        assert [row["phase"] for row in csv.DictReader(io.StringIO(self.shown("csv")))] == ["Succeeded", "Failed"]

    @pytest.mark.parametrize("form", FORMS)
    def test_none_is_said_to_people_alone(self, form: str) -> None:
        file = io.StringIO()
        show(on_paper(file), form, listing([], NOW, with_namespace=False))
        assert ("No runs found." in file.getvalue()) is (form in ("table", "wide"))


class TestColours:
    @pytest.mark.parametrize(
        ("file", "environment", "want"),
        [
            (Terminal(), {}, True),
            (Terminal(), {"NO_COLOR": "1"}, False),
            (Terminal(), {"NO_COLOR": ""}, True),
            (Terminal(), {"TERM": "dumb"}, False),
            (io.StringIO(), {}, False),
            (io.StringIO(), {"FORCE_COLOR": "1"}, False),
        ],
    )
    def test_they_are_for_terminals_and_never_with_no_color(
        self, file: io.StringIO, environment: dict[str, str], want: bool
    ) -> None:
        on_paper(file, **environment).line("text", "red")
        assert ("\x1b" in file.getvalue()) is want
        assert "text" in file.getvalue()


class TestDocuments:
    @given(st.text() | st.just(HOSTILE.replace("\udc80", "")))
    def test_they_say_what_was_put_in_and_harm_no_terminal(self, text: str) -> None:
        value = {"field": text, text: [text]}
        for written, read in ((as_json(value), json.loads), (as_yaml(value), yaml.safe_load)):
            assert read(written) == value
            assert not any(is_harmful(c) for c in written if c != "\n")

    def test_a_table_for_programs_is_left_as_it_is_but_for_what_a_terminal_is_shown(self) -> None:
        for file, want in ((io.StringIO(), "\x1b"), (Terminal(), " ")):
            on_paper(file).document(as_csv(["a"], [["\x1b"]]))
            assert file.getvalue() == f"a{' ' if want == ' ' else chr(13)}\n{want}{' ' if want == ' ' else chr(13)}\n"


@pytest.mark.parametrize(
    ("seconds", "want"),
    [
        (0, "0s"), (119, "119s"), (120, "2m"), (7199, "119m"), (7200, "2h"), (19800, "5h30m"), (36000, "10h"),
        (172_800, "2d"), (187_200, "2d4h"), (40 * 86_400, "40d"),
    ],
)  # fmt: skip
def test_ages(seconds: int, want: str) -> None:
    assert age(timedelta(seconds=seconds)) == want

"""From a file to a manifest: which format it is in, what is refused and where, and that nothing else can happen."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.policy.importing.making import SITE, cruise, graph, javascript, python, recorded, side
from webmend.domain.workflow import WorkflowSpec
from webmend.policy.graph import problems
from webmend.policy.importing import commands, cruise_nodes, recorder
from webmend.policy.importing.formats import FORMATS
from webmend.policy.importing.source import MOST_BYTES, NotImportable
from webmend.policy.importing.workflow import Imported, import_recording

GOTO = f"await page.goto('{SITE}/');"
SAMPLES = {
    "recorder": recorded({"type": "click", "selectors": ["#a"]}),
    "selenium-ide": side(("open", "/", ""), ("click", "id=a", "")),
    "cloudcruise": cruise({"action": "CLICK", "parameters": {"selector": "//a"}}),
    "playwright-javascript": javascript(GOTO, "await page.locator('#a').click();"),
    "playwright-python": python(f'page.goto("{SITE}/")', 'page.locator("#a").click()'),
}


@pytest.mark.parametrize("form", FORMATS)
def test_the_content_says_the_format(form: str) -> None:
    assert import_recording(SAMPLES[form]).kind == FORMATS[form]
    assert import_recording("\ufeff" + SAMPLES[form]) == import_recording(SAMPLES[form], form)


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_that_is_named_is_taken_at_its_word(form: str) -> None:
    other = next(name for name in SAMPLES if name != form)
    with pytest.raises(NotImportable):
        import_recording(SAMPLES[other], form)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "none of the formats known"),
        ("hello, world", "Playwright codegen (JavaScript): "),
        ("x = 1", "Playwright codegen (Python): no import of playwright"),
        ("[1]", "line 1: the JSON is no object"),
        ("{}", "Selenium IDE: no list of tests"),
        ('{"steps": []}', "no step that a workflow can do"),
        ('{"steps": [{"type": "customStep"}]}', "line 1: customStep: a step of somebody's own"),
        (SAMPLES["recorder"][:-20], "the file is cut off"),
        ('{"title": "a",\n "steps": [,]}', "line 2: no JSON"),
        (SAMPLES["playwright-python"][:-1], "line 4: no Python"),
        (SAMPLES["playwright-javascript"][:-12], "no JavaScript from here on"),
        ('{"a":' * 200 + "1" + "}" * 200, "nested deeper"),
        ('{"a":' * 100_000, "nested deeper"),
        ('{"steps": [' + "9" * 5000 + "]}", "a number too long"),
        ("from playwright import x\n" + "f(" * 180 + ")" * 180, "nested deeper"),
        ("import 'playwright';\n" + "f(" * 300 + ")" * 300, "nested deeper"),
        ("x" * (MOST_BYTES + 1), "at most 4194304 are read"),
        (recorded(*[{"type": "click", "selectors": ["#a"]}] * 200), "201 steps; a workflow has at most 200"),
    ],
)  # fmt: skip
def test_what_cannot_be_imported_is_refused_with_the_place(text: str, said: str) -> None:
    with pytest.raises(NotImportable) as refused:
        import_recording(text)
    assert said in str(refused.value)


def test_a_cycle_without_exit_is_refused() -> None:
    round_and_round = cruise({"action": "SCREENSHOT", "parameters": {}}, edges={"n0": {"to": "start"}})
    with pytest.raises(NotImportable, match="a cycle without exit"):
        import_recording(round_and_round)


def test_a_value_that_a_form_cannot_hold_is_noted() -> None:
    model = {"properties": {"name": {"type": "string"}, "rest": {"type": "object"}}}
    asks = {"action": "USER_INTERACTION", "parameters": {"prompt": "Which?", "expected_datamodel": model}}
    assert any("rest, which is no plain value" in str(note) for note in import_recording(cruise(asks)).notes)


def test_a_file_of_the_machine_that_was_recorded_on_is_noted() -> None:
    imported = import_recording(python("page.goto('https://x.test/')", "page.locator('#f').set_input_files('a.pdf')"))
    assert any("needs the file a.pdf: give it as a data address" in str(note) for note in imported.notes)


def test_names_are_readable_and_ids_are_unique() -> None:
    click = {"type": "click", "selectors": ["aria/Größe ändern"]}
    imported = import_recording(recorded(click, click, {"type": "click", "selectors": ["aria/保存"]}))
    assert [(n["id"], n["name"]) for n in graph(imported)[1:]] == [
        ("click-grosse-andern", 'Click "Größe ändern"'),
        ("click-grosse-andern-2", 'Click "Größe ändern"'),
        ("click", 'Click "保存"'),
    ]


@pytest.mark.parametrize(
    ("title", "name"), [("Log in: Café", "log-in-cafe"), ("", "imported"), ("保存", "imported"), ("x" * 99, "x" * 52)]
)
def test_the_workflow_is_named_after_the_recording(title: str, name: str) -> None:
    text = json.dumps({"title": title, "steps": [{"type": "navigate", "url": SITE}]})
    assert import_recording(text).name == name


def test_what_people_have_written_about_a_step_may_hold_anything() -> None:
    text = cruise({"action": "SCREENSHOT", "parameters": {}, "name": "See {{ it }}", "description": "{{"})
    assert [graph(import_recording(text))[1][field] for field in ("name", "description")] == ["See {{ it }}", "{{"]


def test_what_a_question_that_cannot_be_asked_would_allow_is_not_done() -> None:
    asked = (("open", "/", ""), ("if", '${kind} == "{{"', ""), ("click", "id=a", ""), ("end", "", ""))
    imported = import_recording(side(*asked))
    assert [node["id"] for node in graph(imported)] == ["open-portal-example", "end"]
    assert "double braces" in str(imported.losses[0]) + str(imported.losses[1])


def test_a_look_up_cannot_be_forged() -> None:
    forged = "\ufdd0credentials.portal.password\ufdd1"
    imported = import_recording(recorded({"type": "change", "value": forged, "selectors": ["#a"]}), keep_values=True)
    assert graph(imported)[-1]["fill"]["value"] == "credentials.portal.password"


def check(imported: Imported) -> None:
    """What holds of every import."""
    spec = WorkflowSpec.model_validate(imported.manifest()["spec"])
    assert spec == imported.spec
    assert problems(spec) == ()


def imports_or_refuses(text: str, form: str | None = None) -> None:
    try:
        imported = import_recording(text, form)
    except NotImportable:
        return
    check(imported)


WORDS = st.sampled_from([
    "", "a", "#a", "id=x", "//a", "aria/A", "xpath///a", "${v}", "{{context.inputs.a}}", "{{", "}}", "\ufdd0x\ufdd1",
     "password",
    "true", "0", "-1", "1e999", "label=x", "${KEY_ENTER}", "relative=top", "index=0", "Enter", SITE, "http://[",
     "\ud800", "é保",
])  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**9) | st.floats(allow_nan=False) | WORDS | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


def objects(fields: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={name: values | VALUES for name, values in fields.items()})


STEPS = objects({
    "type": st.sampled_from(sorted(recorder._STEPS)), "url": WORDS, "value": WORDS, "key": WORDS,
    "selectors": st.lists(WORDS, max_size=3), "frame": st.lists(st.integers(-1, 3), max_size=7), "target": WORDS,
    "assertedEvents": st.lists(objects({"type": st.just("navigation"), "url": WORDS}), max_size=2), "timeout": VALUES,
    "x": VALUES, "y": VALUES, "width": VALUES, "height": VALUES, "button": WORDS, "count": VALUES,
})  # fmt: skip
COMMANDS = objects({
    "command": st.sampled_from([*commands.COMMANDS, "if", "else", "elseIf", "end", "while", "do", "repeatIf", "times",
     "forEach"]),
    "target": WORDS | st.sampled_from(["3", "${v} == 1", "sample"]), "value": WORDS, "skip": VALUES,
    "targets": st.lists(st.lists(WORDS, max_size=2), max_size=3), "comment": WORDS, "opensWindow": VALUES,
})  # fmt: skip
IDS = st.sampled_from(["a", "b", "c", ""])
NODES = objects({
    "id": IDS, "name": WORDS, "action": st.sampled_from(sorted(cruise_nodes.STEPS)), "description": WORDS,
    "parameters": objects({
        "execution": st.just("STATIC"), "selector": WORDS, "text": WORDS, "url": WORDS, "value": WORDS,
         "wait_time": VALUES,
        "comparison_operator": st.sampled_from(["EQUAL", "IS_NULL"]), "comparison_value_1": WORDS,
         "comparison_value_2": WORDS,
        "variable_over": WORDS, "variable_current_item": WORDS, "tabAction": st.sampled_from(["OPEN", "CLOSE"]),
        "tfa_type": st.just("AUTHENTICATOR"), "delay_time": VALUES, "error_on_false_message": WORDS, "run_if": VALUES,
        "extract_data_model": objects({"properties": st.dictionaries(WORDS, objects({"type": st.just("string"),
         "path": WORDS}))}),
        "timeout": VALUES, "server_message": WORDS, "expected_datamodel": VALUES, "signed_file_url": WORDS,
    }),
})  # fmt: skip
EDGES = st.dictionaries(IDS, objects(dict.fromkeys(("to", "true", "false", "loop_done", "loop_not_done"), IDS)))
FILES = st.one_of(
    st.lists(STEPS, max_size=6).map(lambda steps: {"title": "t", "steps": [{"type": "navigate", "url": SITE}, *steps]}),
    st.lists(COMMANDS, max_size=10).map(
        lambda given: {
            "url": SITE,
            "tests": [{"name": "sample", "commands": [{"command": "open", "target": "/"}, *given]}],
        }
    ),
    st.builds(
        lambda nodes, edges, more: {"name": "n", "nodes": nodes, "edges": edges, **more},
        st.lists(NODES, max_size=5),
        EDGES,
        objects({"input_schema": VALUES, "vault_schema": VALUES, "popup_xpaths": VALUES, "max_retries": VALUES}),
    ),
    VALUES,
)


@given(FILES)
def test_whatever_json_it_is_it_becomes_a_sound_workflow_or_is_refused(file: Any) -> None:
    imports_or_refuses(json.dumps(file))


@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_whatever_is_cut_or_put_in_it_becomes_a_sound_workflow_or_is_refused(form: str, data: st.DataObject) -> None:
    text = SAMPLES[form]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    put = data.draw(
        WORDS | st.text(max_size=8) | st.sampled_from(["(", ")", "'", "`${", "\\u", "await ", "\x00", ".first()"])
    )
    imports_or_refuses(text[:start] + put + text[end:])


CALLS = st.sampled_from([
    ".click()", ".first", ".first()", ".nth(-1)", ".nth(1e99)", ".locator('')", ".locator(a.b.c)", ".getByRole()",
     ".get_by_role('a', name=1)",
    ".fill(1)", ".fill('x')", ".press('')", ".selectOption({})", ".contentFrame()", ".content_frame", ".goto('')", ".goto('http://[')",
    ".filter()", ".close()", ".newPage()", ".new_page()", ".waitForEvent('popup')", ".once('dialog', x)",
     ".setViewportSize({ width: 'a' })",
    ".use({ viewport: 1 })", ".step('a')", ".not.toBeVisible()", "(page.locator('a')).toContainText('')", "()",
     ".waitForTimeout(-1)",
    ".setInputFiles([])", ".getByText(/a/i)", ".screenshot({ fullPage: 1 })", ".keyboard.press('a')", ".tap()",
])  # fmt: skip
ROOTS = st.sampled_from(
    ["page", "expect", "test", "page1", "context", "await page", "const page1 = page", "x = page", "async with page"]
)


@given(st.lists(st.tuples(ROOTS, st.lists(CALLS, max_size=4).map("".join)).map("".join), max_size=5))
def test_whatever_calls_it_makes_it_becomes_a_sound_workflow_or_is_refused(lines: list[str]) -> None:
    imports_or_refuses(javascript(GOTO, *lines))
    imports_or_refuses(
        python(f'page.goto("{SITE}/")', *(line.replace("await ", "").replace("const ", "") for line in lines))
    )


@given(st.text(max_size=200), st.sampled_from([None, *FORMATS]))
def test_whatever_text_it_is_it_is_refused_or_sound(text: str, form: str | None) -> None:
    imports_or_refuses(text, form)

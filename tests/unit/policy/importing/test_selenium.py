"""Selenium IDE: each command, its locators, blocks, variables, and what a workflow cannot say."""

from typing import Any

import pytest

from tests.unit.policy.importing.making import SITE, graph, losses, nodes, side
from webmend.policy.importing.commands import _REFUSED, COMMANDS
from webmend.policy.importing.source import NotImportable
from webmend.policy.importing.workflow import import_recording

OPEN = {"navigate": {"url": f"{SITE}/"}}
TARGET = {"selectors": [{"css": '[id="x"]'}]}
X = "id=x"


def after_open(*commands: Any, **more: Any) -> list[dict[str, Any]]:
    return nodes(side(("open", "/", ""), *commands, **more))[1:]


@pytest.mark.parametrize(
    ("command", "want"),
    [
        (("open", "/a", ""), [{"navigate": {"url": f"{SITE}/a"}}]),
        (("open", "https://other.example/", ""), [{"navigate": {"url": "https://other.example/"}}]),
        (("click", X, ""), [{"click": {}, "target": TARGET}]),
        (("clickAt", X, "1,2"), [{"click": {}, "target": TARGET}]),
        (("doubleClick", X, ""), [{"click": {"count": 2}, "target": TARGET}]),
        (("mouseOver", X, ""), [{"hover": {}, "target": TARGET}]),
        (("type", X, "a"), [{"fill": {"value": "a"}, "target": TARGET}]),
        (("editContent", X, "a"), [{"fill": {"value": "a"}, "target": TARGET}]),
        (("sendKeys", X, "a${KEY_ENTER}"),
         [{"fill": {"value": "a"}, "target": TARGET}, {"press": {"keys": ["Enter"]}, "target": TARGET}]),
        (("check", X, ""), [{"check": {}, "target": TARGET}]),
        (("uncheck", X, ""), [{"check": {"checked": False}, "target": TARGET}]),
        (("select", X, "label=Red"), [{"select": {"label": "Red"}, "target": TARGET}]),
        (("select", X, "Red"), [{"select": {"label": "Red"}, "target": TARGET}]),
        (("addSelection", X, "value=r"), [{"select": {"value": "r"}, "target": TARGET}]),
        (("pause", "1500", ""), [{"delay": {"duration": "1500ms"}}]),
        (("close", "", ""), [{"tab": {"act": "Close"}}]),
        (("waitForElementVisible", X, "30000"),
         [{"wait": {"element": "Visible"}, "target": TARGET, "waitTime": "30s"}]),
        (("waitForElementPresent", X, "1000"), [{"wait": {"element": "Visible"}, "target": TARGET}]),
        (("waitForElementNotVisible", X, ""), [{"wait": {"element": "Hidden"}, "target": TARGET}]),
        (("chooseOkOnNextConfirmation", "", ""), [{"dialog": {"act": "Accept"}}]),
        (("chooseCancelOnNextConfirmation", "", ""), [{"dialog": {"act": "Dismiss"}}]),
        (("answerOnNextPrompt", "yes", ""), [{"dialog": {"act": "Answer", "answer": "yes"}}]),
        (("storeText", X, "total"),
         [{"extract": {"output": "total", "fields": [{"name": "value", "target": TARGET}]}}]),
        (("storeAttribute", f"{X}@href", "link"),
         [{"extract": {"output": "link", "fields": [{"name": "value", "target": TARGET, "attribute": "href"}]}}]),
    ],
)  # fmt: skip
def test_a_command_becomes_nodes(command: tuple[str, str, str], want: list[dict[str, Any]]) -> None:
    assert after_open(command) == want


@pytest.mark.parametrize(
    ("command", "want"),
    [
        (("assertText", X, "Hi"), [{"element": TARGET}, {"text": "Hi"}]),
        (("verifyText", X, "Hi"), [{"element": TARGET}, {"text": "Hi"}]),
        (("waitForText", X, "Hi"), [{"element": TARGET}, {"text": "Hi"}]),
        (("assertTitle", "Home", ""), [{"title": "Home"}]),
        (("assertElementPresent", X, ""), [{"element": TARGET}]),
        (("verifyElementNotPresent", X, ""), [{"noElement": TARGET}]),
    ],
)
def test_an_assertion_is_what_holds_after_the_step_before(
    command: tuple[str, str, str], want: list[dict[str, Any]]
) -> None:
    assert nodes(side(("open", "/", ""), command)) == [{**OPEN, "expect": want}]


@pytest.mark.parametrize("command", sorted(_REFUSED))
def test_a_command_that_no_workflow_knows_is_named_with_its_line(command: str) -> None:
    assert losses(side(("open", "/", ""), (command, X, "v"))) == [f"line 3: {command}: {_REFUSED[command]}"]


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (("fly", X, ""), "the command is not known"),
        (("pause", "a while", ""), "no number of milliseconds"),
        (("select", X, "index=2"), "by its label or its value"),
        (("sendKeys", X, "${KEY_CTRL}a"), "a key that is held or not known: CTRL"),
        (("type", X, "${a + b}"), "more of a variable than its name"),
        (("click", "magic=x", ""), "no selector of it can be carried"),
        (("store", "x", "a b"), "no name that a workflow can use"),
        (("run", "nobody", ""), "no such test"),
        (("waitForElementNotEditable", X, ""), "not for a locked one"),
        (("selectWindow", "handle=${w}", ""), "a handle of the recording"),
        (("selectFrame", "xpath=//iframe", ""), "by CSS, id, name or number"),
        (("while", "true", ""), "evaluates no expression"),
        (("else", "", ""), "no if before it"),
        (("end", "", ""), "no block to close"),
        (("if", "f(${x}) === 1", ""), "more than a comparison"),
    ],
)  # fmt: skip
def test_what_cannot_be_carried_is_named(command: tuple[str, str, str], why: str) -> None:
    told = losses(side(("open", "/", ""), command))
    assert told[0].startswith("line 3: ")
    assert why in told[0]


@pytest.mark.parametrize("command", ["echo", "setSpeed", "debugger", "mouseOut", "//click"])
def test_what_has_no_effect_is_noted_and_no_loss(command: str) -> None:
    imported = import_recording(side(("open", "/", ""), (command, "x", "")))
    assert (len(imported.notes), imported.losses) == (1, ())


def test_every_command_of_the_table_is_tried_here_or_refused() -> None:
    assert len(COMMANDS) > 80


@pytest.mark.parametrize(
    ("locator", "want"),
    [
        ("id=a b", {"css": '[id="a b"]'}),
        ('name=a"b', {"css": '[name="a\\"b"]'}),
        ("css=#a > b", {"css": "#a > b"}),
        ("xpath=//a", {"xpath": "//a"}),
        ("//a[@b='c=d']", {"xpath": "//a[@b='c=d']"}),
        ("linkText=Go", {"role": "link", "name": "Go", "exact": True}),
        ("link=Go", {"role": "link", "name": "Go", "exact": True}),
        ("partialLinkText=Go", {"role": "link", "name": "Go"}),
    ],
)
def test_each_locator_has_its_selector(locator: str, want: dict[str, Any]) -> None:
    assert after_open(("click", locator, ""))[0]["target"]["selectors"] == [want]


def test_every_recorded_alternative_is_kept() -> None:
    targets = [
        ["css=a:nth-child(2)", "css:finder"],
        ["id=x", "id"],
        ["xpath=//a[2]", "xpath:position"],
        ["link=Go", "linkText"],
    ]
    click = {"command": "click", "target": "css=a:nth-child(2)", "value": "", "targets": targets}
    kinds = [next(iter(s)) for s in after_open(click)[0]["target"]["selectors"]]
    assert kinds == ["css", "role", "css", "xpath"]


def test_frames_are_entered_and_left() -> None:
    into, deeper, out, top = (("selectFrame", f, "") for f in ("index=0", "id=in", "relative=parent", "relative=top"))
    click = ("click", X, "")
    found = after_open(into, click, deeper, click, out, click, top, click)
    assert [node["target"].get("frame", []) for node in found] == [
        [":nth-match(iframe, 1)"], [":nth-match(iframe, 1)", '[id="in"]'], [":nth-match(iframe, 1)"], [],
    ]  # fmt: skip


def test_nothing_is_carried_out_of_a_frame_that_cannot_be_named() -> None:
    assert len(losses(side(("open", "/", ""), ("selectFrame", "xpath=//iframe", ""), ("click", X, "")))) == 2


def test_a_dialog_is_decided_about_before_the_step_that_opens_it() -> None:
    found = after_open(("click", X, ""), ("webdriverAnswerOnVisiblePrompt", "yes", ""))
    assert found == [{"dialog": {"act": "Answer", "answer": "yes"}}, {"click": {}, "target": TARGET}]


def test_variables_are_inputs_and_outputs() -> None:
    text = side(
        ("open", "/", ""),
        ("store", "Ada", "who"),
        ("type", X, "Dr ${who}"),
        ("storeText", X, "no"),
        ("type", "id=y", "${no}"),
    )
    imported = import_recording(text)
    values = [node["fill"]["value"] for node in graph(imported) if "fill" in node]
    assert values == ["Dr {{ inputs.who }}", "{{ steps.no.value }}"]
    assert imported.manifest()["spec"]["inputs"] == [{"name": "who", "default": "Ada"}]


def blocks(*commands: tuple[str, str, str]) -> dict[str, dict[str, Any]]:
    """Where each node leads, by its id."""
    imported = import_recording(side(("open", "/", ""), *commands))
    assert imported.losses == ()
    return {n["id"]: {k: n[k] for k in ("next", "branches") if k in n} for n in graph(imported)}


A, B, C = (("click", f"id={name}", "") for name in "abc")
IF, ELSE, END = ("if", '${kind} === "new"', ""), ("else", "", ""), ("end", "", "")
OPENED = {"open-portal-example": {}}


def test_if_and_else_are_branches_that_meet_again() -> None:
    assert blocks(IF, A, ELSE, B, END, C) == {
        **OPENED,
        "check-a-condition": {"branches": {"whenTrue": "click-a", "whenFalse": "click-b"}},
        "click-a": {"next": "click-c"},
        "click-b": {},
        "click-c": {},
    }


def test_if_without_else_goes_around() -> None:
    assert blocks(IF, A, END, C)["check-a-condition"] == {"branches": {"whenTrue": "click-a", "whenFalse": "click-c"}}


def test_else_if_asks_again() -> None:
    found = blocks(IF, A, ("elseIf", "${kind} != 'old'", ""), B, END)
    assert found["check-a-condition"]["branches"] == {"whenTrue": "click-a", "whenFalse": "check-a-condition-2"}
    assert found["click-a"] == {"next": "end"}
    assert found["check-a-condition-2"]["branches"] == {"whenTrue": "click-b", "whenFalse": "end"}


def test_a_loop_leads_back_and_on() -> None:
    found = blocks(("times", "3", ""), A, IF, B, END, END, C)
    assert found["repeat"] == {"next": "click-c", "branches": {"body": "click-a"}}
    assert found["click-b"] == {"next": "repeat"}
    assert found["check-a-condition"]["branches"] == {"whenTrue": "click-b", "whenFalse": "repeat"}


def test_for_each_has_its_item() -> None:
    imported = import_recording(side(("open", "/", ""), ("forEach", "names", "name"), ("type", X, "${name}"), END))
    loop, fill = graph(imported)[1:3]
    assert (loop["loop"], fill["fill"]) == ({"items": "{{ inputs.names }}"}, {"value": "{{ item }}"})


def test_nothing_in_a_block_that_cannot_be_carried_is_done() -> None:
    imported = import_recording(side(("open", "/", ""), ("while", "x", ""), A, IF, B, END, END, C))
    assert [node["id"] for node in graph(imported)] == ["open-portal-example", "click-c"]


def test_a_test_that_is_called_stands_where_it_is_called() -> None:
    text = side(("open", "/", ""), ("run", "other", "")).replace(
        '"tests": [', '"tests": [{"name": "other", "commands": [{"command": "click", "target": "id=x"}]},'
    )
    assert nodes(text, test="sample") == [OPEN, {"click": {}, "target": TARGET}]


def test_tests_that_call_one_another_in_a_circle_are_told() -> None:
    assert "in a circle" in " ".join(losses(side(("open", "/", ""), ("run", "sample", ""))))


def test_of_several_tests_one_is_named() -> None:
    text = side(("open", "/", "")).replace('"tests": [', '"tests": [{"name": "other", "commands": []},')
    with pytest.raises(NotImportable, match=r"which test \(--test NAME\)\? There are: other, sample"):
        import_recording(text)


def test_a_project_of_a_newer_version_is_refused() -> None:
    with pytest.raises(NotImportable, match=r"line 1: a project of version 4\.0"):
        import_recording(side(("open", "/", ""), version="4.0"))

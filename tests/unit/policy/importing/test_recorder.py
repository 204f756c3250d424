"""Chrome DevTools Recorder: each step type, its selectors, and what a workflow cannot say of it."""

import json
from typing import Any

import pytest

from tests.unit.policy.importing.making import SITE, losses, nodes, recorded
from webmend.policy.importing.workflow import import_recording

OPEN = {"navigate": {"url": f"{SITE}/"}}
HERE: dict[str, Any] = {"selectors": ["#x"]}
TARGET = {"selectors": [{"css": "#x"}]}


@pytest.mark.parametrize(
    ("step", "want"),
    [
        ({"type": "click", **HERE}, {"click": {}, "target": TARGET}),
        ({"type": "click", "button": "secondary", **HERE}, {"click": {"button": "Right"}, "target": TARGET}),
        ({"type": "doubleClick", **HERE}, {"click": {"count": 2}, "target": TARGET}),
        ({"type": "hover", **HERE}, {"hover": {}, "target": TARGET}),
        ({"type": "change", "value": "a", **HERE}, {"fill": {"value": "a"}, "target": TARGET}),
        ({"type": "change", "value": "de", "selectors": ["form select"]},
         {"select": {"value": "de"}, "target": {"selectors": [{"css": "form select"}]}}),
        ({"type": "scroll", **HERE}, {"scroll": {}, "target": TARGET}),
        ({"type": "scroll", "x": 0, "y": 300}, {"scroll": {"deltaY": 300}}),
        ({"type": "close"}, {"tab": {"act": "Close"}}),
        ({"type": "waitForElement", **HERE}, {"wait": {"element": "Visible"}, "target": TARGET}),
        ({"type": "waitForElement", "visible": False, **HERE}, {"wait": {"element": "Hidden"}, "target": TARGET}),
        ({"type": "waitForElement", "count": 0, "operator": "==", **HERE},
         {"wait": {"element": "Hidden"}, "target": TARGET}),
        ({"type": "click", "timeout": 20000, **HERE}, {"click": {}, "target": TARGET, "waitTime": "20s"}),
        ({"type": "click", "timeout": 5000, **HERE}, {"click": {}, "target": TARGET}),
        ({"type": "click", "frame": [0, 2], **HERE},
         {"click": {}, "target": {**TARGET, "frame": [":nth-match(iframe, 1)", ":nth-match(iframe, 3)"]}}),
        ({"type": "click", **HERE, "assertedEvents": [{"type": "navigation", "url": f"{SITE}/a?id=7#top"}]},
         {"click": {}, "target": TARGET, "expect": [{"url": f"{SITE}/a*"}]}),
    ],
)  # fmt: skip
def test_a_step_becomes_a_node(step: dict[str, Any], want: dict[str, Any]) -> None:
    assert nodes(recorded(step)) == [OPEN, want]


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ({"type": "emulateNetworkConditions", "download": 1}, "does not change the network"),
        ({"type": "waitForExpression", "expression": "true"}, "runs no code"),
        ({"type": "customStep", "name": "mine"}, "a step of somebody's own"),
        ({"type": "teleport"}, "the step type teleport is not known"),
        ({}, "the step type that is missing is not known"),
        ({"type": "click"}, "no selector of it can be carried"),
        ({"type": "click", "button": "back", **HERE}, "no mouse button back"),
        ({"type": "click", "frame": "0", "selectors": []}, "no selector"),
        ({"type": "click", "frame": [-1], **HERE}, "frame is no list of numbers"),
        ({"type": "click", "frame": [0] * 6, **HERE}, "6 frames deep"),
        ({"type": "click", "selectors": ["#" + "x" * 2000]}, "no selector of it can be carried"),
        ({"type": "change", **HERE}, "it has no value"),
        ({"type": "keyUp", "key": "Enter"}, "not pressed"),
        ({"type": "keyDown", "key": "Enter"}, "never let go (Enter)"),
        ({"type": "scroll", "x": 0, "y": 0}, "scrolls to the top"),
        ({"type": "waitForElement", "count": 3, **HERE}, "one element or none"),
        ({"type": "waitForElement", "attributes": {"a": "b"}, **HERE}, "not for its properties"),
        ({"type": "setViewport", "width": 800, "height": 600}, "changes on the way"),
        ({"type": "click", "assertedEvents": [{"type": "sound"}], **HERE}, "asserted event sound"),
        ({"type": "click", "selectors": ["text/{{ inputs.x }}"]}, "double braces"),
    ],
)  # fmt: skip
def test_what_cannot_be_carried_is_named_with_its_line(step: dict[str, Any], why: str) -> None:
    (told,) = losses(recorded(step))
    assert told.startswith("line 3: ")
    assert why in told


@pytest.mark.parametrize(
    ("recorded_as", "action", "want"),
    [
        ("#a", "click", [{"css": "#a"}]),
        ('aria/Save[role="button"]', "click", [{"role": "button", "name": "Save", "exact": True}]),
        ("aria/City", "change", [{"label": "City", "exact": True}]),
        ("text/Save", "click", [{"text": "Save"}]),
        ('xpath///*[@id="a"]', "click", [{"xpath": '//*[@id="a"]'}]),
        ("pierce/#a", "click", [{"css": "#a"}]),
        (["my-form", "#a"], "click", [{"css": "my-form #a"}]),
    ],
)
def test_each_kind_of_selector_has_its_own_in_a_target(recorded_as: Any, action: str, want: list[Any]) -> None:
    node = nodes(recorded({"type": action, "value": "v", "selectors": [recorded_as]}))[1]
    assert node["target"]["selectors"] == want


def test_a_name_without_a_role_is_looked_for_among_those_that_can_be_clicked() -> None:
    found = nodes(recorded({"type": "click", "selectors": ["aria/Save"]}))[1]["target"]["selectors"]
    assert [s.get("role", next(iter(s))) for s in found] == ["button", "link", "label", "text"]


def test_the_recorded_order_is_kept_and_what_counts_places_goes_last() -> None:
    selectors = ["div > a:nth-of-type(2)", "#a", "xpath//html/body/a[1]", "text/Go", "pierce/#a"]
    found = nodes(recorded({"type": "click", "selectors": selectors}))[1]["target"]["selectors"]
    assert found == [{"css": "#a"}, {"text": "Go"}, {"css": "div > a:nth-of-type(2)"}, {"xpath": "/html/body/a[1]"}]


def test_a_key_that_goes_down_and_up_is_one_press() -> None:
    keys = [
        ("keyDown", "Control"),
        ("keyDown", "a"),
        ("keyUp", "a"),
        ("keyUp", "Control"),
        ("keyDown", "Enter"),
        ("keyUp", "Enter"),
    ]
    steps = [{"type": kind, "key": key} for kind, key in keys]
    assert nodes(recorded(*steps))[1:] == [{"press": {"keys": ["Control+a"]}}, {"press": {"keys": ["Enter"]}}]


def test_letters_are_typed_into_the_field_that_was_clicked() -> None:
    steps = [{"type": kind, "key": letter} for letter in "ab" for kind in ("keyDown", "keyUp")]
    assert nodes(recorded({"type": "click", **HERE}, *steps))[2] == {"fill": {"value": "ab"}, "target": TARGET}


def test_a_modifier_held_during_a_click_goes_with_it() -> None:
    held = [{"type": "keyDown", "key": "Shift"}, {"type": "click", **HERE}, {"type": "keyUp", "key": "Shift"}]
    assert nodes(recorded(*held))[1]["click"] == {"modifiers": ["Shift"]}


def test_the_browsers_own_empty_page_is_left_out() -> None:
    assert nodes(recorded({"type": "navigate", "url": "chrome://new-tab-page/"})) == [OPEN]


def test_another_tab_is_switched_to_by_its_address() -> None:
    step = {"type": "click", "target": f"{SITE}/doc?id=1", **HERE}
    assert nodes(recorded(step))[1] == {"tab": {"act": "Switch", "url": f"{SITE}/doc*"}}


def test_the_size_of_the_page_is_carried() -> None:
    size = {"type": "setViewport", "width": 900, "height": 700, "isMobile": False}
    text = recorded().replace("[\n", f"[\n{json.dumps(size)},\n", 1)
    assert import_recording(text).manifest()["spec"]["browser"] == {"viewport": {"width": 900, "height": 700}}

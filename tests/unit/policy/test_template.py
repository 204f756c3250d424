"""Templates are look-ups: found before the step, put in once, never evaluated."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmend.domain.graph import Node
from webmend.policy.template import (
    BadTemplate,
    Empty,
    Reference,
    Scope,
    Unresolved,
    as_output,
    node_problems,
    node_references,
    references,
    render_comparison,
    render_node,
    render_text,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


def node(**fields: Any) -> Node:
    return Node.model_validate({"id": "step", **fields})


def fill(value: str) -> Node:
    return node(fill={"value": value}, target={"selectors": [{"css": "#field"}]})


def typed(template: str, scope: Scope) -> str:
    rendered = render_node(fill(template), scope).fill
    assert rendered is not None
    return rendered.value


SCOPE = Scope(
    inputs={"patient": " Ada Lovelace ", "empty": ""},
    credentials={"portal": {"username": "ada", "password": "s3cret"}},
    steps={"visits": as_output([{"date": "2026-01-02", "cost": 3.5}]), "record": {"name": "Ada", "middle": None}},
    item="third",
    run={"id": "uid-1", "name": "run-1"},
)


@pytest.mark.parametrize(
    ("template", "want"),
    [
        ("plain", "plain"),
        ("", ""),
        ("}} alone is text", "}} alone is text"),
        ("{{inputs.patient}}", " Ada Lovelace "),
        ("{{ inputs.patient | trim }}", "Ada Lovelace"),
        ("{{ inputs.patient|trim|upper }}", "ADA LOVELACE"),
        ("{{ inputs.patient | trim | urlencode | lower }}", "ada%20lovelace"),
        ("{{ credentials.portal.username }}@{{ run.name }}", "ada@run-1"),
        ("{{ run.id }}", "uid-1"),
        ("{{ item }}", "third"),
        ("{{ steps.record.name }}", "Ada"),
        ("{{ steps.visits.count }}", "1"),
        ("{{ steps.visits.rows.0.date }}", "2026-01-02"),
        ("{{ steps.visits.rows.0.cost }}", "3.5"),
        ("{{ steps.visits.rows }}", '[{"date":"2026-01-02","cost":3.5}]'),
    ],
)
def test_a_template_is_looked_up(template: str, want: str) -> None:
    assert typed(template, SCOPE) == want


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{{ inputs.a", "without"),
        ("{{ inputs.a }} {{", "without"),
        ("{{ }}", "no look-up"),
        ("{{ 1 + 1 }}", "no look-up"),
        ("{{ inputs.a.__class__() }}", "no look-up"),
        ("{{ inputs['a'] }}", "no look-up"),
        ("{{ {{ inputs.a }} }}", "no look-up"),
        ("{{ inputs.a | default('x') }}", "no look-up"),
        ("{{ inputs.a | default }}", "there is no filter default"),
        ("{{ inputs }}", "written as inputs.NAME"),
        ("{{ inputs.a.b }}", "written as inputs.NAME"),
        ("{{ steps.a }}", "written as steps.STEP.NAME"),
        ("{{ credentials.portal }}", "written as credentials.ALIAS.KEY"),
        ("{{ credentials.portal.pending }}", "written as credentials.ALIAS.KEY"),
        ("{{ run.token }}", "written as run.id or run.name"),
        ("{{ env.HOME }}", "not env"),
        ("{{ self.inputs }}", "not self"),
    ],
)
def test_anything_else_is_refused_with_the_reason(template: str, says: str) -> None:
    with pytest.raises(BadTemplate, match=says.replace("(", r"\(")):
        references(template)
    assert len(node_problems(fill(template))) == 1
    assert node_references(fill(template)) == ()


def test_references_keep_their_order_path_and_filters() -> None:
    assert references("a {{ inputs.x | trim | upper }} b {{steps.s.rows.0.y}}") == (
        Reference("inputs", ("x",), ("trim", "upper")),
        Reference("steps", ("s", "rows", "0", "y")),
    )


def test_every_text_of_a_step_is_rendered() -> None:
    rendered = render_node(
        node(
            fill={"value": "https://x/{{ item }}"},
            target={"selectors": [{"role": "row", "name": "{{ item }}"}, {"css": "a"}], "frame": ["#{{ item }}"]},
            expect=[{"text": "{{ item }}"}, {"response": {"url": "**/{{ item }}"}}],
            runIf={"value": "{{ item }}", "operator": "Equals", "to": "{{ item }}"},
        ),
        Scope(item="7"),
    )
    assert rendered == node(
        fill={"value": "https://x/7"},
        target={"selectors": [{"role": "row", "name": "7"}, {"css": "a"}], "frame": ["#7"]},
        expect=[{"text": "7"}, {"response": {"url": "**/7"}}],
        runIf={"value": "7", "operator": "Equals", "to": "7"},
    )


def test_names_and_descriptions_of_a_step_are_left_alone() -> None:
    step = node(name="{{ item }}", description="{{ item }}", delay={"duration": "1s"})
    assert render_node(step, Scope(item="7")) == step


@pytest.mark.parametrize(
    ("template", "names"),
    [
        ("{{ inputs.nobody }}", ("inputs.nobody",)),
        ("{{ inputs.b }}{{ inputs.a }}{{ inputs.b }}", ("inputs.b", "inputs.a")),
        ("{{ inputs.empty }}{{ inputs.a }}", ("inputs.a",)),
        ("{{ credentials.other.password }}", ("credentials.other.password",)),
        ("{{ steps.later.rows }}", ("steps.later.rows",)),
        ("{{ steps.visits.rows.1.date }}", ("steps.visits.rows.1.date",)),
        ("{{ steps.record.name.first }}", ("steps.record.name.first",)),
    ],
)
def test_what_is_not_there_is_named_before_the_step(template: str, names: tuple[str, ...]) -> None:
    with pytest.raises(Unresolved) as raised:
        render_node(fill(template), SCOPE)
    assert raised.value.names == names


def test_an_item_is_unresolved_outside_a_loop() -> None:
    with pytest.raises(Unresolved):
        render_node(fill("{{ item }}"), Scope())


@pytest.mark.parametrize(
    "template", ["{{ inputs.empty }}", "x{{ inputs.empty | upper }}x", "{{ steps.record.middle }}"]
)
def test_what_is_empty_is_named_before_the_step(template: str) -> None:
    with pytest.raises(Empty) as raised:
        render_node(fill(template), SCOPE)
    assert raised.value.names == (template.strip("x{} ").split(" ")[0],)


def test_a_value_that_a_filter_empties_is_empty() -> None:
    with pytest.raises(Empty):
        render_node(fill("{{ inputs.blank | trim }}"), Scope(inputs={"blank": "  "}))


def test_a_comparison_may_ask_for_what_is_missing_or_empty() -> None:
    step = node(
        condition={"all": [{"value": "{{ inputs.empty }}", "operator": "Empty"}]},
        runIf={"value": "{{ steps.skipped.count }}", "operator": "NotEmpty"},
    )
    rendered = render_node(step, SCOPE)
    assert rendered.condition is not None
    assert rendered.condition.all[0].value == ""
    assert rendered.run_if is not None
    assert rendered.run_if.value == ""


def test_the_element_of_a_comparison_may_not_be_left_open() -> None:
    comparison = node(
        condition={"all": [{"element": {"selectors": [{"text": "{{ inputs.empty }}"}]}, "operator": "Visible"}]}
    ).parameters.all[0]
    with pytest.raises(Empty):
        render_comparison(comparison, SCOPE)


def test_masked_values_show_that_there_was_one() -> None:
    shown = SCOPE.masked(("patient",))
    assert render_text("{{ inputs.patient }} {{ credentials.portal.password }} {{ run.id }}", shown) == "*** *** uid-1"


@given(value=texts, before=st.sampled_from(["", "x ", "{ "]), after=st.sampled_from(["", " y", "} "]))
def test_a_value_comes_out_verbatim(value: str, before: str, after: str) -> None:
    assert typed(f"{before}{{{{ inputs.x }}}}{after}", Scope(inputs={"x": value})) == before + value + after


@given(inner=st.sampled_from(["{{ inputs.y }}", "{{ credentials.portal.password }}", "{{", "}}", "{{ x", "{% y %}"]))
def test_a_template_inside_a_value_is_inert(inner: str) -> None:
    scope = Scope(inputs={"x": inner, "y": "never"}, credentials=SCOPE.credentials)
    assert typed("{{ inputs.x }}", scope) == inner
    assert typed("{{ inputs.y }}{{ inputs.x }}", scope) == "never" + inner


@given(value=texts)
def test_a_value_never_changes_the_shape_of_a_step(value: str) -> None:
    step = node(
        select={"label": "{{ inputs.x }}"},
        target={"selectors": [{"label": "{{ inputs.x }}"}, {"css": "#c"}]},
        expect=[{"text": "{{ inputs.x }}"}],
    )
    assert _shape(render_node(step, Scope(inputs={"x": value})).stored()) == _shape(step.stored())


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shape(item) for key, item in value.items()}
    return [_shape(item) for item in value] if isinstance(value, list) else type(value)


@given(st.text(st.sampled_from("{}|. abinputs_0-'()\n"), max_size=40))
def test_parsing_any_text_gives_look_ups_or_a_reason(text: str) -> None:
    step = fill(text)
    assert bool(node_problems(step)) is not bool(_parses(text))
    assert {reference.root for reference in node_references(step)} <= {"inputs", "item", "steps", "credentials", "run"}


def _parses(text: str) -> bool:
    try:
        references(text)
    except BadTemplate:
        return False
    return True

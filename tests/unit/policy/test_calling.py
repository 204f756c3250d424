"""A step that calls another workflow is laid out as that workflow's own steps."""

from typing import Any

import pytest

from tests.support.builders import NOW, graph, node, version, workflow
from webmend.domain.graph import Graph, Node
from webmend.domain.version import WorkflowVersion
from webmend.domain.workflow import Workflow
from webmend.policy import calling, steps, versions
from webmend.policy.calling import Component
from webmend.policy.workflow import WorkflowFacts, plan, problems

CREDENTIALS = [{"alias": "portal", "secretRef": "portal", "origins": ["https://portal.example"]}]
LOGIN = workflow(
    graph(
        node("open", "navigate", navigate={"url": "https://portal.example/{{ inputs.tenant }}"}),
        node("user", "fill", fill={"value": "{{ credentials.portal.username }}"}),
        node(
            "is-in",
            "condition",
            condition={"all": [{"value": "{{ inputs.tenant }}", "operator": "NotEmpty"}]},
            branches={"whenTrue": "over"},
        ),
        node(
            "greet",
            "extract",
            extract={"fields": [{"name": "name"}], "output": "who"},
            target={"selectors": [{"css": "b"}]},
        ),
        node("over", "end"),
    ),
    inputs=[{"name": "tenant", "required": True, "pattern": "[a-z]+"}, {"name": "pin", "secret": True}],
    credentials=CREDENTIALS,
)


def call(of: str = "login", **fields: Any) -> Node:
    inputs = fields.pop("inputs", {"tenant": "acme"})
    return node("log-in", "call", call={"workflow": of, "inputs": inputs, **fields.pop("with_", {})}, **fields)


def component(of: Workflow, *more: WorkflowVersion) -> Component:
    return Component(of.spec, (version(of), *more))


OF_ITS_STEPS = "branches, expect, irreversible and onInterrupt are of the component's own steps, not of a call"
KNOWN = {"login": component(LOGIN)}


def laid_out(*nodes: Node, known: Any = None) -> Graph:
    return calling.composed(graph(*nodes), known or KNOWN)


def walk(of: Graph, **answers: bool) -> list[str]:
    """The ids of the steps in the order in which they are done."""
    at: str | None = of.nodes[0].id
    done = []
    while at is not None:
        done.append(at)
        at = steps.next_node(of, at, answers.get(at.replace("-", "_")))
    return done


class TestLayingOut:
    def test_the_steps_of_the_component_come_between_the_call_and_what_follows_it(self) -> None:
        whole = laid_out(call(), node("look"))
        assert walk(whole) == ["log-in", "log-in--open", "log-in--user", "log-in--is-in", "log-in--greet", "look"]

    def test_its_good_end_goes_on_with_the_caller(self) -> None:
        whole = laid_out(call(), node("look"))
        assert walk(whole, log_in__is_in=True)[-2:] == ["log-in--is-in", "look"]

    def test_where_nothing_follows_the_workflow_is_over(self) -> None:
        assert walk(laid_out(node("first"), call()))[-2:] == ["log-in--greet", "log-in--end"]

    def test_a_call_goes_on_where_its_next_says(self) -> None:
        whole = laid_out(call(next="last"), node("never", "end"), node("last"))
        assert walk(whole)[-2:] == ["log-in--greet", "last"]

    def test_a_call_that_is_not_wanted_is_skipped_with_all_its_steps(self) -> None:
        whole = laid_out(call(runIf={"value": "{{ inputs.tenant }}", "operator": "NotEmpty"}), node("look"))
        assert walk(whole) == ["log-in", "look"]
        assert walk(whole, log_in=True)[1] == "log-in--open"

    def test_a_failed_end_stays_an_end(self) -> None:
        fails = workflow(graph(node("no", "end", end={"outcome": "Failure", "code": "X"})))
        whole = laid_out(call(inputs={}), node("look"), known={"login": component(fails)})
        assert walk(whole) == ["log-in", "log-in--no"]

    def test_its_inputs_are_looked_up_at_the_call(self) -> None:
        whole = laid_out(call(inputs={"tenant": "{{ inputs.site }}"}), node("look"))
        assert whole.node("log-in--open").navigate == LOGIN.spec.graph.node("open").navigate.with_(
            url="https://portal.example/{{ steps.log-in.tenant }}"
        )

    def test_defaults_of_the_component_are_filled_in(self) -> None:
        other = workflow(LOGIN.spec.graph, inputs=[{"name": "tenant", "default": "main"}])
        whole = laid_out(call(inputs={}), known={"login": component(other)})
        assert whole.node("log-in").call.inputs == {"tenant": "main"}

    def test_what_it_has_read_is_named_by_the_call_and_its_step(self) -> None:
        whole = laid_out(call(), node("say", "fill", fill={"value": "{{ steps.log-in.who.name | upper }}"}))
        assert whole.node("say").fill.value == "{{ steps.log-in--who.name | upper }}"
        assert whole.node("log-in--greet").output == "log-in--who"

    def test_people_see_which_call_a_step_belongs_to(self) -> None:
        whole = laid_out(call(name="Log in"))
        assert whole.node("log-in--open").title == "Log in: open"

    def test_a_call_that_is_not_to_be_healed_is_not(self) -> None:
        assert not laid_out(call(heal=False)).node("log-in--user").heal
        assert laid_out(call()).node("log-in--user").heal

    def test_a_version_may_be_named(self) -> None:
        older = version(workflow(graph(node("old", "navigate"))), 1)
        newer = version(workflow(graph(node("new", "navigate"))), 2)
        known = {"login": Component(LOGIN.spec, (older, newer))}
        assert "log-in--new" in walk(laid_out(call(), known=known))
        assert "log-in--old" in walk(laid_out(call(with_={"version": 1}), known=known))

    def test_components_of_components_are_laid_out_in_them(self) -> None:
        mid = workflow(graph(node("in", "call", call={"workflow": "login", "inputs": {"tenant": "{{ inputs.t }}"}})))
        made = version(mid).with_(spec=version(mid).spec.with_(graph=calling.composed(mid.spec.graph, KNOWN)))
        whole = laid_out(call("mid", inputs={"t": "x"}), known={"mid": Component(mid.spec, (made,)), **KNOWN})
        assert walk(whole)[:3] == ["log-in", "log-in--in", "log-in--in--open"]
        assert whole.node("log-in--in").call.inputs == {"tenant": "{{ steps.log-in.t }}"}
        assert "{{ steps.log-in--in.tenant }}" in whole.node("log-in--in--open").navigate.url


def caller(*nodes: Node, **spec: Any) -> Workflow:
    return workflow(graph(*nodes), **{"credentials": CREDENTIALS, **spec})


def said(of: Workflow, known: Any = None) -> list[str]:
    facts = WorkflowFacts(of, components=KNOWN if known is None else known)
    return [problem.sentence for problem in problems(facts)]


class TestProblems:
    def test_a_call_that_fits_has_none(self) -> None:
        assert said(caller(call(), node("look"))) == []

    @pytest.mark.parametrize(
        ("made", "why"),
        [
            (caller(call("logout")), "there is no workflow logout"),
            (caller(call(with_={"version": 7})), "login has no version 7"),
            (caller(call(inputs={})), "inputs.tenant: required, and not given"),
            (caller(call(inputs={"tenant": "a", "x": "1"})), "inputs.x: there is no such input"),
            (caller(call(inputs={"tenant": "A1"})), "inputs.tenant: must match [a-z]+"),
            (
                caller(call(inputs={"tenant": "a", "pin": "1234"})),
                "inputs.pin: it is secret, so it is given as {{ inputs.NAME }} of a secret input",
            ),
            (
                caller(call(), credentials=[]),
                "login uses the credential portal: declare it in spec.credentials",
            ),
            (caller(call(expect=[{"url": "x"}])), OF_ITS_STEPS),
            (caller(call(irreversible=True)), OF_ITS_STEPS),
            (caller(call(onInterrupt="fail")), OF_ITS_STEPS),
            (caller(node("log-in--open"), call()), "with its components: another step is called log-in--open too"),
        ],
    )
    def test_what_does_not_fit_is_said(self, made: Workflow, why: str) -> None:
        assert said(made) == [why]

    @pytest.mark.parametrize(("is_secret", "count"), [(True, 0), (False, 1)])
    def test_a_secret_input_is_given_from_a_secret_one(self, is_secret: bool, count: int) -> None:
        given = call(inputs={"tenant": "a", "pin": "{{ inputs.mine }}"})
        assert len(said(caller(given, inputs=[{"name": "mine", "secret": is_secret}]))) == count

    def test_a_value_that_is_looked_up_is_not_judged_here(self) -> None:
        assert said(caller(call(inputs={"tenant": "{{ inputs.A }}"}), inputs=[{"name": "A"}])) == []

    def test_a_workflow_that_calls_itself_is_refused(self) -> None:
        portal = caller(node("again", "call", call={"workflow": "portal"}))
        assert said(portal) == ["calls itself: portal calls portal"]

    def test_also_by_way_of_another(self) -> None:
        back = workflow(graph(node("back", "call", call={"workflow": "portal"})))
        assert said(caller(call("b", inputs={})), {"b": component(back)}) == [
            "calls itself: portal calls b calls portal"
        ]

    @pytest.mark.parametrize(("depth", "count"), [(5, 0), (6, 1)])
    def test_five_calls_deep_are_allowed(self, depth: int, count: int) -> None:
        known = {f"c{depth}": component(workflow(graph(node("go"))))}
        for level in range(depth - 1, 0, -1):
            made = workflow(graph(node("down", "call", call={"workflow": f"c{level + 1}"})))
            whole = version(made).spec.with_(graph=calling.composed(made.spec.graph, known))
            known[f"c{level}"] = Component(made.spec, (version(made).with_(spec=whole),))
        assert len(said(caller(call("c1", inputs={})), known)) == count

    def test_the_whole_is_bounded(self) -> None:
        big = workflow(graph(*(node(f"n{number}") for number in range(150))))
        twice = (call(inputs={}), call(inputs={}).with_(id="again"))
        assert said(caller(*twice), {"login": component(big)}) == [
            "with its components it has 303 steps, and 200 are allowed"
        ]


class TestVersions:
    def test_the_version_holds_the_steps_and_says_which_were_taken(self) -> None:
        made = plan(WorkflowFacts(caller(call()), components=KNOWN), NOW).create
        assert made is not None
        assert made.graph is not None
        assert "log-in--open" in walk(made.graph)
        assert made.note == "Workflow created; it calls login version 1"

    def test_a_new_version_of_the_component_makes_one_of_the_caller(self) -> None:
        portal = caller(call())
        first = plan(WorkflowFacts(portal, components=KNOWN), NOW).create
        assert first is not None
        ours = version(portal).with_(spec=first)
        assert plan(WorkflowFacts(portal, (ours,), components=KNOWN), NOW).create is None
        newer = component(LOGIN, version(workflow(graph(node("new", "navigate"))), 2))
        again = plan(WorkflowFacts(portal, (ours,), components={"login": newer}), NOW).create
        assert again is not None
        assert again.note == "Workflow changed; it calls login version 2"

    def test_while_a_component_is_not_there_none_is_made_and_the_old_one_stays(self) -> None:
        made = plan(WorkflowFacts(caller(call())), NOW)
        assert made.create is None
        assert made.reason == "spec.graph.nodes[0].call: there is no workflow login"

    def test_an_export_keeps_the_call_and_leaves_out_repairs_inside_of_it(self) -> None:
        portal = caller(call(), node("look"))
        whole = calling.composed(portal.spec.graph, KNOWN)
        raised = [_raised(whole, id_) for id_ in ("log-in--user", "look")]
        spec = version(portal).spec.with_(graph=versions.patched(whole, tuple(raised)), repairs=tuple(raised))
        own = calling.own(portal.spec.graph, spec)
        assert [(n.id, n.wait_time) for n in own.nodes] == [("log-in", None), ("look", "30s")]
        assert [r.node_id for r in calling.inside(portal.spec.graph, spec)] == ["log-in--user"]


def _raised(whole: Graph, node_id: str) -> Any:
    from webmend.domain.version import Repair, RepairKind

    digest = versions.digest(whole.node(node_id))
    return Repair(kind=RepairKind.WAIT_TIME, node_id=node_id, node_digest=digest, wait_time="30s", note="n")


@pytest.mark.parametrize(("offset", "is_known"), [("", True), ("-else", False)])
def test_what_a_component_gives_is_an_output_of_the_caller(offset: str, is_known: bool) -> None:
    [given] = [each.output for each in laid_out(call()).nodes if each.output]
    rules = [{"output": f"{given}{offset}", "minRows": 1, "required": ["name"]}]
    caller = workflow(graph(call()), credentials=CREDENTIALS, outputs={"rules": rules})
    found = [str(problem) for problem in problems(WorkflowFacts(caller, components=KNOWN))]
    assert found == ([] if is_known else [f"spec.outputs.rules[0].output: no step gives an output {given}-else"])

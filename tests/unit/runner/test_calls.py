"""A workflow that calls another: its steps are done in the same session, with the values that it was called with."""

from tests.support.builders import graph, node, version, workflow
from tests.unit.runner.lab import Lab
from webmend.domain.report import AttemptOutcome
from webmend.policy.calling import Component, composed

LOGIN = workflow(
    graph(node("open", "navigate"), node("type", "fill", fill={"value": "{{ inputs.who }}"})), inputs=[{"name": "who"}]
)
KNOWN = {"login": Component(LOGIN.spec, (version(LOGIN),))}


def calling(**fields: object) -> Lab:
    call = node("log-in", "call", call={"workflow": "login", "inputs": {"who": "{{ inputs.user }}"}}, **fields)
    return Lab(*composed(graph(call, node("look")), KNOWN).nodes, inputs={"user": "ada", "guest": ""})


async def test_the_steps_of_the_component_get_the_values_of_the_call() -> None:
    lab = calling()

    report = await lab.run()

    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert [step.node_id for step in lab.witness.steps] == ["log-in", "log-in--open", "log-in--type", "look"]
    assert [step.input for step in lab.witness.steps if step.node_id == "log-in--type"] == ["ada"]
    assert report.records == 0


async def test_a_call_that_is_not_wanted_leaves_its_steps_out() -> None:
    lab = calling(runIf={"value": "{{ inputs.guest }}", "operator": "NotEmpty"})

    await lab.run()

    assert [step.node_id for step in lab.witness.steps] == ["log-in", "look"]


async def test_a_call_that_is_wanted_goes_into_its_steps() -> None:
    lab = calling(runIf={"value": "{{ inputs.guest }}", "operator": "Empty"})

    await lab.run()

    assert [step.node_id for step in lab.witness.steps][:2] == ["log-in", "log-in--open"]

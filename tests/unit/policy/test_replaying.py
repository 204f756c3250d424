"""A run that repeats another one: what it takes over, and when it may not."""

from typing import Any

import pytest

from tests.support.builders import NOW, at, attempt, graph, node, run, workflow
from webmend.domain import names
from webmend.domain.graph import Graph
from webmend.domain.phase import Phase
from webmend.domain.run import InputsFrom, Run, RunSpec, RunStatus, Trigger, WorkflowRef
from webmend.policy import replaying
from webmend.policy.replaying import Asked

SAFE = graph(node("open", "navigate"), node("look"))
ORDERS = graph(node("open", "navigate"), node("order", irreversible=True))
LOGIN = InputsFrom(secret_ref="login")


def original(phase: Phase | None = Phase.SUCCEEDED, irreversible: bool | None = False, **spec: Any) -> Run:
    """A run called portal-1 that has run version 3."""
    status = RunStatus(phase=phase, version=3, attempts=(attempt(),), irreversible=irreversible)
    return run(status, **spec)


def asking(**spec: Any) -> RunSpec:
    """What a manifest with `replayOf: portal-1` and these fields asks for."""
    return RunSpec.model_validate({"workflowRef": {"name": "portal"}, "replayOf": "portal-1", **spec})


WHOLE: dict[str, Any] = {"inputs": {"a": "1", "b": "2"}, "start_from": "look", "dry_run": True, "priority": 7}


@pytest.mark.parametrize(
    ("theirs", "mine", "want"),
    [
        ({}, {}, {"version": 3}),
        (
            WHOLE,
            {},
            {"version": 3, "inputs": {"a": "1", "b": "2"}, "startFrom": "look", "dryRun": True, "priority": 7},
        ),
        (WHOLE, {"inputs": {"a": "9"}, "dryRun": False, "priority": 0, "startFrom": "open", "version": 5},
         {"inputs": {"b": "2"}}),
        (WHOLE, {"inputs": {"a": "", "b": ""}, "dryRun": False, "priority": 1, "startFrom": "open", "version": 3}, {}),
        ({"inputs_from": LOGIN}, {}, {"version": 3, "inputsFrom": {"secretRef": "login"}}),
        ({"inputs_from": LOGIN}, {"inputsFrom": {"secretRef": "other"}}, {"version": 3}),
        (
            {"inputs_from": LOGIN},
            {"inputs": {"a": "9"}},
            {"version": 3, "inputsFrom": {"secretRef": "login", "omit": ["a"]}},
        ),
        (
            {"inputs_from": InputsFrom(secret_ref="login", omit=("x", "a"))},
            {"inputs": {"a": "9", "b": "9"}},
            {"version": 3, "inputsFrom": {"secretRef": "login", "omit": ["x", "a", "b"]}},
        ),
        ({"start_at": NOW, "stop": True, "version": 1, "confirm_irreversible": True}, {}, {"version": 3}),
    ],
    ids=[
        "the version that it ran",
        "everything that is left out",
        "what is given wins, also where it says what would be so anyway; inputs one by one",
        "everything is given",
        "the Secret",
        "another Secret",
        "an input given here wins over the key of a Secret that is taken over",
        "as it did in the run before",
        "not what belongs to the other run alone",
    ],
)  # fmt: skip
def test_what_is_left_out_is_as_it_was(theirs: dict[str, Any], mine: dict[str, Any], want: dict[str, Any]) -> None:
    assert replaying.taken_over(asking(**mine), original(**theirs)) == {**want, "trigger": "Replay"}


@pytest.mark.parametrize(
    ("trigger", "want"), [("Manual", "Replay"), ("Replay", "Replay"), ("API", "API"), ("Schedule", "Schedule")]
)
def test_a_trigger_that_may_have_been_filled_in_by_the_api_server_becomes_replay(trigger: str, want: str) -> None:
    assert replaying.taken_over(asking(trigger=trigger), original()).get("trigger", trigger) == want


def test_a_run_that_never_had_an_attempt_is_repeated_with_the_version_that_it_asked_for() -> None:
    assert replaying.taken_over(asking(), run(RunStatus(phase=Phase.FAILED), version=2))["version"] == 2
    assert "version" not in replaying.taken_over(asking(), run(RunStatus(phase=Phase.FAILED)))


def with_metadata(found: Run, **annotations: str) -> Run:
    return found.with_(
        annotations={f"{names.GROUP}/{key.replace('_', '-')}": text for key, text in annotations.items()}
    )


def renamed(found: Run, name: str = "portal-0") -> Run:
    return found.with_(name=name)


class TestRefusals:
    @pytest.mark.parametrize(
        ("of", "mine", "want"),
        [
            (original(), {}, ""),
            (original(Phase.FAILED), {}, ""),
            (original(Phase.STOPPED), {}, ""),
            (original(Phase.RUNNING), {}, "OriginalNotOver"),
            (original(Phase.REQUEUED), {}, "OriginalNotOver"),
            (original(None), {}, "OriginalNotOver"),
            (original(irreversible=True), {}, "IrreversibleNotConfirmed"),
            (original(irreversible=True), {"confirmIrreversible": True}, ""),
            (original(irreversible=True), {"dryRun": True}, ""),
            (original(irreversible=True, dry_run=True), {}, ""),
            (original(irreversible=True, dry_run=True), {"dryRun": False}, "IrreversibleNotConfirmed"),
            (original(Phase.RUNNING, irreversible=True), {"confirmIrreversible": True}, "OriginalNotOver"),
            (with_metadata(original(), after_irreversible="portal-0"), {}, "IrreversibleNotConfirmed"),
            (with_metadata(original(), after_irreversible="portal-0"), {"confirmIrreversible": True}, ""),
            (original(), {"workflowRef": {"name": "other"}}, "OriginalOfAnotherWorkflow"),
        ],
    )
    def test_a_run_that_is_over_may_be_repeated_and_an_irreversible_step_is_confirmed(
        self, of: Run, mine: dict[str, Any], want: str
    ) -> None:
        found = replaying.refusal(Asked(asking(**mine), of, workflow()))
        assert (found.reason if found else "") == want

    @pytest.mark.parametrize(
        ("created", "run_created", "refused"),
        [(at(1), at(-60), True), (at(1), at(1), False), (at(0), at(-60), False), (None, at(-60), False)],
        ids=["both before", "a clock that is behind", "a run that waited for its workflow", "not known"],
    )
    def test_versions_of_an_earlier_workflow_of_the_name_are_not_those_of_this_one(
        self, created: Any, run_created: Any, refused: bool
    ) -> None:
        of = workflow().with_(created=created)
        ran = original().with_(created=run_created)
        assert (replaying.refusal(Asked(asking(), ran, of)) is not None) is refused

    @pytest.mark.parametrize(
        ("ran", "attempts", "want"),
        [(SAFE, True, ""), (ORDERS, True, "portal-1"), (None, True, "portal-1"), (None, False, "")],
    )
    def test_of_a_run_that_does_not_say_it_the_graph_tells_whether_a_step_may_have_been_irreversible(
        self, ran: Graph | None, attempts: bool, want: str
    ) -> None:
        of = original(irreversible=None)
        status = of.status if attempts else of.status.with_(attempts=())
        assert replaying.tainted_by(of.with_(status=status), ran) == want

    def test_the_run_that_acted_is_named_also_over_a_replay_that_did_not(self) -> None:
        dry = with_metadata(renamed(original(), "dry"), after_irreversible="portal-0")
        found = replaying.refusal(Asked(asking(dryRun=False), dry))
        assert found is not None
        assert found.sentence.startswith("portal-0 has taken an irreversible step")


class TestSettling:
    def test_the_link_and_that_it_is_settled_stand_in_the_metadata(self) -> None:
        mine = run(replay_of="portal-0")
        made = replaying.change(mine, renamed(original()), SAFE)["metadata"]
        assert made == {
            "labels": {"webmend.io/replay-of": "portal-0"},
            "annotations": {"webmend.io/replay-settled": mine.uid},
        }
        assert replaying.is_open(mine)
        assert not replaying.is_open(mine.with_(annotations=made["annotations"]))
        assert replaying.is_open(mine.with_(annotations=made["annotations"], uid="a copy under another name"))

    def test_an_irreversible_step_is_handed_on(self) -> None:
        made = replaying.change(run(replay_of="portal-0"), renamed(original(irreversible=True)), None)
        assert made["metadata"]["annotations"]["webmend.io/after-irreversible"] == "portal-0"

    def test_a_run_of_its_own_has_nothing_to_take_over(self) -> None:
        assert not replaying.is_open(run())

    @pytest.mark.parametrize("phase", list(Phase))
    def test_nor_has_one_that_is_in_a_phase_already_since_its_release_took_over_nothing(self, phase: Phase) -> None:
        assert not replaying.is_open(run(RunStatus(phase=phase), replay_of="portal-0"))


@pytest.mark.parametrize(
    ("mine", "want"),
    [
        ({}, "Repeats portal-1 as it was"),
        ({"version": 3, "inputs": {"a": "1"}, "priority": 0}, "Repeats portal-1 as it was"),
        ({"version": 4, "inputs": {"a": "secret"}}, "Repeats portal-1 with other version 4, input a"),
        ({"startFrom": "look", "dryRun": True}, "Repeats portal-1 with other startFrom, dryRun"),
    ],
)
def test_what_is_other_is_told_without_values(mine: dict[str, Any], want: str) -> None:
    assert replaying.sentence(asking(**mine), original(inputs={"a": "1"})) == want


def test_the_latest_replays_are_named_each_once() -> None:
    many = tuple(f"r{number}" for number in range(16))
    assert replaying.with_replay((), "r1") == ("r1",)
    assert replaying.with_replay(many, "r3") == many
    assert replaying.with_replay(many, "new") == (*many[1:], "new")


def test_nothing_is_taken_over_that_belongs_to_no_replay() -> None:
    """A new field of the spec is to be decided on: taken over, or left to each run."""
    decided = {*replaying.TAKEN_AS_THEY_ARE, "version", "inputs", "inputs_from", "trigger"}
    own = {"workflow_ref", "replay_of", "confirm_irreversible", "start_at", "stop", "answers", "debug"}
    assert set(RunSpec.model_fields) == decided | own
    assert RunSpec(workflow_ref=WorkflowRef(name="x")).trigger is Trigger.MANUAL

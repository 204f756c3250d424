"""What steps are described as, and which workflows go first."""

from typing import Any

import pytest

from tests.support.builders import graph, node, version, workflow
from webmend.domain.experience import Remembered
from webmend.domain.graph import ACTIONS, Graph, Node
from webmend.domain.target import Fingerprint
from webmend.domain.version import Author, VersionSpec, WorkflowVersion
from webmend.policy import descriptions, versions
from webmend.policy.descriptions import Record

LIST, FORM = "https://clinic.example/patients", "https://clinic.example/patients/new"
STEPS = graph(
    node("open", "navigate", navigate={"url": LIST}),
    node("new", name="Click New Patient"),
    node("name", "fill", fill={"value": "{{ inputs.name }}"}),
    node("save", expect=[{"url": "**/patients/*"}, {"text": "Saved"}], irreversible=True),
    node("done", "end"),
)
ON: dict[str, Any] = {"errorHandling": {"nodeDescriptionEnrichment": True}}


def seen(steps: Graph, **fields: Any) -> dict[str, Remembered]:
    """All of these steps, as good runs have seen them: a button of the step's id, if nothing else is said."""
    pages = {"open": "", "new": LIST, "name": FORM, "save": FORM}
    known = {}
    for step in steps.nodes:
        shown = (
            Fingerprint(role="button", name=step.id, url=pages.get(step.id, LIST), **fields) if step.target else None
        )
        known[step.id] = Remembered(target=step.target, fingerprint=shown)
    return known


@pytest.mark.parametrize(
    ("step", "want"),
    [
        ("open", f'Opens {LIST}. It has worked when the next step, "Click New Patient", can begin, on {LIST}.'),
        (
            "new",
            f'Clicks the button "new". It does so on {LIST}. It has worked when the next step, "name", can begin, on '
            f"{FORM}.",
        ),
        (
            "name",
            f'Types {{{{ inputs.name }}}} into the button "name". It does so on {FORM}. '
            'It has worked when the next step, "save", can begin.',
        ),
        (
            "save",
            f'Clicks the button "save". It does so on {FORM}. '
            'It has worked when the address is like **/patients/* and the page shows "Saved".',
        ),
        ("done", "Ends the workflow. It has worked when the step ends without an error."),
    ],
)
def test_a_step_is_described_by_what_it_does_where_and_what_shows_that_it_worked(step: str, want: str) -> None:
    assert descriptions.of_step(STEPS.node(step), STEPS, seen(STEPS)) == want


@pytest.mark.parametrize(
    ("step", "begins"),
    [
        (node("a", "select", select={"label": "Annual"}), 'Chooses Annual in the button "a".'),
        (node("a", "check"), 'Ticks the button "a".'),
        (node("a", "press", press={"keys": ["Enter"]}), "Presses Enter on the page."),
        (node("a", "wait", target={"selectors": [{"css": "#x"}]}, wait={"element": "Visible"}), "Waits for the "),
        (node("a", "extract", target={"selectors": [{"css": "#x"}]}, extract={"table": {}}), "Reads the "),
        (node("a", "delay"), "Pauses for a fixed time."),
        (node("a", "screenshot"), "Takes a picture of the page."),
    ],
    ids=lambda value: value.action if isinstance(value, Node) else "",
)
def test_every_kind_of_action_has_its_words(step: Node, begins: str) -> None:
    steps = graph(step, node("b"))
    assert descriptions.of_step(step, steps, seen(steps)).startswith(begins)


def test_no_action_is_without_words() -> None:
    told = {"navigate", "fill", "select", "check", "press"} | set(descriptions._ALONE) | set(descriptions._VERBS)
    assert told == set(ACTIONS)


def test_what_a_page_says_of_its_element_is_cut_and_stays_on_one_line() -> None:
    known = {
        "new": Remembered(target=STEPS.node("new").target, fingerprint=Fingerprint(role="link", text="a\n b" * 50))
    }
    said = descriptions.of_step(STEPS.node("new"), STEPS, known)
    assert "\n" not in said
    assert "…" in said


def made(
    existing: tuple[WorkflowVersion, ...] = (), known: dict[str, Remembered] | None = None, **spec: Any
) -> VersionSpec | None:
    of = workflow(STEPS, **{**ON, **spec})
    return descriptions.version_from(of, existing or (version(of),), seen(STEPS) if known is None else known)


def test_steps_are_described_in_a_version_of_webmends_own_and_the_manifest_stays() -> None:
    found = made()
    assert found is not None
    assert (found.number, found.author, found.note) == (2, Author.WEBMEND, "Described 5 steps from good runs")
    assert found.graph is not None
    assert all(descriptions.is_enough(step.description) for step in found.graph.nodes)
    assert found.source_digest == versions.digest(STEPS)
    assert found.description.startswith('Goes through 5 steps: "open", "Click New Patient"')
    assert found.description.endswith("What must not happen twice: save.")


@pytest.mark.parametrize(
    ("spec", "known"),
    [
        pytest.param({"errorHandling": {}}, None, id="the switch is off"),
        pytest.param({"versions": {"repairs": "Off"}}, None, id="repairs are off"),
        pytest.param({}, {}, id="no good run has been seen"),
        pytest.param({}, {"new": Remembered(target=None)}, id="the step had another target then"),
    ],
)
def test_nothing_is_described_where(spec: dict[str, Any], known: dict[str, Remembered] | None) -> None:
    assert made(known=known, **spec) is None


@pytest.mark.parametrize(("length", "want"), [(29, True), (30, False)])
def test_a_description_of_thirty_characters_is_left_as_it_is(length: int, want: bool) -> None:
    one = graph(node("new", description="x" * length))
    of = workflow(one, **ON)
    assert (descriptions.version_from(of, (version(of),), seen(one)) is not None) is want


def test_what_is_described_is_not_described_again() -> None:
    found = made()
    assert found is not None
    of = workflow(STEPS, **ON)
    first = version(of)
    assert made((first, first.with_(name="portal-v2", spec=found))) is None


def test_a_description_that_was_reverted_is_not_made_again() -> None:
    found = made()
    assert found is not None
    first = version(workflow(STEPS, **ON))
    back = VersionSpec(workflow="portal", number=3, author=Author.USER, note="no", revert_to=1)
    history = (first, first.with_(name="portal-v2", spec=found), first.with_(name="portal-v3", spec=back))
    assert made(history) is None


def test_under_review_descriptions_are_proposed_once() -> None:
    found = made(versions={"repairs": "Review"})
    assert found is not None
    assert found.review
    first = version(workflow(STEPS, **ON))
    waiting = (first, first.with_(name="portal-v2", spec=found))
    assert made(waiting, versions={"repairs": "Review"}) is None


def test_descriptions_are_carried_over_the_users_edits_of_other_steps() -> None:
    found = made()
    assert found is not None
    changed = graph(*STEPS.nodes[:2], node("name", "fill", fill={"value": "x"}), *STEPS.nodes[3:])
    kept = versions.still_fitting(changed, found.repairs)
    assert [r.node_id for r in kept] == ["open", "new", "save", "done"]


def test_workflows_that_often_fail_and_are_often_unclear_go_first() -> None:
    records = {
        "fine": Record(ended=50),
        "new": Record(),
        "fails, and everybody knows why": Record(ended=10, failed=9),
        "seldom fails": Record(ended=100, failed=5, not_confident=5),
        "fails and nobody knows": Record(ended=10, failed=5, not_confident=4),
        "fails more and nobody knows": Record(ended=10, failed=8, not_confident=8),
    }
    order = sorted(records, key=lambda name: descriptions.urgency(records[name]), reverse=True)
    assert order[:3] == ["fails more and nobody knows", "fails and nobody knows", "seldom fails"]


@pytest.mark.parametrize(("enough", "want"), [(1, False), (20, False), (30, True), (60, True)])
def test_what_counts_as_a_description_is_a_setting(enough: int, want: bool) -> None:
    one = graph(node("open", "navigate", description="Opens the list of all"))
    of = workflow(one, **ON)
    assert descriptions.is_wanted(of, (version(of),), enough) is want


def test_what_was_said_of_a_step_is_not_said_again_however_short() -> None:
    of = workflow(STEPS, **ON)
    first = version(of)
    spec = descriptions.version_from(of, (first,), seen(STEPS), 1000)
    assert spec is not None
    second = WorkflowVersion(namespace="clinic", name="portal-v2", uid="v2", spec=spec)
    assert descriptions.version_from(of, (first, second), seen(STEPS), 1000) is None

"""What a runner is given for an attempt."""

from typing import Any

from tests.support.builders import SETTINGS, attempt, keeping_two_logins, node, run, workflow
from webmend.domain.directive import Carried
from webmend.domain.experience import Remembered
from webmend.domain.graph import Graph
from webmend.domain.session import SessionPlan
from webmend.domain.target import Fingerprint
from webmend.policy.session import session_plan

SPEC = {
    "inputs": [{"name": "patient"}, {"name": "ssn", "secret": True}, {"name": "kind", "default": "new"}],
    "credentials": [{"alias": "portal", "secretRef": "login", "origins": ["https://Portal.test:443"]}],
}


def plan(**given: Any) -> SessionPlan:
    portal = workflow(**SPEC)
    carried = Carried(node_id="open", delay=15)
    wanted = run(inputs={"patient": "P-1"})
    return session_plan(wanted, attempt(2, carried=carried), portal, portal.spec.graph, SETTINGS.recovery, **given)


def test_it_names_the_attempt_and_what_it_brings() -> None:
    made = plan(known={"open": Remembered(fingerprint=Fingerprint(tag="a"), waits=(1.5,)), "send": Remembered()})
    assert (made.session_id, made.run, made.workflow, made.attempt) == (run().uid, "portal-1", "portal", 2)
    assert made.carried == Carried(node_id="open", delay=15)
    assert made.fingerprints == {"open": Fingerprint(tag="a")}
    assert made.waits == {"open": (1.5,)}
    assert made.directive_timeout == 30


def test_it_says_where_the_run_begins_and_whether_it_is_a_dry_one() -> None:
    portal = workflow()
    wanted = run(startFrom="new-patient", dryRun=True)
    made = session_plan(wanted, attempt(1), portal, portal.spec.graph, SETTINGS.recovery)
    assert (made.start_from, made.dry_run) == ("new-patient", True)
    assert (plan().start_from, plan().dry_run) == (None, False)


def test_it_says_how_long_a_failed_attempt_is_held_and_when_the_cluster_ends_it() -> None:
    portal = workflow(runner={"activeDeadlineSeconds": 900})
    made = session_plan(run(debug={"holdOnFailure": "10m"}), attempt(1), portal, portal.spec.graph, SETTINGS.recovery)
    assert (made.hold, made.active_deadline) == (600, 900)
    assert plan().hold == 0


def test_targets_name_the_frame_that_a_step_has_led_into() -> None:
    into, act = node("in", "frame", frame={"path": ["iframe"]}), node("act", target={"selectors": [{"css": "b"}]})
    portal = workflow()
    made = session_plan(run(), attempt(1), portal, Graph(nodes=(into, act)), SETTINGS.recovery)
    assert [each.target.frame for each in made.graph.nodes if each.target] == [("iframe",)]


def test_the_session_of_two_logins_is_not_kept_whatever_an_older_release_took() -> None:
    both, one = keeping_two_logins(), workflow(browser={"keepSession": True}, credentials=SPEC["credentials"])
    for portal, want in ((both, False), (one, True)):
        made = session_plan(run(), attempt(1), portal, portal.spec.graph, SETTINGS.recovery)
        assert made.browser.keep_session is want


def test_defaults_fill_in_and_a_secret_wins() -> None:
    assert plan().inputs == {"patient": "P-1", "kind": "new"}
    assert plan(secret_inputs={"patient": "P-2"}).inputs == {"patient": "P-2", "kind": "new"}


def test_inputs_that_are_declared_secret_or_come_from_a_secret_are_masked() -> None:
    assert plan().secret_inputs == ("ssn",)
    assert plan(secret_inputs={"patient": "P-2"}).secret_inputs == ("ssn", "patient")


def test_origins_are_given_as_the_browser_will_write_them() -> None:
    (scope,) = plan().credentials
    assert (scope.alias, scope.origins) == ("portal", ("https://portal.test",))

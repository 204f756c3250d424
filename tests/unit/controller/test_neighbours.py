"""What other runs have met on the same host lately."""

from datetime import datetime, timedelta

import pytest

from tests.support.builders import NOW, report, run
from webmend.controller.neighbours import Neighbours
from webmend.domain.evidence import DocumentFacts, Evidence, SiteFacts
from webmend.domain.report import FailureReport
from webmend.domain.run import Run, WorkflowRef


class Time:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def failing(uid: str, workflow: str, host: str = "portal.test", sequence: int = 1) -> tuple[Run, FailureReport]:
    evidence = Evidence(document=DocumentFacts(final_url=f"https://{host}/records"))
    of = run().with_(uid=uid)
    named = of.with_(spec=of.spec.with_(workflow_ref=WorkflowRef(name=workflow)))
    return named, report(sequence=sequence, evidence=evidence)


def test_a_run_that_fails_alone_has_no_neighbours() -> None:
    assert Neighbours(Time()).look(*failing("a", "statements")) == SiteFacts()


def test_failures_of_other_runs_on_the_host_are_counted_and_other_workflows_apart() -> None:
    seen = Neighbours(Time())
    for of in (failing("a", "statements"), failing("b", "statements"), failing("c", "forms")):
        seen.look(*of)
    assert seen.look(*failing("d", "statements")) == SiteFacts(failures_last_30m=3, other_workflows=1)


def test_a_failure_is_counted_once_however_often_it_is_looked_at() -> None:
    seen = Neighbours(Time())
    for _ in range(3):
        seen.look(*failing("a", "forms"))
    assert seen.look(*failing("b", "statements")).failures_last_30m == 1


@pytest.mark.parametrize(("host", "minutes"), [("bank.test", 1), ("portal.test", 31)])
def test_other_hosts_and_old_failures_tell_nothing(host: str, minutes: int) -> None:
    time = Time()
    seen = Neighbours(time)
    seen.look(*failing("a", "forms", host))
    time.now += timedelta(minutes=minutes)
    assert seen.look(*failing("b", "statements")) == SiteFacts()


def test_a_run_without_a_failure_is_passed_over() -> None:
    assert Neighbours(Time()).look(run(), None) == SiteFacts()


def test_sites_that_cannot_be_reached_are_not_taken_for_one() -> None:
    """The browser shows them all under one address of its own."""
    neighbours = Neighbours(Time())
    for uid, host in (("a", "bank.test"), ("b", "portal.test"), ("c", "portal.test")):
        of, told = failing(uid, uid)
        document = DocumentFacts(url=f"https://{host}/", final_url="chrome-error://chromewebdata/", chrome_error=True)
        found = neighbours.look(of, told.with_(evidence=Evidence(document=document)))
    assert found == SiteFacts(failures_last_30m=1, other_workflows=1)

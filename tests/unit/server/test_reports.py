"""What runners report, and where it ends up."""

import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from tests.support.builders import NOW, at, attempt, report
from tests.support.installation import Runner
from tests.support.server import Server
from webmend.domain.evidence import DomFacts, Evidence, FailedRequest, NetworkFacts
from webmend.domain.report import FailureReport, RecoveryOutcome, RecoveryReport, StepReport
from webmend.domain.resource import session_patch
from webmend.domain.run import AttemptState, StepUnderWay
from webmend.domain.session import Announcement
from webmend.ports.cluster import RUNS, Conflict, Unavailable
from webmend.server.step_log import StepLog

pytestmark = pytest.mark.looptime


async def hand_in(server: Server, runner: Runner, path: str, value: Any) -> None:
    body = value.model_dump_json(by_alias=True)
    answer = await server.call(runner, "POST", path, content=body)
    assert answer.status_code == 204, answer.text


def status_writes(server: Server) -> int:
    return sum(write.verb == "patch_status" and write.kind is RUNS for write in server.cluster.writes)


def huge() -> FailureReport:
    """A failure with much more evidence than a status should hold."""
    failed = tuple(FailedRequest(host=f"host-{n}.test", error="net::ERR_FAILED " + "x" * 200) for n in range(16))
    dom = DomFacts(main_text_sample="long " * 800, alerts=tuple("alert " * 40 for _ in range(16)))
    return report(evidence=Evidence(dom=dom, network=NetworkFacts(failed=failed)))


async def test_a_failure_stands_in_the_runs_status(server: Server, runner: Runner) -> None:
    await server.call(runner, "POST", "open", json={})
    await hand_in(server, runner, "failure", report())

    session = (await server.installed.status(runner.run)).session
    assert session is not None
    assert (session.attempt, session.failure) == (1, report())
    assert session.opened_at is not None
    assert abs(session.opened_at - NOW) < timedelta(seconds=1)


async def test_a_failure_leaves_the_rest_of_the_status_as_it_is(server: Server, runner: Runner) -> None:
    before = await server.installed.status(runner.run)

    await hand_in(server, runner, "failure", report())

    assert (await server.installed.status(runner.run)).with_(session=None) == before


async def test_the_whole_of_a_failure_is_kept_and_the_status_stays_small(server: Server, runner: Runner) -> None:
    await hand_in(server, runner, "failure", huge())

    body = server.artifacts.bodies[f"runs/{runner.run.uid}/a1/failures/1.json"]
    assert FailureReport.model_validate_json(body) == huge()
    session = (await server.installed.status(runner.run)).session
    assert session is not None
    assert session.failure is not None
    assert session.failure.evidence.dropped
    assert len(json.dumps(session_patch(None, session))) < 9 * 1024


async def test_a_failure_handed_in_twice_is_written_once(server: Server, runner: Runner) -> None:
    await hand_in(server, runner, "failure", report())
    writes = status_writes(server)

    await hand_in(server, runner, "failure", report())

    assert status_writes(server) == writes


async def test_a_later_failure_takes_the_place_of_an_earlier_one_and_never_the_other_way(
    server: Server, runner: Runner
) -> None:
    for sequence in (1, 2, 1):
        await hand_in(server, runner, "failure", report(sequence=sequence))

    session = (await server.installed.status(runner.run)).session
    assert session is not None
    assert session.failure is not None
    assert session.failure.sequence == 2


async def test_a_failure_of_a_new_attempt_takes_the_place_of_the_old_session(server: Server, runner: Runner) -> None:
    await hand_in(server, runner, "failure", report())
    await hand_in(server, runner, "recoveries", RecoveryReport(sequence=1, outcome=RecoveryOutcome.FAILED))
    attempts = [attempt(1).stored(), attempt(2).stored()]
    await server.installed.set_status(runner.run, attempt=2, attempts=attempts)
    run = runner.run.with_(status=await server.installed.status(runner.run))
    second = await server.installed.runner(run)

    await hand_in(server, second, "failure", report(attempt_=2))

    session = (await server.installed.status(run)).session
    assert session is not None
    assert (session.attempt, session.failure, session.recoveries) == (2, report(attempt_=2), ())


async def test_a_failure_of_an_attempt_that_is_over_changes_nothing(server: Server, runner: Runner) -> None:
    await server.installed.set_status(runner.run, attempt=2, attempts=[attempt(1).stored(), attempt(2).stored()])

    answer = await server.call(runner, "POST", "failure", content=report().model_dump_json(by_alias=True))

    assert answer.status_code == 409
    assert (await server.installed.status(runner.run)).session is None


async def test_a_failure_of_another_attempt_than_the_callers_is_refused(server: Server, runner: Runner) -> None:
    answer = await server.call(runner, "POST", "failure", content=report(attempt_=2).model_dump_json(by_alias=True))

    assert answer.status_code == 422


async def test_a_run_that_has_changed_meanwhile_is_read_anew_and_written_then(server: Server, runner: Runner) -> None:
    server.cluster.fail("patch_status", Conflict("changed"), times=3)

    await hand_in(server, runner, "failure", report())

    session = (await server.installed.status(runner.run)).session
    assert session is not None
    assert session.failure == report()


async def test_a_run_that_changes_all_the_time_is_to_be_tried_again(server: Server, runner: Runner) -> None:
    server.cluster.fail("patch_status", Conflict("changed"), times=100)

    answer = await server.call(runner, "POST", "failure", content=report().model_dump_json(by_alias=True))

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


async def test_a_cluster_that_does_not_answer_is_to_be_tried_again(server: Server, runner: Runner) -> None:
    server.cluster.fail("patch_status", Unavailable("10.96.0.1 refused"), times=1)

    answer = await server.call(runner, "POST", "failure", content=report().model_dump_json(by_alias=True))

    assert answer.status_code == 503
    assert "10.96" not in answer.text


async def test_the_outcome_of_a_recovery_stands_beside_its_failure_once(server: Server, runner: Runner) -> None:
    await hand_in(server, runner, "failure", report())
    helped = RecoveryReport(sequence=1, outcome=RecoveryOutcome.SUCCEEDED)
    await hand_in(server, runner, "recoveries", helped)
    writes = status_writes(server)
    await hand_in(server, runner, "recoveries", helped)
    await hand_in(server, runner, "recoveries", RecoveryReport(sequence=1, outcome=RecoveryOutcome.FAILED))

    session = (await server.installed.status(runner.run)).session
    assert session is not None
    assert (session.failure, session.recoveries) == (report(), (helped,))
    assert status_writes(server) == writes


def begins(number: int = 3, **fields: Any) -> Announcement:
    return Announcement(node_id="send", number=number, **fields)


async def test_a_step_that_begins_stands_in_the_runs_status_until_it_is_over(server: Server, runner: Runner) -> None:
    await hand_in(server, runner, "under-way", begins(irreversible=True))
    session = (await server.installed.status(runner.run)).session
    assert session is not None
    assert session.under_way == StepUnderWay(node_id="send", number=3)
    assert session.irreversible == "send"

    await hand_in(server, runner, "under-way", begins(irreversible=True, over=True))
    session = (await server.installed.status(runner.run)).session
    assert session is not None
    assert (session.under_way, session.irreversible) == (None, "send")


async def test_that_an_earlier_round_is_over_leaves_the_next_one_under_way(server: Server, runner: Runner) -> None:
    await hand_in(server, runner, "under-way", begins(3))
    await hand_in(server, runner, "under-way", begins(5))
    await hand_in(server, runner, "under-way", begins(3, over=True))
    session = (await server.installed.status(runner.run)).session
    assert session is not None
    assert session.under_way == StepUnderWay(node_id="send", number=5)


async def test_what_is_announced_twice_is_written_once(server: Server, runner: Runner) -> None:
    await hand_in(server, runner, "under-way", begins())
    writes = status_writes(server)
    await hand_in(server, runner, "under-way", begins())
    assert status_writes(server) == writes


async def test_an_attempt_that_was_given_up_meanwhile_begins_no_step(server: Server, runner: Runner) -> None:
    """The operator has decided on the further attempt between our reading and our writing."""
    over = attempt(1, AttemptState.INTERRUPTED).stored()
    await server.installed.set_status(runner.run, phase="Requeued", attempts=[over])

    answer = await server.call(runner, "POST", "under-way", content=begins().model_dump_json(by_alias=True))

    assert answer.status_code == 409
    assert (await server.installed.status(runner.run)).session is None


def step(node_id: str, second: float = 0, **fields: Any) -> StepReport:
    times = {"started_at": at(second), "finished_at": at(second + 1), "wait_time": 15, "waited": 1}
    return StepReport(**{"node_id": node_id, "title": node_id, "action": "click", "outcome": "Done", **times, **fields})


async def steps_in(server: Server, runner: Runner) -> tuple[StepReport, ...]:
    return await StepLog(server.artifacts).read(runner.run.uid, 1)


async def post_steps(server: Server, runner: Runner, *steps: StepReport) -> None:
    batch = {"steps": [json.loads(each.model_dump_json(by_alias=True, exclude_defaults=True)) for each in steps]}
    assert (await server.call(runner, "POST", "steps", json=batch)).status_code == 204


async def test_steps_are_kept_in_order_and_cost_no_write_to_the_cluster(server: Server, runner: Runner) -> None:
    writes = server.changes()[0]

    await post_steps(server, runner, step("open"), step("user", 1))
    await post_steps(server, runner, step("search", 2))

    assert [each.node_id for each in await steps_in(server, runner)] == ["open", "user", "search"]
    assert server.changes()[0] == writes


async def test_a_step_handed_in_twice_counts_once_as_it_was_said_last(server: Server, runner: Runner) -> None:
    await post_steps(server, runner, step("open"), step("user", 1))
    await post_steps(server, runner, step("user", 1, screenshot="key"), step("user", 5))

    assert await steps_in(server, runner) == (step("open"), step("user", 1, screenshot="key"), step("user", 5))


async def test_a_step_cut_short_by_a_crash_is_passed_over(server: Server, runner: Runner) -> None:
    await post_steps(server, runner, step("open"))
    await server.artifacts.append(f"runs/{runner.run.uid}/a1/steps.jsonl", b'{"nodeId": "us')

    assert await steps_in(server, runner) == (step("open"),)


async def test_an_attempt_that_has_reported_nothing_has_no_steps(server: Server, runner: Runner) -> None:
    await post_steps(server, runner)

    assert await steps_in(server, runner) == ()
    assert server.artifacts.bodies == {}


async def test_outputs_are_kept_under_their_attempt(server: Server, runner: Runner) -> None:
    answer = await server.call(runner, "PUT", "outputs", json={"values": {"visits": [{"date": "2026-11-25"}]}})

    assert answer.status_code == 204
    body = server.artifacts.bodies[f"runs/{runner.run.uid}/a1/outputs.json"]
    assert json.loads(body) == {"values": {"visits": [{"date": "2026-11-25"}]}}


@pytest.mark.parametrize(
    ("name", "want"),
    [
        ("page.png", "page.png"),
        ("step-3_failed.png", "step-3_failed.png"),
        ("../../secrets", "DIGEST-..-..-secrets"),
        (".hidden", "DIGEST-.hidden"),
        ("Bericht März.pdf", "DIGEST-Bericht-M-rz.pdf"),
        ("a/b", "DIGEST-a-b"),
        ("x" * 300, "DIGEST-" + "x" * 60),
    ],
)
async def test_an_artifact_gets_a_key_of_the_servers_choice(
    server: Server, runner: Runner, name: str, want: str
) -> None:
    answer = await server.call(runner, "PUT", f"artifacts/{quote(name, safe='')}", content=b"bytes")

    assert answer.status_code == 200
    key = answer.json()["key"]
    assert server.artifacts.bodies == {key: b"bytes"}
    assert re.sub("files/[0-9a-f]{8}-", "files/DIGEST-", key) == f"runs/{runner.run.uid}/a1/files/{want}"


async def test_two_odd_names_are_two_artifacts(server: Server, runner: Runner) -> None:
    for name in ("a%20b", "a%2Bb"):
        await server.call(runner, "PUT", f"artifacts/{name}", content=b"bytes")

    assert len(server.artifacts.bodies) == 2


async def test_a_store_that_fails_is_to_be_tried_again(
    server: Server, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise OSError(28, "No space left on device: /var/lib/webmend")

    monkeypatch.setattr(server.artifacts, "put", full)

    answer = await server.call(runner, "PUT", "artifacts/page.png", content=b"bytes")

    assert answer.status_code == 503
    assert "/var/lib" not in answer.text

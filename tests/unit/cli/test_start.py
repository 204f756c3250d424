"""`webmend start` and `webmend codes` on a cluster in memory."""

import argparse
import sys
from typing import Any

import pytest

from tests.support.builders import workflow
from tests.support.cluster import FakeCluster
from webmend.cli.cluster import Place
from webmend.cli.codes import changed, fields
from webmend.cli.errors import Usage
from webmend.cli.main import parser
from webmend.cli.main import run as webmend
from webmend.cli.run_spec import said_of_run
from webmend.cli.starting import started
from webmend.domain.error_code import CodeState
from webmend.ports.cluster import ERROR_CODES, RUNS, WORKFLOWS, AlreadyExists, Forbidden

INPUTS = [{"name": "patient", "required": True}, {"name": "pin", "secret": True}]
MATCH = {"category": "PAGE_NOT_FOUND", "fingerprint": "0123456789ab"}


@pytest.fixture
async def place() -> Place:
    """A workflow with an input, and two codes."""
    found = Place(FakeCluster(), "clinic")
    spec = workflow(inputs=INPUTS).spec.stored()
    await found.cluster.create(WORKFLOWS, "clinic", {"metadata": {"name": "portal"}, "spec": spec})
    for name, state in (("seen-1", "Suggested"), ("known", "Approved"), ("other", "Merged")):
        into = {"mergedInto": "known"} if state == "Merged" else {}
        body = {"metadata": {"name": name}, "spec": {"match": MATCH, "state": state, **into}}
        await found.cluster.create(ERROR_CODES, "clinic", body)
    return found


def said(*words: str) -> dict[str, Any]:
    return said_of_run(parser().parse_args(["start", "portal", *words]))


class TestStart:
    async def test_a_run_has_what_was_said_and_nothing_else(self, place: Place) -> None:
        words = ("-i", "patient=P-1", "--dry-run", "--version", "2", "--priority", "5", "--at", "2026-12-01T06:00:00Z")
        name = await started(place, "portal", said(*words), None)
        assert name.startswith("portal-")
        assert (await place.cluster.get(RUNS, "clinic", name))["spec"] == {
            "workflowRef": {"name": "portal"},
            "version": 2,
            "inputs": {"patient": "P-1"},
            "dryRun": True,
            "priority": 5,
            "startAt": "2026-12-01T06:00:00Z",
        }

    async def test_the_version_that_takes_effect_is_that_of_each_attempt(self, place: Place) -> None:
        name = await started(place, "portal", said("-i", "patient=P-1", "--version", "active"), "mine")
        assert "version" not in (await place.cluster.get(RUNS, "clinic", name))["spec"]

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            ((), "spec.inputs.patient: required, and not given"),
            (("-i", "patient=1", "-i", "other=2"), "there is no such input"),
            (("-i", "patient=1", "-i", "pin=4711"), "pin: secret, so put it into a Secret"),
            (("-i", "patient=1", "--priority", "5000"), "priority: "),
        ],
    )
    async def test_what_cannot_be_run_is_told_and_no_run_is_made(
        self, place: Place, words: tuple[str, ...], why: str
    ) -> None:
        with pytest.raises(Usage, match=why):
            await started(place, "portal", said(*words), None)
        assert await place.cluster.list(RUNS, "clinic") == []

    async def test_what_a_secret_gives_is_not_missed(self, place: Place) -> None:
        assert await started(place, "portal", said("--inputs-from", "values"), "mine") == "mine"

    async def test_a_name_that_is_taken_is_told_and_one_of_ours_is_made_anew(self, place: Place) -> None:
        await started(place, "portal", said("--inputs-from", "values"), "mine")
        with pytest.raises(Usage, match="there is a run mine already"):
            await started(place, "portal", said("--inputs-from", "values"), "mine")
        assert isinstance(place.cluster, FakeCluster)
        place.cluster.fail("create", AlreadyExists("taken"), of=RUNS)
        assert await started(place, "portal", said("--inputs-from", "values"), None)

    async def test_who_may_not_see_the_workflow_may_start_it_unchecked(
        self, place: Place, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert isinstance(place.cluster, FakeCluster)
        place.cluster.fail("get", Forbidden("no"), of=WORKFLOWS)
        assert await started(place, "portal", {}, "mine") == "mine"
        assert "inputs are not checked: no" in capsys.readouterr().err

    def test_a_time_to_wait_goes_with_waiting(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert webmend(["start", "portal", "--timeout", "1m"]) == 2
        assert "--timeout goes with --wait" in capsys.readouterr().err

    def test_as_a_plugin_of_kubectl_it_is_called_run(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert parser().parse_args(["run", "portal.yaml"]).files
        monkeypatch.setattr(sys, "argv", ["/usr/bin/kubectl-webmend"])
        assert parser().parse_args(["run", "portal"]).workflow == "portal"
        assert parser().prog == "kubectl webmend"


def codes(*words: str) -> argparse.Namespace:
    return parser().parse_args(["codes", *words])


class TestCodes:
    async def test_a_suggestion_is_approved_under_a_name(self, place: Place) -> None:
        given = fields(codes("approve", "seen-1", "--code", "GONE", "--action", "Retry", "--count", "2"))
        code = await changed(place, "seen-1", given, CodeState.APPROVED)
        assert (code.code, code.spec.state, code.spec.action, code.spec.count) == ("GONE", "Approved", "Retry", 2)
        assert code.spec.match.fingerprint == MATCH["fingerprint"]

    async def test_words_widen_it(self, place: Place) -> None:
        code = await changed(place, "known", fields(codes("edit", "known", "--words", "not found")))
        assert (code.spec.match.words, code.spec.match.fingerprint) == (("not found",), None)
        assert code.spec.match.category == "PAGE_NOT_FOUND"

    async def test_another_action_has_no_retries(self, place: Place) -> None:
        await changed(place, "known", fields(codes("edit", "known", "--action", "Retry", "--count", "2")))
        code = await changed(place, "known", fields(codes("edit", "known", "--action", "Cancel")))
        assert (code.spec.action, code.spec.count) == ("Cancel", None)

    async def test_one_that_was_merged_stands_for_itself_again(self, place: Place) -> None:
        code = await changed(place, "other", {}, CodeState.APPROVED)
        assert (code.spec.state, code.spec.merged_into) == ("Approved", None)

    @pytest.mark.parametrize(
        ("name", "given", "state", "why"),
        [
            ("known", {}, None, "nothing is to be changed"),
            ("known", {}, CodeState.SUGGESTED, "known is Approved, and cannot become Suggested"),
            ("known", {"count": 2}, None, "count and after go only with the action Retry"),
            ("known", {"code": ""}, None, "code: "),
            ("known", {"mergedInto": "x"}, None, "mergedInto goes with the state Merged"),
        ],
    )
    async def test_what_makes_no_sense_is_told(
        self, place: Place, name: str, given: dict[str, Any], state: CodeState | None, why: str
    ) -> None:
        with pytest.raises(Usage, match=why):
            await changed(place, name, given, state)

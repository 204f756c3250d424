"""An operator with a model, as it is shipped: a real process, a real API server, and an endpoint that replays."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.integration.clinic import Clinic, eventually
from tests.integration.serving import kubeconfig, serving, token_of_pod
from tests.support import kubelet
from tests.support.builders import report
from tests.support.endpoint import Endpoint, Recorded, replaying
from tests.support.recordings import chat
from tests.support.replica import replica
from tests.unit.policy.run.test_consulting import OPEN, QUOTE
from webmend.adapters.session import HttpSession
from webmend.domain.advice import ConsultationOutcome
from webmend.domain.directive import DirectiveKind
from webmend.domain.failure import Source
from webmend.domain.session import HandedDirective
from webmend.domain.settings import ModelSettings

__all__ = ["kubeconfig"]

WORD = Recorded(chat.completion(chat.verdict(chat.label("UPSTREAM_ERROR", "TIMING_RACE", 1.0, QUOTE))))
KEY = "canary-model-key"


@asynccontextmanager
async def failing(clinic: Clinic, kubeconfig: str, folder: Path, endpoint: Endpoint) -> AsyncIterator[HandedDirective]:
    """What the runner of a step that failed for no known reason is told to do, by an operator that has this model."""
    settings = clinic.settings.with_(model=ModelSettings(url=endpoint.url, name="small-model", timeout="5s"))
    (folder / "key").write_text(KEY)
    variables = {"WEBMEND_MODEL_KEY_FILE": str(folder / "key")}
    async with replica(settings, clinic.plane.kubeconfig, folder, **variables) as operator:
        await eventually(operator.is_leader)
        async with serving(clinic, kubeconfig, folder / "artifacts") as url:
            await clinic.apply_workflow(errorHandling={"upstreamRetry": True})
            run = await clinic.apply_run()
            await clinic.play(kubelet.running())
            runner = HttpSession(url, run["metadata"]["uid"], 1, await token_of_pod(clinic))
            await runner.open()
            await runner.report_failure(report(evidence=OPEN, safe_nodes=("open",)))
            directive = await runner.directive(1, wait=30)
            assert directive is not None
            yield directive
        assert KEY not in operator.log()


async def test_its_word_explains_the_failure_and_the_runner_tries_again(
    clinic: Clinic, kubeconfig: str, tmp_path: Path
) -> None:
    async with replaying(WORD) as endpoint, failing(clinic, kubeconfig, tmp_path, endpoint) as directive:
        status = (await clinic.run()).status

    failure, [consultation] = status.error, status.consultations
    assert (directive.kind, directive.node_id) == (DirectiveKind.RESUME, "open")
    assert failure is not None
    assert (failure.source, failure.category, failure.sub_type) == (Source.MODEL, "UPSTREAM_ERROR", "TIMING_RACE")
    assert (consultation.outcome, consultation.tokens) == (ConsultationOutcome.PROPOSED, 876)
    assert len(endpoint.asked) == 1
    assert endpoint.headers[0]["authorization"] == f"Bearer {KEY}"
    assert QUOTE in str(endpoint.asked[0]["messages"])


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Recorded(chat.OVERLOADED, 503), ConsultationOutcome.UNAVAILABLE),
        (Recorded(chat.completion("It is the moon.")), ConsultationOutcome.UNDECIDED),
    ],
    ids=["overloaded", "nonsense"],
)
async def test_without_a_word_that_can_be_used_the_rules_decide(
    clinic: Clinic, kubeconfig: str, tmp_path: Path, answer: Recorded, outcome: ConsultationOutcome
) -> None:
    async with replaying(answer) as endpoint, failing(clinic, kubeconfig, tmp_path, endpoint) as directive:
        [consultation] = (await clinic.run()).status.consultations

    assert directive.kind is DirectiveKind.END
    assert "NOT_CONFIDENT" in directive.reason
    assert (consultation.outcome, len(endpoint.asked)) == (outcome, 1)

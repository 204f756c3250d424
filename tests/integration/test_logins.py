"""One login, several runs: operator and server as shipped, on a real API server."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.clinic import SERVICE_ACCOUNTS, Clinic, eventually
from tests.integration.serving import kubeconfig, serving, token_of
from tests.support import kubelet
from tests.support.builders import failed, graph, node, report
from tests.support.installation import ORIGIN
from tests.support.replica import replica
from webmend.domain import names
from webmend.domain.evidence import DocumentFacts, DomFacts, ErrorFacts, ErrorKind, Evidence, FormFacts, SessionFacts
from webmend.domain.phase import Phase
from webmend.ports.cluster import PODS, SECRETS

__all__ = ["kubeconfig"]

LOGIN = {"alias": "portal", "secretRef": "login", "origins": [ORIGIN]}
STEPS = graph(
    node("open", "navigate", navigate={"url": f"{ORIGIN}/login"}),
    node("password", "fill", fill={"value": "{{ credentials.portal.password }}"}),
    node("sign-in"),
)
REFUSED = Evidence(
    error=ErrorFacts(kind=ErrorKind.EXPECTATION),
    document=DocumentFacts(status=200, final_url=f"{ORIGIN}/login", ready_state="complete"),
    dom=DomFacts(alerts=("Wrong user name or password.",), forms=FormFacts(password_fields=1)),
    session=SessionFacts(login_node="password", login_submitted=True, login_pending=True),
)


async def operators_token(clinic: Clinic) -> str:
    """A token of a pod of the operator, as the server knows it."""
    account, name = clinic.settings.operator_service_account, "webmend-operator-1"
    await clinic.cluster.create(SERVICE_ACCOUNTS, clinic.namespace, {"metadata": {"name": account}})
    spec = {"serviceAccountName": account, "containers": [{"name": "operator", "image": "none"}]}
    pod = await clinic.cluster.create(PODS, clinic.namespace, {"metadata": {"name": name}, "spec": spec})
    bound = ("--bound-object-kind=Pod", f"--bound-object-name={name}", f"--bound-object-uid={pod['metadata']['uid']}")
    return token_of(clinic.plane, clinic.namespace, account, f"--audience={names.TOKEN_AUDIENCE}", *bound)


@pytest.fixture
async def hospital(
    clinic: Clinic, kubeconfig: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Clinic]:
    """A clinic with operator, server, a Secret and a workflow that logs in with it."""
    token = tmp_path / "token"
    token.write_text(await operators_token(clinic))
    monkeypatch.setenv("WEBMEND_TOKEN_FILE", str(token))
    password = base64.b64encode(b"wrong").decode()
    await clinic.cluster.create(
        SECRETS, clinic.namespace, {"metadata": {"name": "login"}, "data": {"username": password, "password": password}}
    )
    async with serving(clinic, kubeconfig, tmp_path) as url:
        runner = clinic.settings.runner.with_(server_url=url)
        settings = clinic.settings.with_(server_required=True, runner=runner)
        async with replica(settings, clinic.plane.kubeconfig, tmp_path) as operator:
            await eventually(operator.is_leader)
            await clinic.apply_workflow(graph=STEPS.stored(), credentials=[LOGIN])
            yield clinic


async def waits(clinic: Clinic, run: str, reason: str) -> bool:
    status = (await clinic.run(run)).status
    return (status.phase, status.reason) == (Phase.PENDING, reason)


async def test_runs_take_a_login_one_after_the_other_and_none_after_a_refusal(hospital: Clinic) -> None:
    await hospital.apply_run("portal-1")
    await hospital.play(kubelet.running(), "portal-1")
    await hospital.apply_run("portal-2")
    await eventually(lambda: waits(hospital, "portal-2", "CredentialBusy"))
    assert "in use by portal-1" in (await hospital.run("portal-2")).status.message

    await hospital.play(kubelet.ended(failed(report("sign-in", evidence=REFUSED)), exit_code=1), "portal-1")
    await eventually(lambda: hospital.is_over("portal-1"))
    await eventually(lambda: waits(hospital, "portal-2", "CredentialHeld"))
    assert len(await hospital.jobs()) == 1

    changed = '{"metadata":{"annotations":{"unlocked":"yes"}}}'
    hospital.plane.kubectl("-n", hospital.namespace, "patch", "secret", "login", "--type=merge", "-p", changed)
    await eventually(lambda: hospital.is_in(Phase.RUNNING, "portal-2"))


async def test_an_attempt_names_the_version_of_the_secret_that_it_began_with(hospital: Clinic) -> None:
    await hospital.apply_run("portal-1")
    await hospital.play(kubelet.running(), "portal-1")
    secret = await hospital.cluster.get(SECRETS, hospital.namespace, "login")
    [attempt] = (await hospital.run("portal-1")).status.attempts
    assert attempt.secrets == {"login": f"{secret['metadata']['uid']}/{secret['metadata']['resourceVersion']}"}

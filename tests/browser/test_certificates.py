"""Whom the browser trusts, and where it shows who it is: with real sites over TLS."""

import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.browser.test_runner import webmend_run
from tests.support.certificates import Authority, Issued, self_signed
from tests.support.chromium import EXECUTABLE
from tests.support.tls_site import NOBODY, TlsSite, served
from webmend.adapters.browser import launch
from webmend.adapters.browser.session import PlaywrightSession
from webmend.adapters.browser.trust import NO_MORE, Trust
from webmend.domain.evidence import ErrorKind, Evidence
from webmend.domain.failure import SubType
from webmend.domain.graph import Node
from webmend.domain.session import ClientCertificate
from webmend.domain.workflow import Browser
from webmend.policy.classify import classify
from webmend.ports.browser import Question, StepFailed
from webmend.runner.identifying import key_lines

HOST = "portal.internal"
PORTAL = f"https://{HOST}"
ELSEWHERE = "https://cdn.internal"


@pytest.fixture(scope="module")
def company() -> Authority:
    return Authority("Clinic's authority")


@pytest.fixture(scope="module")
def stranger() -> Authority:
    return Authority("Somebody's authority")


@pytest.fixture
def site(company: Authority, tmp_path: Path) -> Iterator[TlsSite]:
    """It is signed by the company's authority, and asks nobody who they are."""
    with served(company.issue(HOST, HOST), tmp_path) as site:
        yield site


@pytest.fixture
def asking(company: Authority, tmp_path: Path) -> Iterator[TlsSite]:
    """It lets nobody in without a certificate of the company's authority."""
    with served(company.issue(HOST, HOST), tmp_path, ssl.CERT_REQUIRED, company.pem) as site:
        yield site


@asynccontextmanager
async def browsing(
    resolve: Mapping[str, str], trust: Trust = NO_MORE, shown: Issued | None = None
) -> AsyncIterator[PlaywrightSession]:
    """A session in a browser of its own. `shown`: by whom it says that it comes."""
    chromium = await launch(EXECUTABLE, sandbox=False, resolve=resolve, trust=trust)
    try:
        if shown is not None:
            chromium.identify(ClientCertificate(certificate=shown.certificate, key=shown.key), trust.origins)
        yield await chromium.session(Browser(), str)
    finally:
        await chromium.close()


def step(**fields: Any) -> Node:
    return Node.model_validate({"id": "go", **fields})


def opening(url: str, says: str = "Hello") -> Node:
    return step(navigate={"url": url}, expect=[{"text": says}])


async def refused(session: PlaywrightSession, url: str) -> tuple[StepFailed, Evidence]:
    """How it could not be opened, and what is seen of it."""
    node = opening(url)
    with pytest.raises(StepFailed) as raised:
        await session.perform(node, 10)
    question = Question(node=node, error=raised.value.error, step=Evidence().step)
    return raised.value, await session.evidence(question)


async def test_a_site_of_the_bundle_is_trusted(site: TlsSite, company: Authority, stranger: Authority) -> None:
    bundle = f"# ours\n{stranger.pem}\n# and theirs\n{company.pem}"
    async with browsing({HOST: site.address}, Trust(bundle)) as session:
        await session.perform(opening(PORTAL), 10)


async def test_without_the_bundle_it_is_not(site: TlsSite, stranger: Authority) -> None:
    async with browsing({HOST: site.address}, Trust(stranger.pem)) as session:
        failed, _ = await refused(session, PORTAL)

    assert "net::ERR_CERT_AUTHORITY_INVALID" in failed.error.message
    assert site.came == []


@pytest.mark.parametrize(
    ("name", "days", "want"),
    [
        ("cdn.internal", 7, "net::ERR_CERT_COMMON_NAME_INVALID"),
        (HOST, -7, "net::ERR_CERT_DATE_INVALID"),
    ],
)
@pytest.mark.parametrize("shown", [False, True])
async def test_who_is_trusted_is_still_checked(
    company: Authority, tmp_path: Path, name: str, days: int, want: str, shown: bool
) -> None:
    own = company.issue("nurse") if shown else None
    trust = Trust(company.pem, (PORTAL,) if shown else ())
    with served(company.issue(name, name, days=days), tmp_path) as site:
        async with browsing({HOST: site.address}, trust, own) as session:
            failed, evidence = await refused(session, PORTAL)

    assert (failed.error.kind, evidence.document.net_error) == (ErrorKind.NAVIGATION, want)
    assert want in failed.error.message
    assert site.came == []


async def test_a_certificate_that_a_site_has_signed_itself_is_trusted_for_its_own_host(tmp_path: Path) -> None:
    own = self_signed(HOST)
    with served(own, tmp_path) as site:
        async with browsing({HOST: site.address, "cdn.internal": site.address}, Trust(own.certificate)) as session:
            await session.perform(opening(PORTAL), 10)
            failed, _ = await refused(session, ELSEWHERE)

    assert "net::ERR_CERT_COMMON_NAME_INVALID" in failed.error.message


@pytest.mark.parametrize("text", ["", "no certificate at all", "-----BEGIN CERTIFICATE-----\nhalf"])
async def test_a_bundle_without_certificates_says_so(text: str) -> None:
    with pytest.raises(StepFailed) as raised:
        await launch(EXECUTABLE, sandbox=False, trust=Trust(text))

    assert (raised.value.error.kind, raised.value.error.type) == (ErrorKind.PLATFORM, "CaBundleNotFound")
    assert "caBundleRef" in raised.value.error.message


async def test_a_certificate_that_is_none_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"
    with pytest.raises(StepFailed) as raised:
        await launch(EXECUTABLE, sandbox=False, trust=Trust(broken))

    assert (raised.value.error.kind, raised.value.error.type) == (ErrorKind.PLATFORM, "CaBundleInvalid")
    assert list(tmp_path.iterdir()) == []


async def test_the_store_is_the_browsers_own_and_goes_with_it(
    company: Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    chromium = await launch(EXECUTABLE, sandbox=False, trust=Trust(company.pem))
    [home] = tmp_path.glob("webmend-home-*")
    await chromium.close()

    assert not home.exists()
    assert not (tmp_path / "home/.pki").exists()


async def test_a_site_that_asks_is_shown_the_certificate(asking: TlsSite, company: Authority) -> None:
    trust = Trust(company.pem, (PORTAL,))
    async with browsing({HOST: asking.address}, trust, company.issue("nurse")) as session:
        await session.perform(opening(PORTAL, "Hello nurse"), 10)
        call = {"method": "POST", "url": f"{PORTAL}/upload", "body": "x" * 4000}
        await session.perform(step(request=call), 10)
        await session.perform(opening(f"{PORTAL}/long", "The end"), 10)

    assert asking.bodies == ["x" * 4000]
    assert set(asking.came) == {"nurse"}


async def test_a_site_that_asks_and_is_shown_none_lets_nobody_in(tmp_path: Path, company: Authority) -> None:
    own = company.issue(HOST, HOST)
    with served(own, tmp_path, ssl.CERT_REQUIRED, company.pem, ssl.TLSVersion.TLSv1_2) as asking:
        async with browsing({HOST: asking.address}, Trust(company.pem)) as session:
            failed, evidence = await refused(session, PORTAL)

    assert "net::ERR_BAD_SSL_CLIENT_AUTH_CERT" in failed.error.message
    assert classify(evidence).sub_type is SubType.ACCESS_DENIED
    assert asking.came == []


async def test_a_certificate_that_the_site_refuses_is_access_denied(
    asking: TlsSite, company: Authority, stranger: Authority
) -> None:
    trust = Trust(company.pem, (PORTAL,))
    async with browsing({HOST: asking.address}, trust, stranger.issue("thief")) as session:
        failed, evidence = await refused(session, PORTAL)

    assert "net::ERR_BAD_SSL_CLIENT_AUTH_CERT" in failed.error.message
    assert evidence.document.net_error == "net::ERR_BAD_SSL_CLIENT_AUTH_CERT"
    assert classify(evidence).sub_type is SubType.ACCESS_DENIED
    assert asking.came == []


async def test_no_other_origin_is_shown_it(company: Authority, tmp_path: Path) -> None:
    own = company.issue("both", HOST, "cdn.internal")
    with served(own, tmp_path, ssl.CERT_OPTIONAL, company.pem) as site:
        trust = Trust(company.pem, (PORTAL,))
        resolve = {HOST: site.address, "cdn.internal": site.address}
        async with browsing(resolve, trust, company.issue("nurse")) as session:
            await session.perform(opening(PORTAL, "Hello nurse"), 10)
            await session.perform(opening(ELSEWHERE, f"Hello {NOBODY}"), 10)
            await session.perform(opening(f"{PORTAL}:{site.port}", f"Hello {NOBODY}"), 10)


async def test_other_sites_are_checked_as_ever(
    asking: TlsSite, company: Authority, stranger: Authority, tmp_path: Path
) -> None:
    trust = Trust(company.pem, (PORTAL,))
    with served(stranger.issue("cdn", "cdn.internal"), tmp_path) as other:
        resolve = {HOST: asking.address, "cdn.internal": other.address}
        async with browsing(resolve, trust, company.issue("nurse")) as session:
            failed, _ = await refused(session, ELSEWHERE)

    assert "net::ERR_CERT_AUTHORITY_INVALID" in failed.error.message


async def test_a_site_that_is_not_trusted_is_shown_nothing(
    company: Authority, stranger: Authority, tmp_path: Path
) -> None:
    trust = Trust(company.pem, (PORTAL,))
    with served(stranger.issue(HOST, HOST), tmp_path, ssl.CERT_OPTIONAL, company.pem) as site:
        async with browsing({HOST: site.address}, trust, company.issue("nurse")) as session:
            failed, _ = await refused(session, PORTAL)

    assert "net::ERR_CERT_AUTHORITY_INVALID" in failed.error.message
    assert site.came == []


async def test_a_site_that_is_down_is_down_behind_a_tunnel_too(company: Authority) -> None:
    trust = Trust(company.pem, (PORTAL,))
    async with browsing({HOST: "127.0.0.1:9"}, trust, company.issue("nurse")) as session:
        _, evidence = await refused(session, PORTAL)

    assert evidence.document.net_error == "net::ERR_CONNECTION_REFUSED"


async def test_a_key_of_another_certificate_is_no_client_certificate(company: Authority) -> None:
    mixed = Issued(company.issue("nurse").certificate, company.issue("doctor").key)
    with pytest.raises(StepFailed) as raised:
        async with browsing({}, Trust(company.pem, (PORTAL,)), mixed):
            pass

    assert (raised.value.error.kind, raised.value.error.type) == (ErrorKind.DEFINITION, "BadClientCertificate")
    assert not any(line in raised.value.error.message for line in mixed.key.split() if len(line) > 20)


async def test_webmend_run_takes_certificates_from_its_files(
    asking: TlsSite, company: Authority, tmp_path: Path
) -> None:
    nurse = company.issue("nurse")
    shown = {"secretRef": "nurse", "origins": [PORTAL]}
    spec = {
        "browser": {"caBundleRef": "authorities", "clientCertificate": shown},
        "graph": {"nodes": [{"id": "open", "navigate": {"url": PORTAL}, "expect": [{"text": "Hello nurse"}]}]},
    }
    documents = [
        {"apiVersion": "webmend.io/v1alpha1", "kind": "Workflow", "metadata": {"name": "portal"}, "spec": spec},
        {"kind": "ConfigMap", "metadata": {"name": "authorities"}, "data": {"ca.crt": company.pem}},
        {
            "kind": "Secret",
            "metadata": {"name": "nurse"},
            "stringData": {"tls.crt": nurse.certificate, "tls.key": nurse.key},
        },
    ]
    file = tmp_path / "portal.yaml"
    file.write_text(yaml.safe_dump_all(documents))

    process = await webmend_run(file, "--resolve", f"{HOST}={asking.address}")
    said, errors = await process.communicate()

    assert process.returncode == 0, said.decode() + errors.decode()
    assert set(asking.came) == {"nurse"}
    kept = [path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert not any(line.encode() in text for text in kept for line in key_lines(nurse.key))

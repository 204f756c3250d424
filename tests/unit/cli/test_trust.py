"""Where `webmend run` gets certificates from."""

from pathlib import Path

import pytest

from tests.support.builders import workflow
from webmend.adapters.browser.trust import Trust
from webmend.cli import manifests, trust
from webmend.cli.errors import Usage
from webmend.domain.session import ClientCertificate

PLAIN = workflow()
BUNDLE = workflow(browser={"caBundleRef": "authorities"})
SHOWN = workflow(browser={"clientCertificate": {"secretRef": "nurse", "origins": ["https://Portal.example:443"]}})
CERTIFICATE = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
KEY = "-----BEGIN EC PRIVATE KEY-----\nBBBB\n-----END EC PRIVATE KEY-----"


def test_a_workflow_that_names_nothing_needs_nothing() -> None:
    assert trust.trust(PLAIN, {}, None) == Trust()
    assert trust.certificate(PLAIN, {}, None) is None


def test_a_bundle_comes_from_its_config_map_or_from_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    file.write_text("theirs")

    assert trust.trust(BUNDLE, {"authorities": "ours"}, None) == Trust("ours")
    assert trust.trust(BUNDLE, {"authorities": "ours"}, file) == Trust("theirs")
    assert trust.trust(PLAIN, {}, file) == Trust("theirs")


def test_a_bundle_that_is_not_given_is_asked_for() -> None:
    with pytest.raises(Usage, match="--ca-bundle FILE"):
        trust.trust(BUNDLE, {"others": "x"}, None)


def test_a_client_certificate_comes_from_its_secret_or_from_the_command_line(tmp_path: Path) -> None:
    secrets = {"nurse": {"tls.crt": CERTIFICATE, "tls.key": KEY}}
    file = tmp_path / "both.pem"
    file.write_text(f"{KEY}\n{CERTIFICATE}")

    assert trust.certificate(SHOWN, secrets, None) == ClientCertificate(certificate=CERTIFICATE, key=KEY)
    read = trust.certificate(SHOWN, {}, file)
    assert read is not None
    assert (read.certificate.strip(), read.key) == (CERTIFICATE.strip(), KEY)
    assert trust.trust(SHOWN, {}, None) == Trust(origins=("https://portal.example",))


@pytest.mark.parametrize("secret", [{}, {"nurse": {"tls.crt": CERTIFICATE}}, {"nurse": {"tls.key": KEY}}])
def test_a_client_certificate_that_is_not_given_is_asked_for(secret: dict[str, dict[str, str]]) -> None:
    with pytest.raises(Usage, match="--client-certificate FILE"):
        trust.certificate(SHOWN, secret, None)


@pytest.mark.parametrize("text", ["", KEY, CERTIFICATE, "-----BEGIN PRIVATE KEY-----\nopen end"])
def test_a_file_with_half_of_it_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "half.pem"
    file.write_text(text)
    with pytest.raises(Usage, match="a certificate and its private key"):
        trust.certificate(SHOWN, {}, file)


def test_a_client_certificate_for_a_workflow_that_names_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Usage, match="names no client certificate"):
        trust.certificate(PLAIN, {}, tmp_path / "both.pem")


def test_all_keys_of_a_config_map_count(tmp_path: Path) -> None:
    file = tmp_path / "all.yaml"
    file.write_text("kind: ConfigMap\nmetadata: {name: authorities}\ndata: {a.crt: one, b.crt: two}\n")

    assert manifests.read([file]).config_maps == {"authorities": "one\ntwo"}

"""Where `webmend run` gets certificates from: those that the browser trusts, and the one that it shows."""

import re
from collections.abc import Mapping
from pathlib import Path

from webmend.adapters.browser.trust import Trust
from webmend.domain.origin import canonical
from webmend.domain.session import ClientCertificate
from webmend.domain.workflow import Workflow

from .errors import Usage

_KEY = re.compile(r"-----BEGIN ([A-Z ]*PRIVATE KEY)-----.+?-----END \1-----", re.DOTALL)


def trust(workflow: Workflow, config_maps: Mapping[str, str], file: Path | None) -> Trust:
    """What the browser is started with; raises Usage where certificates to trust are wanted and not given.

    `config_maps`: texts of ConfigMaps by name, from the manifests. `file`: from the command line; it wins.
    """
    shown = workflow.spec.browser.client_certificate
    return Trust(
        authorities=_authorities(workflow.spec.browser.ca_bundle_ref, config_maps, file),
        origins=tuple(map(canonical, shown.origins)) if shown else (),
    )


def certificate(
    workflow: Workflow, secrets: Mapping[str, Mapping[str, str]], file: Path | None
) -> ClientCertificate | None:
    """The client certificate with its key; raises Usage where the workflow names one and none is given.

    `secrets`: Secrets by name, from the manifests. `file`: PEM with both, from the command line; it wins.
    """
    shown = workflow.spec.browser.client_certificate
    if shown is None:
        if file is not None:
            raise Usage("the workflow names no client certificate (spec.browser.clientCertificate)")
        return None
    if file is not None:
        return _from_pem(file)
    values = secrets.get(shown.secret_ref, {})
    if not values.get("tls.crt") or not values.get("tls.key"):
        raise Usage(
            f"the client certificate {shown.secret_ref} is not given: give --client-certificate FILE (PEM with "
            "certificate and key), or put its Secret with tls.crt and tls.key into the file"
        )
    return ClientCertificate(certificate=values["tls.crt"], key=values["tls.key"])


def _authorities(name: str | None, config_maps: Mapping[str, str], file: Path | None) -> str | None:
    if file is not None:
        return _read(file)
    if name is not None and name not in config_maps:
        raise Usage(
            f"the CA bundle {name} is not given: give --ca-bundle FILE (PEM), or put its ConfigMap into the file"
        )
    return config_maps[name] if name is not None else None


def _from_pem(file: Path) -> ClientCertificate:
    text = _read(file)
    key = _KEY.search(text)
    rest = text.replace(key[0], "") if key else ""
    if key is None or "BEGIN CERTIFICATE" not in rest:
        raise Usage(f"{file} is to hold a certificate and its private key in PEM")
    return ClientCertificate(certificate=rest, key=key[0])


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise Usage(f"{file} cannot be read: {getattr(error, 'strerror', None) or error}") from None

"""Hands out client certificates, and writes down each time, never what they are."""

from collections.abc import Callable

from webmend.domain.session import ClientCertificate

from .audit import Audit
from .definitions import Definitions
from .identity import Caller
from .problems import Refused
from .vault import Vault

CERTIFICATE, KEY = "tls.crt", "tls.key"
"""As Kubernetes names them in Secrets of type kubernetes.io/tls."""


class ClientCertificates:
    """The only place that they leave by. `count` refuses a caller that has been handed out too much of late."""

    def __init__(self, definitions: Definitions, vault: Vault, audit: Audit, count: Callable[[Caller], None]):
        self._definitions = definitions
        self._vault = vault
        self._audit = audit
        self._count = count

    async def release(self, caller: Caller) -> ClientCertificate:
        """The certificate that the caller's workflow names, with its key; refuses where it names none."""
        caller.check_acting()
        if caller.run.spec.stop or caller.run.deleting:
            raise Refused(403, "somebody asked the run to stop")
        declared = (await self._definitions.workflow(caller.run)).spec.browser.client_certificate
        if declared is None:
            raise Refused(403, "the workflow names no client certificate")
        values = await self._vault.values(caller.run.namespace, declared.secret_ref)
        if missing := next((key for key in (CERTIFICATE, KEY) if not values.get(key)), ""):
            raise Refused(404, f"the Secret {declared.secret_ref} has no key {missing}")
        self._count(caller)
        await self._audit.note(
            caller,
            "client certificate released",
            secret=declared.secret_ref,
            origins=" ".join(declared.origins),
        )
        return ClientCertificate(certificate=values[CERTIFICATE], key=values[KEY])

"""How to reach the API server: as the pod's service account, or as a kubeconfig says."""

import os
from pathlib import Path

from kubernetes.aio.client import Configuration
from kubernetes.aio.config import (
    ConfigException,
    list_kube_config_contexts,
    load_incluster_config,
    load_kube_config,
)
from kubernetes.aio.config.incluster_config import SERVICE_HOST_ENV_NAME, SERVICE_TOKEN_FILENAME

from webmend.ports.cluster import Unavailable

CONNECTIONS = 40
NAMESPACE_FILE = Path(SERVICE_TOKEN_FILENAME).with_name("namespace")
"""The namespace of the pod."""


async def configuration(kubeconfig: str | None = None, context: str | None = None) -> Configuration:
    """The client's configuration; a pod's token is read anew each minute. Raises Unavailable when there is none.

    `context`: of the kubeconfig, by default its current one.
    """
    made = Configuration()
    try:
        if kubeconfig is None and context is None and _is_in_pod():
            load_incluster_config(client_configuration=made)
        else:
            file = kubeconfig or _default_file()
            await load_kube_config(config_file=file, context=context, client_configuration=made)
    except (ConfigException, OSError) as error:
        raise Unavailable(f"no way to the API server: {error}") from error
    # The default looks up proxies and .netrc at every request, and sends our traffic through the pod's HTTPS_PROXY.
    made.client_session_kwargs = {"trust_env": False}
    made.connection_pool_maxsize = CONNECTIONS
    return made


async def bearer_token(kubeconfig: str | None = None, context: str | None = None) -> str:
    """The bearer token that the kubeconfig's user has, its plug-in asked where it has one; empty where it shows a
    client certificate. Raises Unavailable when there is no kubeconfig."""
    known = (await configuration(kubeconfig, context)).api_key.get("BearerToken") or ""
    return str(known).removeprefix("Bearer ")


def namespace(kubeconfig: str | None = None, context: str | None = None) -> str:
    """The namespace of the kubeconfig's context, in a pod without one the pod's.

    Raises Unavailable when there is no kubeconfig, or no such context in it.
    """
    if kubeconfig is None and context is None and _is_in_pod():
        return NAMESPACE_FILE.read_text().strip()
    try:
        known, current = list_kube_config_contexts(config_file=kubeconfig or _default_file())
    except (ConfigException, OSError) as error:
        raise Unavailable(f"no way to the API server: {error}") from error
    chosen = current if context is None else next((each for each in known if each["name"] == context), None)
    if chosen is None:
        raise Unavailable(f"the kubeconfig has no context {context}")
    return str(chosen["context"].get("namespace") or "default")


def _is_in_pod() -> bool:
    return SERVICE_HOST_ENV_NAME in os.environ and Path(SERVICE_TOKEN_FILENAME).exists()


def _default_file() -> str:
    return os.environ.get("KUBECONFIG") or str(Path("~/.kube/config").expanduser())

"""Where `webmend run` gets the values of credentials from."""

import os
from collections.abc import Mapping
from pathlib import Path

from webmend.domain.workflow import Workflow

from .errors import Usage
from .manifests import load, secret_values

KEYS = ("username", "password", "totp")
ENVIRONMENT = "env:"

Values = Mapping[str, str]


def gather(workflow: Workflow, secrets: Mapping[str, Values], given: Mapping[str, str]) -> dict[str, Values]:
    """The values of each of the workflow's credentials, by alias; raises Usage when one has none.

    `secrets`: Secrets by name, from the manifests. `given`: sources by alias, from the command line; they win.
    """
    aliases = {credential.alias for credential in workflow.spec.credentials}
    if unknown := sorted(given.keys() - aliases):
        raise Usage(f"the workflow has no credential {unknown[0]}; it has: {', '.join(sorted(aliases)) or 'none'}")
    found = {c.alias: secrets[c.secret_ref] for c in workflow.spec.credentials if c.secret_ref in secrets}
    found |= {alias: read(source) for alias, source in given.items()}
    if missing := sorted(aliases - found.keys()):
        alias = missing[0]
        raise Usage(
            f"the credential {alias} has no value: give --credential {alias}=FILE (YAML with username and password), "
            f"--credential {alias}=env:PREFIX (PREFIX_USERNAME, PREFIX_PASSWORD), or put its Secret into the file"
        )
    return found


def read(source: str) -> Values:
    """The values at a source: `env:PREFIX`, or a YAML file with the values or with a Secret; raises Usage."""
    if source.startswith(ENVIRONMENT):
        return _from_environment(source.removeprefix(ENVIRONMENT))
    documents = load(Path(source))
    if len(documents) != 1 or not isinstance(documents[0], dict):
        raise Usage(f"{source} is to hold one mapping with {', '.join(KEYS)}, or one Secret")
    document = documents[0]
    if document.get("kind") == "Secret":
        return secret_values(document)
    return {str(key): str(value) for key, value in document.items()}


def _from_environment(prefix: str) -> Values:
    named = {key: f"{prefix}_{key.upper()}" for key in KEYS}
    values = {key: os.environ[name] for key, name in named.items() if name in os.environ}
    if not values:
        raise Usage(f"none of {', '.join(named.values())} is set")
    return values

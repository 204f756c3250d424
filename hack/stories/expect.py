"""Whether a story ended as its example says."""

from typing import Any

VERSION = "workflowVersion."


def differences(expect: dict[str, Any], status: dict[str, Any], versions: list[dict[str, Any]]) -> list[str]:
    """What is not as promised, a line each; empty when the story ended as its example says.

    `status` is the run's; `versions` are the specs of its workflow's versions. All fields asked for under
    workflowVersion must hold of one and the same version.
    """
    wanted_version = {k.removeprefix(VERSION): v for k, v in expect.items() if k.startswith(VERSION)}
    wanted = {k: v for k, v in expect.items() if not k.startswith(VERSION)}
    found = [f"{path}: {at(status, path)!r}, not {want!r}" for path, want in wanted.items() if at(status, path) != want]
    if wanted_version and not any(_has(version, wanted_version) for version in versions):
        found.append(f"no version with {wanted_version}")
    return found


def at(value: Any, path: str) -> Any:
    """What stands at a dotted path of names and indices; None where nothing does."""
    for part in path.split("."):
        if isinstance(value, list):
            value = value[int(part)] if int(part) < len(value) else None
        else:
            value = (value or {}).get(part)
    # the API leaves out what is false or empty
    return _DEFAULTS.get(path) if value is None else value


_DEFAULTS = {"recovered": False, "records": 0}


def _has(version: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all(version.get(name) == want for name, want in wanted.items())

"""What somebody does while a story is told: the site changes, a person answers, approves, reverts."""

import json
import time
from dataclasses import dataclass, field
from typing import Any

from . import kubectl
from .story import Act, Story

BEFORE, AFTER = "Before", "After"
APPEARS_WITHIN = 15.0
"""Seconds until an object that a story goes on with must be there."""

_MERGE, _JSON = "merge", "json"


@dataclass
class Acting:
    """The acts of one story that are still to come, in their order."""

    story: Story
    left: list[Act] = field(init=False)
    failed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.left = list(self.story.acts)

    def before(self) -> None:
        """Before the run is made."""
        self._do_while(BEFORE, {})

    def look(self, status: dict[str, Any]) -> None:
        """The run has come so far."""
        self._do_while(str(status.get("phase", "")), status)

    def after(self, status: dict[str, Any]) -> None:
        """The run is over."""
        self._do_while(AFTER, status)

    def complaints(self) -> list[str]:
        """The acts whose moment never came, and those that could not be done."""
        return [f"{act.when} was never seen, so nothing was done then" for act in self.left] + self.failed

    def _do_while(self, moment: str, status: dict[str, Any]) -> None:
        while self.left and self.left[0].when == moment:
            act = self.left.pop(0)
            try:
                _do(self.story, act, status)
            except (kubectl.KubectlFailed, TimeoutError) as error:  # one story's trouble ends no other story
                self.failed.append(f"{act.when}: {error}")


def _do(story: Story, act: Act, status: dict[str, Any]) -> None:
    if act.site is not None:
        _change_site(story, act.site)
    if act.patch is not None:
        _patch(story, act.patch, status)
    if act.create is not None:
        kubectl.create(_filled(act.create, status))


def _change_site(story: Story, faults: dict[str, Any]) -> None:
    """Put the faults of the clinic that has the name of the story's workflow."""
    path = f"/api/v1/namespaces/{story.namespace}/services/site:http/proxy/_control/tenants/{story.workflow}"
    kubectl.kubectl("replace", "--raw", path, "--filename=-", stdin=json.dumps(faults))


def _patch(story: Story, patch: dict[str, Any], status: dict[str, Any]) -> None:
    """Patch an object: `kind`, `name` (or `labels`, for the newest that has them), and `merge` or `json`."""
    kind = patch["kind"]
    name = patch.get("name") or _newest(story, kind, patch["labels"])
    how = _JSON if _JSON in patch else _MERGE
    body = json.dumps(_filled(patch[how], status))
    kubectl.kubectl("patch", kind, name, "-n", story.namespace, f"--type={how}", f"--patch={body}")


def _newest(story: Story, kind: str, labels: str) -> str:
    """Waited for: what the operator makes after a run, such as an error code, comes a moment after its last phase."""
    until = time.monotonic() + APPEARS_WITHIN
    while time.monotonic() < until:
        found = kubectl.items(kind, "-n", story.namespace, "-l", labels, "--sort-by=.metadata.creationTimestamp")
        if found:
            return str(found[-1]["metadata"]["name"])
        time.sleep(0.2)
    raise TimeoutError(f"no {kind} with {labels} within {APPEARS_WITHIN:.0f} s")


def _filled(value: Any, status: dict[str, Any]) -> Any:
    """The value with {requestId} as the run asks it."""
    asked = str((status.get("inputRequest") or {}).get("requestId", ""))
    return json.loads(json.dumps(value).replace("{requestId}", asked))

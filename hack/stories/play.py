"""Plays stories on a cluster: a few side by side, those that disturb the installation alone and last."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from . import kubectl
from .acts import Acting
from .answer import answer_if_asked
from .disturb import DISTURBANCES
from .expect import differences
from .story import PREFIX, Story

TERMINAL = ("Succeeded", "Failed", "Stopped")
LIMIT = 600.0
"""Seconds that a story may take."""


@dataclass
class Played:
    """A story and what has become of it so far."""

    story: Story
    status: dict[str, Any] = field(default_factory=dict)
    started: float | None = None
    ended: float | None = None
    differences: list[str] = field(default_factory=list)
    disturbance: Any = None
    acting: Acting = field(init=False)

    def __post_init__(self) -> None:
        self.acting = Acting(self.story)

    @property
    def is_over(self) -> bool:
        """It has ended, well or not."""
        return self.ended is not None


def play(
    stories: Iterable[Story], side_by_side: int, show: Callable[[list[Played]], None] = lambda played: None
) -> list[Played]:
    """All stories, played; `show` is called with the state of things about once a second."""
    played = [Played(s) for s in stories]
    while not all(p.is_over for p in played):
        _start_more(played, side_by_side)
        time.sleep(1)
        _look(played)
        show(played)
    return played


def _start_more(played: list[Played], side_by_side: int) -> None:
    running = [p for p in played if p.started is not None and not p.is_over]
    for one in _waiting(played):
        if _may_start(one, played, running, side_by_side):
            _start(one)
            running.append(one)


def _waiting(played: list[Played]) -> list[Played]:
    """Those still to be started, the ones first that another waits for: a chain takes longest."""
    awaited = {p.story.after for p in played}
    return sorted((p for p in played if p.started is None), key=lambda p: p.story.name not in awaited)


def _may_start(one: Played, played: list[Played], running: list[Played], side_by_side: int) -> bool:
    if one.story.disturb:
        quiet = all(p.is_over for p in played if not p.story.disturb)
        return quiet and not running
    waits_for = [p for p in played if p.story.name == one.story.after]
    return len(running) < side_by_side and all(p.is_over for p in waits_for)


def _start(one: Played) -> None:
    story = one.story
    _forget(story)
    if not story.after:  # what the story before has changed of them is what this one is about
        kubectl.apply(story.needs)
    one.acting.before()
    kubectl.create(story.run)
    one.started = time.monotonic()
    if story.disturb:
        one.disturbance = DISTURBANCES[story.disturb](story)


def _forget(story: Story) -> None:
    """Take away what an earlier telling has left: the run, and what its workflow has learned."""
    kubectl.kubectl("delete", "workflowrun", story.name, "-n", story.namespace, "--ignore-not-found")
    if not story.after:
        kubectl.kubectl("delete", "workflow", story.workflow, "-n", story.namespace, "--ignore-not-found")
        for kind in ("workflowversion", "errorcode"):
            kubectl.kubectl("delete", kind, "-n", story.namespace, "-l", f"webmend.io/workflow={story.workflow}")
        kubectl.kubectl("delete", "secret", "-n", story.namespace, "-l", f"{PREFIX}of={story.workflow}")


def _look(played: list[Played]) -> None:
    running = [p for p in played if p.started is not None and not p.is_over]
    for one in running:
        run = kubectl.get("workflowrun", one.story.name, "-n", one.story.namespace)
        one.status = run.get("status", {})
        answer_if_asked(one.story, run)
        if one.disturbance is not None:
            one.disturbance.look(one.status)
        one.acting.look(one.status)
        if one.status.get("phase") in TERMINAL or time.monotonic() - (one.started or 0) > LIMIT:
            _end(one)


def _end(one: Played) -> None:
    story = one.story
    one.acting.after(one.status)
    versions = [
        v["spec"]
        for v in kubectl.items("workflowversions", "-n", story.namespace)
        if v["spec"]["workflow"] == story.workflow
    ]
    one.ended = time.monotonic()
    one.differences = differences(story.expect, one.status, versions)
    if one.status.get("phase") not in TERMINAL:
        one.differences.insert(0, f"not over after {LIMIT:.0f} s")
    one.differences += one.acting.complaints()
    if one.disturbance is not None:
        one.differences += one.disturbance.complaints()

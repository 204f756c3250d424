"""Every story of examples/ ends as its example says, on a real node."""

import json

import pytest

from hack.stories import installation, kubectl
from hack.stories.disturb import SYSTEM
from hack.stories.play import Played
from hack.stories.story import Story, stories

STORIES = stories()


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("story", STORIES, ids=[s.name for s in STORIES])
def test_the_story_ends_as_its_example_says(played: dict[str, Played], story: Story) -> None:
    one = played[story.name]
    assert one.differences == [], json.dumps(one.status, indent=2)


def test_each_attempt_has_exactly_one_job_and_one_pod(played: dict[str, Played]) -> None:
    for one in played.values():
        run = kubectl.get("workflowrun", one.story.name, "-n", one.story.namespace)
        label = f"webmend.io/run={run['metadata']['uid']}"
        for kind in ("jobs", "pods"):
            found = kubectl.items(kind, "-n", one.story.namespace, "-l", label)
            assert len(found) == run["status"]["attempt"], (one.story.name, kind)


def test_kubectl_wait_for_finished_returns_for_every_run(played: dict[str, Played]) -> None:
    for one in played.values():
        run = f"workflowrun/{one.story.name}"
        kubectl.kubectl("wait", run, "-n", one.story.namespace, "--for=condition=Finished", "--timeout=5s")


def test_no_password_stands_in_any_output(played: dict[str, Played]) -> None:
    passwords = {need["stringData"]["password"] for s in STORIES for need in s.needs if need["kind"] == "Secret"}
    assert len(passwords) == 3
    text = "\n".join(_outputs())
    assert [p for p in passwords if p in text] == []


def test_a_wrong_password_says_what_to_do(played: dict[str, Played]) -> None:
    error = played["wrong-password"].status["error"]
    assert "password" in error["suggestedFix"]


def _outputs() -> list[str]:
    """Everything that anybody can read: objects, Events, logs of every pod, the files of the artifact store."""
    kinds = "workflows,workflowruns,workflowversions,jobs,pods,events,configmaps"
    texts = [kubectl.kubectl("get", kinds, "-n", space, "-o", "yaml") for space in (installation.SPACE, SYSTEM)]
    for space in (installation.SPACE, SYSTEM):
        for pod in kubectl.items("pods", "-n", space):
            texts.append(kubectl.kubectl("logs", pod["metadata"]["name"], "-n", space, "--all-containers"))
    texts.append(kubectl.kubectl("exec", "deploy/webmend-server", "-n", SYSTEM, "--", "python3", "-c", _READ_ALL))
    return texts


_READ_ALL = """
import pathlib
for p in pathlib.Path('/var/lib/webmend').rglob('*'):
    if p.is_file():
        print(p, p.read_bytes().decode('utf-8', 'replace'))
"""

"""The stories in which the leading operator is killed, told again and again."""

import pytest

from hack.stories import kubectl
from hack.stories.disturb import SYSTEM
from hack.stories.play import play
from hack.stories.story import Story, stories

TIMES = 10
KILLED = [s for s in stories() if s.disturb.startswith("OperatorKilled")]


@pytest.mark.long
@pytest.mark.parametrize("time", range(TIMES))
@pytest.mark.parametrize("story", KILLED, ids=[s.name for s in KILLED])
def test_a_run_outlives_its_operator(node: None, story: Story, time: int) -> None:
    _reset(story)
    _renew_operators()
    [one] = play([story], 1)
    assert one.differences == []


def _reset(story: Story) -> None:
    """Let the clinic of the story begin anew."""
    path = f"/api/v1/namespaces/{story.namespace}/services/site:http/proxy/_control/tenants/{story.workflow}/reset"
    kubectl.kubectl("create", "--raw", path, "--filename=-", stdin="")


def _renew_operators() -> None:
    """Two operators that have not been killed yet: the kubelet starts what is killed often only after minutes."""
    operators = ("deployment/webmend-operator", "--namespace", SYSTEM)
    kubectl.kubectl("rollout", "restart", *operators)
    kubectl.kubectl("rollout", "status", *operators, "--timeout=120s", seconds=130)

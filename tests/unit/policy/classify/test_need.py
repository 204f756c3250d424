"""What was not taken is no fact."""

import pytest

from tests.unit.policy.classify.evidence import SPINNER, seen
from webmend.domain.evidence import Evidence
from webmend.policy.classify import need
from webmend.policy.classify.need import Need


@pytest.mark.parametrize(
    ("wanted", "evidence", "want"),
    [
        pytest.param(need.BUSY, seen(), True, id="nothing busy is a fact"),
        pytest.param(need.BUSY, seen(dropped=("dom",)), False, id="not where the group was dropped"),
        pytest.param(need.BUSY, seen(dropped=("dom.busy",)), False, id="not where the field was dropped"),
        pytest.param(need.BUSY, seen(dropped=("dom.closest",)), True, id="but where a field beside it was"),
        pytest.param(need.BUSY, seen(dropped=("all",)), False, id="not where everything was dropped"),
        pytest.param(need.BUSY, seen(dom={"busy": [SPINNER]}, dropped=("dom.busy",)), True, id="a list cut short"),
        pytest.param(need.MUTATIONS, seen(dropped=("dom.mutationsLast2S",)), False, id="camelCase is known"),
        pytest.param(need.MUTATIONS, seen(dropped=("dom.mutations_last_2s",)), False, id="snake_case is known"),
        pytest.param(need.TRAFFIC, seen(dropped=("net",)), True, id="the beginning of a name is none"),
        pytest.param(need.MATCHES, seen(dom={"selector_counts": []}), False, id="no counts are no count of none"),
        pytest.param(need.READINESS, seen(document={"ready_state": ""}), False, id="no state is no state of readiness"),
        pytest.param(need.GOOD_RUNS, seen(history={"waits": [2.0]}), True, id="a wait known is a wait known"),
    ],
)  # fmt: skip
def test_a_need(wanted: Need, evidence: Evidence, want: bool) -> None:
    assert wanted.is_met(evidence) is want

"""Labels that tell workflows apart, and what every component tells."""

from tests.support.metrics import told
from webmend.adapters.metrics import OTHER, Scope, registry
from webmend.domain.settings import MetricsSettings


def scope(most: int) -> Scope:
    return Scope(MetricsSettings(per_workflow=True, max_workflows=most))


def test_without_the_setting_there_are_no_such_labels() -> None:
    plain = Scope(MetricsSettings())
    assert (plain.names, plain.of("clinic", "portal")) == ((), ())


def test_the_first_workflows_are_told_apart_and_the_rest_are_one() -> None:
    few = scope(2)
    seen = [few.of("a", "x"), few.of("b", "x"), few.of("b", "y"), few.of("a", "x")]
    assert seen == [("a", "x"), ("b", "x"), (OTHER, OTHER), ("a", "x")]


def test_a_workflow_that_is_not_there_takes_no_place() -> None:
    one = scope(1)
    assert [one.of("a", ""), one.of("a", "x")] == [(OTHER, OTHER), ("a", "x")]


def test_each_value_begins_once_before_it_is_counted() -> None:
    begun: list[tuple[str, ...]] = []
    few = scope(1)
    few.beginning(begun.append)
    for workflow in ("x", "x", "y", "z"):
        few.of("a", workflow)
    assert begun == [(OTHER, OTHER), ("a", "x")]


def test_without_labels_everything_begins_at_once() -> None:
    begun: list[tuple[str, ...]] = []
    plain = Scope(MetricsSettings())
    plain.beginning(begun.append)
    plain.of("a", "x")
    assert begun == [()]


def test_a_component_tells_its_release_and_its_process() -> None:
    made = registry("operator")
    [labels] = told(made, "build_info")
    assert labels[0] == "operator"
    assert made.get_sample_value("process_resident_memory_bytes")

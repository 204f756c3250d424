"""Whether a run has extracted far fewer rows than the last good one."""

from collections.abc import Iterable, Iterator

from webmend.domain.data import DataRuleKind, DataWarning, OutputRows
from webmend.domain.workflow import DataRules, GoodRun


def drops(rules: Iterable[DataRules], before: GoodRun | None, now: Iterable[OutputRows]) -> tuple[DataWarning, ...]:
    """A warning for each output that has dropped too far; an output that the good run had not is compared with nothing.

    `now`: the rows of this run; one that is not named has none.
    """
    if before is None:
        return ()
    was, is_ = ({each.output: each.rows for each in rows} for rows in (before.rows, now))
    found = (_drop(rule, before.run, was.get(rule.output, 0), is_.get(rule.output, 0)) for rule in rules)
    return tuple(each for warnings in found for each in warnings)


def parted(warnings: Iterable[DataWarning]) -> tuple[tuple[DataWarning, ...], tuple[DataWarning, ...]]:
    """Those for data that break a rule by themselves, and those for data that have dropped too far."""
    found = tuple(warnings)
    dropped = tuple(each for each in found if each.rule is DataRuleKind.MAX_DROP_PERCENT)
    return tuple(each for each in found if each not in dropped), dropped


def _drop(rule: DataRules, run: str, before: int, now: int) -> Iterator[DataWarning]:
    most, lost = rule.max_drop_percent, before - now
    if most is not None and before > 0 and lost * 100 > most * before:
        less = f"{100 * lost // before} % fewer than the {before} of the last good run {run}"
        said = f"{rule.output} has {now} rows, {less}; at most {most} % fewer are expected"
        yield DataWarning(output=rule.output, rule=DataRuleKind.MAX_DROP_PERCENT, message=said[:256])

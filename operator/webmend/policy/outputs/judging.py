"""Whether what a run has extracted holds to the rules that can be judged on it alone."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from webmend.domain.data import MOST_WARNINGS, DataRuleKind, DataWarning
from webmend.domain.workflow import DataRules, Outputs

from .rows import rows_of

LONGEST = 256
"""Characters of a warning."""


def judged(outputs: Outputs, values: Mapping[str, Any], clean: Callable[[str], str] = str) -> tuple[DataWarning, ...]:
    """What does not hold, MOST_WARNINGS at most; the last of more says how many there are.

    `clean` takes secrets out of a text: a row's field may be called as the site pleases.
    """
    found = (*_schema(outputs, values), *(each for rule in outputs.rules for each in _rule(rule, values)))
    if len(found) > MOST_WARNINGS:
        more = f"{len(found) - MOST_WARNINGS + 1} further warnings are not listed"
        found = (*found[: MOST_WARNINGS - 1], DataWarning(rule=found[MOST_WARNINGS - 1].rule, message=more))
    return tuple(
        each.with_(message=clean(each.message)[:LONGEST], output=clean(each.output)[:LONGEST]) for each in found
    )


def unjudged(why: str) -> tuple[DataWarning, ...]:
    """Nobody can say whether the data are good, so they are not."""
    return (DataWarning(rule=DataRuleKind.SCHEMA, message=f"what was extracted could not be judged: {why}"[:LONGEST]),)


def _schema(outputs: Outputs, values: Mapping[str, Any]) -> tuple[DataWarning, ...]:
    if outputs.data_schema is None:
        return ()
    from . import schema  # takes a runner a tenth of a second, which most workflows need not wait for

    if flaws := schema.flaws(outputs.data_schema):  # of a workflow that an older release has accepted
        return unjudged(f"dataSchema {flaws[0].sentence}")
    try:
        found = schema.breaches(outputs.data_schema, values)
    except schema.TooMuch:
        return unjudged("it takes too many comparisons with dataSchema")
    return tuple(_warning(each.output, DataRuleKind.SCHEMA, str(each)) for each in found)


def _rule(rule: DataRules, values: Mapping[str, Any]) -> Iterator[DataWarning]:
    rows = rows_of(values.get(rule.output))
    if rule.min_rows is not None and len(rows) < rule.min_rows:
        said = f"{rule.output} has {len(rows)} rows; at least {rule.min_rows} are expected"
        yield _warning(rule.output, DataRuleKind.MIN_ROWS, said)
    for name in rule.required:
        empty = [place for place, row in enumerate(rows) if not _is_filled(row, name)]
        if empty:
            first = f"first in {rule.output}[{empty[0]}]"
            said = f"{rule.output}: {name} is empty in {len(empty)} of {len(rows)} rows, {first}"
            yield _warning(rule.output, DataRuleKind.REQUIRED, said)


def _is_filled(row: Any, name: str) -> bool:
    """Whether the row has anything in that field; 0 and false are something."""
    value = row.get(name) if isinstance(row, Mapping) else None
    return bool(value.strip()) if isinstance(value, str) else value not in (None, [], {})


def _warning(output: str, rule: DataRuleKind, said: str) -> DataWarning:
    return DataWarning.model_construct(output=output, rule=rule, message=said)

"""Whether what a workflow asks of its outputs can be judged at all: what a schema cannot say."""

from collections.abc import Iterator, Mapping

from webmend.domain.graph import Graph, Node
from webmend.domain.workflow import Outputs, WorkflowSpec
from webmend.policy.graph import Problem

MOST_TOLD = 8
_AT = "spec.outputs"


def problems(spec: WorkflowSpec) -> tuple[Problem, ...]:
    """Rules on what no step gives, and what is wrong with the schema; empty when all can be judged."""
    if spec.outputs is None:
        return ()
    return (*_schema(spec.outputs, spec.graph), *_rules(spec.outputs, spec.graph))


def _rules(outputs: Outputs, graph: Graph) -> Iterator[Problem]:
    for place, rule in enumerate(outputs.rules):
        at, given = f"{_AT}.rules[{place}]", _givers(graph, rule.output)
        if not given:
            yield Problem(f"{at}.output", f"no step gives an output {rule.output}")
            continue
        known = _fields(given)
        for nth, name in enumerate(rule.required):
            if known is not None and name not in known:
                yield Problem(f"{at}.required[{nth}]", f"no step extracts a field {name} into {rule.output}")


def _schema(outputs: Outputs, graph: Graph) -> tuple[Problem, ...]:
    if outputs.data_schema is None:
        return ()
    from .schema import flaws

    found = tuple(Problem(_path(flaw.path), flaw.sentence) for flaw in flaws(outputs.data_schema)[:MOST_TOLD])
    return found or tuple(_unknown(outputs.data_schema, graph))


def _unknown(schema: Mapping[str, object], graph: Graph) -> Iterator[Problem]:
    """Outputs that the schema names and no step gives: it would be judged on nothing."""
    for word in ("properties", "required"):
        named = schema.get(word) or ()
        assert isinstance(named, dict | list | tuple)
        for name in named:
            if not _givers(graph, str(name)):
                yield Problem(_path((word,)), f"no step gives an output {name}"[:256])


def _path(path: tuple[str | int, ...]) -> str:
    return f"{_AT}.dataSchema" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)


def _givers(graph: Graph, output: str) -> tuple[Node, ...]:
    return tuple(node for node in graph.nodes if node.output == output)


def _fields(nodes: tuple[Node, ...]) -> frozenset[str] | None:
    """The fields that these steps extract; None where only the site knows them."""
    named = [_fields_of(node) for node in nodes]
    return None if any(names is None for names in named) else frozenset(name for names in named for name in names or ())


def _fields_of(node: Node) -> tuple[str, ...] | None:
    extract = node.extract
    if extract is None or extract.response is not None:
        return None
    if extract.table is not None:
        return tuple(column.name for column in extract.table.columns) or None
    fields = extract.list.fields if extract.list is not None else extract.fields
    return tuple(field.name for field in fields)

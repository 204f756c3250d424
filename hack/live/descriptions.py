"""What it changes that steps are described: the same evidence, classified with a description of the failed step.

The description is the one that webmend writes from the graph. That of a step whose element a good run has shown names
the element and its page too; the cases have no such run of every step.
"""

from collections.abc import Sequence
from typing import Any

from scoring.measures import share

from tests.site.states.catalogue import Case, Kind
from tests.site.states.workflow import workflow
from webmend.domain.evidence import Evidence
from webmend.policy import descriptions
from webmend.policy.classify.need import DESCRIPTION

from .answers import Answer


def described(case: Case, evidence: Evidence) -> Evidence:
    """The evidence, its step described; as it is where somebody has described it, or where no step of ours failed."""
    graph = workflow(case).spec.graph
    node = next((node for node in graph.nodes if node.id == evidence.step.id), None)
    if node is None or descriptions.is_enough(evidence.step.description):
        return evidence
    return evidence.with_(step=evidence.step.with_(description=descriptions.of_step(node, graph, {})))


def compared(without: Sequence[Answer], with_: Sequence[Answer]) -> dict[str, Any]:
    """Abstention and accuracy both ways, and the cases that get another answer."""
    pairs = zip(without, with_, strict=True)
    return {
        "without": _summary(without),
        "with": _summary(with_),
        "other_label": [was.case.id for was, now in pairs if was.said != now.said],
    }


def _summary(answers: Sequence[Answer]) -> dict[str, Any]:
    decidable = [answer for answer in answers if answer.is_decidable]
    undecidable = [answer for answer in answers if answer.case.kind is Kind.UNDECIDABLE]
    return {
        "abstention": share(decidable, lambda answer: not answer.is_given),
        "abstention_on_undecidable": share(undecidable, lambda answer: not answer.is_given),
        "category": share(decidable, lambda answer: answer.is_category),
        "strict": share(decidable, lambda answer: answer.said == answer.label),
        "description_missed": sum(DESCRIPTION.what in answer.failure.missing for answer in answers),
    }

"""The cases: what the classifier is given of each, and what it must say."""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from webmend.policy.classify.reading import Told

Named = tuple[str, str | None]
"""A category and a sub-type."""
UNDECIDABLE = "NOT_CONFIDENT"
WITHOUT_SUB_TYPES = ("NOT_CONFIDENT", "PASSWORD_UPDATE_REQUIRED", "PAGE_NOT_FOUND")


@dataclass(frozen=True)
class Case:
    """One labelled failure."""

    id: str
    repository: str
    """Groups the folds: cases of one repository are never on both sides."""
    told: Told
    """Without the symptom, which no runner has."""
    symptom: str
    label: Named
    acceptable: frozenset[Named]
    """Answers that can be defended, the label among them."""
    tags: frozenset[str]

    @property
    def digest(self) -> str:
        """What the case is known by, whatever its number: a digest of all that is told of it."""
        told = json.dumps([*astuple(self.told), self.symptom], ensure_ascii=False)
        return sha256(told.encode()).hexdigest()[:10]

    @property
    def is_decidable(self) -> bool:
        """Whether the thread says what it was."""
        return self.label[0] != UNDECIDABLE

    @property
    def categories(self) -> frozenset[str]:
        """The categories that can be defended."""
        return frozenset(category for category, _ in self.acceptable)


def load(path: Path) -> tuple[Case, ...]:
    """The cases of a file, one JSON object a line. Label, reason, tags, source and address stay out of what is told."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_case(json.loads(line)) for line in lines if line.strip())


def _case(raw: Mapping[str, Any]) -> Case:
    label = _named((raw["label"]["category"], raw["label"].get("sub_type")))
    others = (_named(answer) for answer in raw.get("label_acceptable") or ())
    return Case(
        id=raw["id"],
        repository=raw["source"].split("#")[0],
        told=_told(raw["evidence"]),
        symptom=raw["evidence"].get("symptom") or "",
        label=label,
        acceptable=frozenset({label, *others}),
        tags=frozenset(raw.get("tags") or ()),
    )


def _named(answer: Any) -> Named:
    """The label; where a category names no sub-types, none and OTHER are the same."""
    category, sub_type = answer
    return category, None if category in WITHOUT_SUB_TYPES else sub_type


def _told(evidence: Mapping[str, Any]) -> Told:
    def text(name: str) -> str:
        return evidence.get(name) or ""

    return Told(
        error_type=text("error_type"),
        error_message=text("error_message"),
        status=evidence.get("http_status"),
        path=text("url_path_hint"),
        page_text=text("page_text"),
        is_quoted=evidence.get("page_text_kind") == "quoted",
        selector=text("selector"),
        action=text("step_action"),
    )

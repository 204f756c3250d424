"""The page of proofs names what is there, and leaves no category out; each label has live pages."""

import re
from pathlib import Path

import pytest

from tests.site.states.catalogue import cases
from webmend.domain.failure import SUB_TYPES, Category, SubType

ROOT = Path(__file__).parents[2]
ROWS = [line for line in (ROOT / "docs/reference/proofs.md").read_text().splitlines() if line.startswith("| `")]
PROOFS = sorted({proof for row in ROWS for proof in re.findall(r"`((?:examples|tests)/[^`]+)`", row)})


@pytest.mark.parametrize("proof", PROOFS)
def test_what_is_named_as_a_proof_is_there(proof: str) -> None:
    path, _, name = proof.partition("::")
    text = (ROOT / path).read_text()
    assert not name or f"def {name}(" in text


@pytest.mark.parametrize("category", Category)
def test_each_category_has_a_row_with_a_proof(category: Category) -> None:
    assert any(row.startswith(f"| `{category}`") and "`" in row.split("|")[3] for row in ROWS)


@pytest.mark.parametrize(
    ("category", "sub_type"),
    [(category, sub_type) for category, named in SUB_TYPES.items() for sub_type in (named or (None,))],
)
def test_each_label_has_live_pages(category: Category, sub_type: SubType | None) -> None:
    of_label = [case for case in cases() if (case.category, case.sub_type) == (category, sub_type)]
    assert of_label or category is Category.NOT_CONFIDENT

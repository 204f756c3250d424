#!/usr/bin/env python3
"""How often each rule was right on live pages: the table of policy/classify/records/seen.py on standard output.

    hack/bench_classify.py --evidence DIR
    hack/count_rules.py DIR > seen.new && mv seen.new operator/webmend/policy/classify/records/seen.py

Not straight into the file: the classifier that is counted reads it.

Right is a vote for the category that the page was made to show. A vote on an undecidable page is wrong. Hostile pages
and faults of our own are left out: they have no label that a vote could be right about.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from webmend.domain.evidence import Evidence
from webmend.policy.classify.chain import RULES, heard
from webmend.policy.classify.rule import Ground

COUNTED = ("Named", "Other", "Trap", "Undecidable")
GROUNDS = {rule.name: rule.ground for rule in RULES}
HEAD = '''"""Rules on what the runner saw: counted by `hack/count_rules.py` on the live pages of tests/site/states.

{cases} pages, their labels known by construction. In-sample: the rules were mended with these pages in view. What they
gave before anybody had looked at a page stands in docs/decisions/0002-classification.md.
"""

from webmend.policy.classify.record import Record
from webmend.policy.classify.rule import Ground
'''

Votes = Counter[tuple[str, bool]]


def main() -> None:
    """Print the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evidence", type=Path, help="folder in which the bench kept the evidence of its cases")
    cases = list(_cases(parser.parse_args().evidence))
    print(_module(len(cases), Counter(vote for case in cases for vote in _votes(case))), end="")


def _cases(folder: Path) -> Iterator[dict[str, Any]]:
    kept = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json")))
    return (case for case in kept if case["kind"] in COUNTED)


def _votes(case: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """The rules that speak, and whether each is right. A definition needs no record."""
    meant = case["label"].split("/")[0]
    for rule, opinion in heard(Evidence.model_validate(case["evidence"])):
        if rule.ground is not Ground.DEFINITION:
            yield rule.name, opinion.label.category.value == meant


def _module(cases: int, votes: Votes) -> str:
    names = sorted({name for name, _ in votes})
    rules = "\n".join(f'    "{name}": {_record(votes, [name])},' for name in names)
    grounds = (ground for ground in Ground if ground is not Ground.DEFINITION)
    by_ground = ((ground, [name for name in names if GROUNDS[name] is ground]) for ground in grounds)
    sums = "\n".join(f"    Ground.{ground.name}: {_record(votes, own)}," for ground, own in by_ground)
    head = HEAD.format(cases=cases)
    return (
        f"{head}\nRULES: dict[str, Record] = {{\n{rules}\n}}\n\n"
        f'GROUNDS: dict[Ground, Record] = {{\n{sums}\n}}\n"""All rules of a ground together."""\n'
    )


def _record(votes: Votes, names: list[str]) -> str:
    right, wrong = (sum(votes[name, is_right] for name in names) for is_right in (True, False))
    return f"Record({right}, {wrong})"


if __name__ == "__main__":
    main()

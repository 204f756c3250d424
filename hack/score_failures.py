#!/usr/bin/env python3
"""Score the classifier on a file of reported failures: one JSON object on standard output.

    hack/score_failures.py FILE.jsonl [--folds 10] [--records]

What was told is read into the evidence bundle of the runner and goes through the runner's rules. Every figure stands
twice: with the records that webmend ships, and with records that were counted on the other folds only (grouped by
repository). The first three keys of each set of figures say what had been seen of the cases before.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from scoring import answers, cases, folds, report

from webmend.policy.classify.calibration import TOLD

SHIPPED = "as shipped: not fitted on this file unless it is the calibration file"
FOLDED = "counted on the other folds only, grouped by repository"
RULES = (
    "frozen for any file but the calibration file, which had been read when the rules were written (in-sample); what "
    "they gave on the half of it that was unread then stands in docs/decisions/0002-classification.md"
)


def main() -> None:
    """Print the figures, or the records of the rules on the file."""
    options = _options()
    loaded = cases.load(options.file)
    found = _records(loaded) if options.records else _scores(loaded, options.folds)
    print(json.dumps(found, indent=2, ensure_ascii=False))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="cases, one JSON object a line")
    parser.add_argument("--folds", type=int, default=10, help="parts for the cross-validation (10)")
    parser.add_argument("--records", action="store_true", help="print how often each rule was right, and stop")
    return parser.parse_args()


def _scores(loaded: tuple[cases.Case, ...], parts: int) -> dict[str, Any]:
    plain = answers.answers(loaded, TOLD, with_symptom=False)
    return {
        "cases": len(loaded),
        "without_symptom": {
            "as_shipped": _said(SHIPPED, plain),
            "cross_validated": _said(FOLDED, folds.cross_validated(loaded, parts, with_symptom=False)),
        },
        "with_symptom": {
            "as_shipped": _said(SHIPPED, answers.answers(loaded, TOLD, with_symptom=True)),
            "cross_validated": _said(FOLDED, folds.cross_validated(loaded, parts, with_symptom=True)),
        },
        "milliseconds": report.milliseconds(plain),
    }


def _said(confidences: str, answered: list[answers.Answer]) -> dict[str, Any]:
    return {"seen": {"confidences": confidences, "rules": RULES}, **report.figures(answered)}


def _records(loaded: tuple[cases.Case, ...]) -> dict[str, list[int]]:
    found = folds.records(loaded, with_symptom=False)
    return {name: [record.right, record.wrong] for name, record in found.items()}


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Score the classifier on a file of reported failures: one JSON object on standard output.

    hack/score_failures.py FILE.jsonl [--folds 10] [--records]

What was told is read into the evidence bundle of the runner and goes through the runner's rules. Every figure stands
twice: with the records that webmend ships, and with records that were counted on the other folds only (grouped by
repository). `seen`, before each set of figures, says whether they are in-sample or frozen; where a file holds cases of
both kinds, the frozen ones have figures of their own.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from scoring import answers, cases, folds, report, sample

from webmend.policy.classify.calibration import TOLD

SHIPPED = "as shipped: counted on the calibration file"
FOLDED = "counted on the other folds only, grouped by repository"


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
        "without_symptom": _both(loaded, parts, with_symptom=False),
        "with_symptom": _both(loaded, parts, with_symptom=True),
        "milliseconds": report.milliseconds(plain),
    }


def _both(loaded: tuple[cases.Case, ...], parts: int, *, with_symptom: bool) -> dict[str, Any]:
    shipped = answers.answers(loaded, TOLD, with_symptom=with_symptom)
    found = {
        "as_shipped": _said(SHIPPED, shipped),
        "cross_validated": _said(FOLDED, folds.cross_validated(loaded, parts, with_symptom=with_symptom)),
    }
    frozen = [answer for answer in shipped if not sample.is_seen(answer.case)]
    return {**found, "frozen_cases": _said(SHIPPED, frozen)} if 0 < len(frozen) < len(shipped) else found


def _said(confidences: str, answered: list[answers.Answer]) -> dict[str, Any]:
    return {"seen": sample.seen([answer.case for answer in answered], confidences), **report.figures(answered)}


def _records(loaded: tuple[cases.Case, ...]) -> dict[str, list[int]]:
    found = folds.records(loaded, with_symptom=False)
    return {name: [record.right, record.wrong] for name, record in found.items()}


if __name__ == "__main__":
    main()

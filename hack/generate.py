"""Writes every generated file of the tree, or says which of them are out of date.

usage: generate.py [--check]    (--check: write nothing; exit status 1 and the names of the files that differ)
"""

import argparse
import sys
from pathlib import Path

from generator.outputs import ROOT, outputs, stale


def main() -> int:
    """Exit status: 0 when everything is as it should be."""
    parser = argparse.ArgumentParser(description="Write every generated file of the tree.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a file is out of date")
    check = parser.parse_args().check
    found = stale(outputs())
    for path, text in found.items():
        print(f"{'out of date' if check else 'written'}: {path.relative_to(ROOT)}")
        if not check:
            _write(path, text)
    if check and found:
        print("run `make generate`", file=sys.stderr)
    return 1 if check and found else 0


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


if __name__ == "__main__":
    sys.exit(main())

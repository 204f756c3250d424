"""How well webmend says why a live page failed: one JSON object on standard output.

Every case of tests/site/states runs through the real runner in real Chromium until its step fails; the evidence that
the runner reports is classified. Exit status 1 when a case did not show what it is to show. With --replay, what
--evidence has kept is classified again, in seconds and without a browser.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from live.answers import Answer, answer
from live.descriptions import compared, described
from live.figures import figures, told
from ran_on import ran_on

from tests.site.states import packages
from tests.site.states.app import States
from tests.site.states.catalogue import Case, Kind, cases
from tests.support.chromium import EXECUTABLE
from tests.support.live.attempt import Failed, NotFailed, Player, Succeeded
from tests.support.live.serving import Served, served
from webmend.domain.evidence import Evidence


@dataclass
class Bench:
    """The cases that are left, and what came of the others."""

    options: argparse.Namespace
    left: Iterator[Case]
    answers: list[Answer] = field(default_factory=list)
    described: list[Answer] = field(default_factory=list)
    """The same, had the failed step been described."""
    broken: dict[str, str] = field(default_factory=dict)
    passed: list[str] = field(default_factory=list)
    """Hostile cases that could not stop the workflow."""

    async def work(self, at: Served) -> None:
        """Play cases until none is left."""
        async with Player(at) as player:
            for case in self.left:
                await self._one(player, case)

    async def _one(self, player: Player, case: Case) -> None:
        try:
            failed = await player.play(case)
        except Succeeded as error:
            if case.kind is Kind.HOSTILE:
                self.passed.append(case.id)
            else:
                self._broken(case, str(error))
        except (NotFailed, TimeoutError) as error:
            self._broken(case, str(error) or "it took too long")
        except Exception as error:  # one case that breaks the driver must not hide what the others gave
            self._broken(case, f"{type(error).__name__}: {error}")
        else:
            self._answered(case, failed)

    def replay(self, folder: Path) -> None:
        """Classify what was kept of each case that is left."""
        for case in self.left:
            kept = folder / f"{case.id}.json"
            if kept.exists():
                told_of = json.loads(kept.read_text(encoding="utf-8"))
                self._classified(case, Evidence.model_validate(told_of["evidence"]))
            else:
                self._broken(case, "nothing was kept of it")

    def _answered(self, case: Case, failed: Failed) -> None:
        said = self._classified(case, failed.evidence)
        if self.options.evidence:
            _keep(self.options.evidence, said, failed)

    def _classified(self, case: Case, evidence: Evidence) -> Answer:
        said = answer(case, described(case, evidence) if self.options.descriptions == "with" else evidence)
        self.answers.append(said)
        if self.options.descriptions == "both":
            self.described.append(answer(case, described(case, evidence)))
        mark = "right" if said.is_right else "HARM " if said.is_harmful else "wrong"
        _say(f"{mark}  {case.id:42} {'/'.join(filter(None, said.label)):44} {'/'.join(filter(None, said.said))}")
        if self.options.verbose:
            _say(f"       {json.dumps(told(said), ensure_ascii=False)}")
        return said

    def _broken(self, case: Case, why: str) -> None:
        self.broken[case.id] = why
        _say(f"BROKEN {case.id}: {why}")


def main() -> int:
    """Print the figures."""
    options = _options()
    chosen = [case for case in cases() if _is_meant(case, options.only)]
    began = time.monotonic()
    bench = Bench(options, iter(chosen))
    if options.replay:
        bench.replay(options.replay)
    else:
        packages.install()
        with served(States()) as at:
            asyncio.run(_all(bench, at, options.jobs))
    took = round(time.monotonic() - began)
    head = {"ran_on": ran_on(EXECUTABLE), "took_seconds": took, "hostile_without_effect": bench.passed}
    if bench.described:
        head["descriptions"] = compared(bench.answers, bench.described)
    print(json.dumps({**head, **figures(bench.answers, bench.broken)}, indent=2, ensure_ascii=False))
    return 1 if bench.broken else 0


async def _all(bench: Bench, at: Served, jobs: int) -> None:
    await asyncio.gather(*(bench.work(at) for _ in range(jobs)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", metavar="PATTERNS", default="", help="cases whose id, kind or label is like one")
    parser.add_argument("--jobs", type=int, default=2, help="browsers at once (2)")
    parser.add_argument("--verbose", action="store_true", help="say of each case why")
    parser.add_argument("--evidence", type=Path, metavar="DIR", help="keep each case's evidence and picture there")
    parser.add_argument("--replay", type=Path, metavar="DIR", help="classify what was kept there, without a browser")
    parser.add_argument(
        "--descriptions",
        choices=("without", "with", "both"),
        default="without",
        help="whether failed steps have the description that webmend gives them; both: what that changes (without)",
    )
    return parser.parse_args()


def _is_meant(case: Case, pattern: str) -> bool:
    names: Sequence[object] = (case.id, case.kind, case.category, case.sub_type)
    patterns = pattern.split(",")
    return not pattern or any(fnmatch(str(name or ""), each) for name in names for each in patterns)


def _keep(folder: Path, said: Answer, failed: Failed) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    kept = {**told(said), "what": said.case.what, "evidence": failed.evidence.stored()}
    (folder / f"{said.case.id}.json").write_text(json.dumps(kept, indent=2, ensure_ascii=False), encoding="utf-8")
    if failed.picture:
        (folder / f"{said.case.id}.png").write_bytes(failed.picture)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

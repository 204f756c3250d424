"""Every generated file and what belongs into it."""

from collections.abc import Iterator
from pathlib import Path

from . import chart, phases
from .crd import crd_yaml
from .kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "charts/webmend"


def outputs() -> dict[Path, str]:
    """Text by path."""
    return dict(_outputs())


def stale(texts: dict[Path, str]) -> dict[Path, str]:
    """Those whose file is absent or says something else."""
    return {path: text for path, text in texts.items() if not path.exists() or path.read_text() != text}


def _outputs() -> Iterator[tuple[Path, str]]:
    for kind in KINDS:
        text = crd_yaml(kind)
        yield ROOT / f"crds/{kind.plural}.yaml", text
        yield CHART / f"files/crds/{kind.plural}.yaml", text
    text = (CHART / "values.yaml").read_text()
    yield CHART / "values.schema.json", chart.values_schema(text)
    yield CHART / "README.md", chart.readme((CHART / "README.in.md").read_text(), text)
    yield CHART / "files/seccomp/chromium.json", (ROOT / "runner-image/chromium.json").read_text()
    yield ROOT / "docs/reference/phases.md", phases.page()

"""Every generated file and what belongs into it."""

from collections.abc import Iterator
from pathlib import Path

from webmend.domain.event import EventType

from . import chart, dashboard, events, metrics, openapi, phases, reference
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
    yield CHART / "files/dashboard.json", dashboard.dashboard()
    yield ROOT / "docs/reference/phases.md", phases.page()
    yield ROOT / "docs/reference/metrics.md", metrics.page()
    yield ROOT / "docs/reference/openapi.json", openapi.document_json()
    for name, page in reference.pages().items():
        yield ROOT / f"docs/reference/{name}.md", page
    for type_ in EventType:
        yield ROOT / f"docs/reference/events/{type_}.json", events.schema_json(type_)

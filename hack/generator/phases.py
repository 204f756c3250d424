"""The page that shows the phases of a run, drawn from the table of their legal moves."""

from webmend.domain.phase import FIRST, MOVES, Phase

_START_AND_END = "[*]"
"""What Mermaid calls both."""

_PAGE = """\
# Phases of a run

<!-- Written by hack/generate.py from operator/webmend/domain/phase.py; do not edit. -->

A run is in one phase at a time (`status.phase`) and moves only along these arrows. A phase without an arrow out of it
is the end.

```mermaid
stateDiagram-v2
{arrows}
```
"""


def page() -> str:
    """The page in Markdown, with the diagram in Mermaid."""
    return _PAGE.format(arrows="\n".join(f"    {line}" for line in _arrows()))


def _arrows() -> list[str]:
    beginnings = [(_START_AND_END, phase) for phase in Phase if phase in FIRST]
    moves = [(old, new) for old in Phase for new in Phase if new in MOVES[old]]
    endings = [(phase, _START_AND_END) for phase in Phase if not MOVES[phase]]
    return [f"{old} --> {new}" for old, new in beginnings + moves + endings]

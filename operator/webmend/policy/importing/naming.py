"""What to call a step in front of people, and in the graph."""

from urllib.parse import urlsplit

from . import fields
from .recording import Step, references

MOST_ID = 48
MOST_NAME = 128
_VERBS = {
    "click": "Click", "hover": "Point at", "fill": "Fill in", "select": "Choose in", "upload": "Upload to",
    "download": "Download", "wait": "Wait for", "screenshot": "Picture of", "scroll": "Scroll to",
    "totp": "Type the one-time code into", "code": "Type the code into",
}  # fmt: skip
_ALONE = {
    "back": "Go back", "reload": "Reload the page", "scroll": "Scroll", "wait": "Wait for the page",
    "screenshot": "Take a picture", "condition": "Check a condition", "loop": "Repeat", "end": "End",
    "extract": "Extract values", "ask": "Ask for input", "dialog": "Answer the next dialog", "delay": "Pause",
}  # fmt: skip


def name(step: Step) -> str:
    """The step's own name, else what it does to what."""
    return fields.short(step.name)[:MOST_NAME] or _does(step)[:MOST_NAME]


def _does(step: Step) -> str:
    told = fields.label(step.target)
    parameters = step.parameters
    match step.action:
        case "navigate":
            return f"Open {_address(str(parameters['url']))}"
        case "check":
            return f'{"Tick" if parameters.get("checked", True) else "Untick"} "{told}"'
        case "press":
            return f"Press {' '.join(parameters['keys'])}" + (f' in "{told}"' if told else "")
        case "tab":
            return f"{parameters['act']} a tab" if parameters["act"] != "Close" else "Close the tab"
        case action if told and action in _VERBS:
            return f'{_VERBS[action]} "{told}"'
        case action:
            return _ALONE.get(action, action.capitalize())


def _address(url: str) -> str:
    """Host and path; what is looked up is named by its last word."""
    if looked_up := references(url):
        return looked_up[0].rpartition(".")[2]
    try:
        parts = urlsplit(url)
    except ValueError:
        return "a page"
    return fields.short(f"{parts.hostname or ''}{parts.path.rstrip('/')}") or "the page"


def identifier(title: str, taken: set[str]) -> str:
    """An id for the step of that name which no other has."""
    words = "-".join(fields.words(title))
    base = (words if words[:1].isalpha() else f"step-{words}").strip("-")[:MOST_ID].strip("-") or "step"
    return next(i for n in range(1, 100_000) if (i := base if n == 1 else f"{base}-{n}") not in taken)


def object_name(title: str) -> str:
    """A name for the workflow."""
    return "-".join(fields.words(title))[:52].strip("-") or "imported"

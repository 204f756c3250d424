"""The texts of the evidence that may be searched for phrases."""

import re

from webmend.domain.evidence import DialogFacts, ElementFacts, Evidence

_NOT_PROSE = re.compile(
    r"""
      <[^<>]{1,2000}>  # markup
    | \b(?:locator|frame_?locator|get_?by_?\w{1,16}|fill|type|press|insertText)\([^()\n]{0,500}\)  # a call
    | \b(?:https?|wss?|file|data):[^\s"'<>]{1,2000}  # an address
    | (?:\b(?:css|xpath|selector|role|text|testId|label|placeholder)\s{0,2}[=:]?\s{0,2}|=\s?)?
      (?<!\w)(?P<q>["'`])(?:(?!(?P=q)).){0,500}(?P=q)  # whatever is quoted
    | (?<!\w)(?:/{1,2}|[.\#\[])[\w*@\[\]()='"./:>~+,-]{2,500}  # XPath and CSS
    """,
    re.VERBOSE,
)
"""What an error message repeats of the workflow: `locator('#password')` does not speak of passwords."""


_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_JOINTS = re.compile(rf"[_\-.]+|{_CAMEL.pattern}")
"""Where the words of an identifier meet."""
_ORIGIN = re.compile(r"^[a-z][a-z0-9+.-]{0,16}://[^/]{0,256}", re.IGNORECASE)

_SLIP = re.compile(
    r"\b(?:Type|Key|Index|Attribute|Name|UnboundLocal|Import|ModuleNotFound|FileNotFound|FileExists|Permission|Unicode\w+"
    r"|JSONDecode|Syntax|Reference|Range|ZeroDivision|Indentation|Recursion)Error\b"
    r"|\b(?:NullPointer|ClassCast|\w*IndexOutOfBounds|NumberFormat|NullReference)Exception\b"
    r"|ValueError: (?:invalid literal|could not convert|not enough values|too many values)"
)
"""What programming languages call a mistake in the program itself."""
_SEPARATORS = str.maketrans("/?&=#", "     ")


def prose(message: str) -> str:
    """An error message without selectors, typed values, markup and addresses."""
    return _NOT_PROSE.sub(" ", message)


def spoken(identifier: str) -> str:
    """A name from a program as words: SessionExpiredError, session_expired and SESSION-EXPIRED read the same."""
    return _JOINTS.sub(" ", identifier[:256])


def address(evidence: Evidence) -> str:
    """The address of the page shown without its host, as words: sites name their pages in it."""
    return spoken(_ORIGIN.sub("", evidence.document.final_url).translate(_SEPARATORS))


def headline(evidence: Evidence) -> tuple[str, ...]:
    """Title and first heading."""
    return evidence.document.title, evidence.document.heading


def complaints(evidence: Evidence) -> tuple[str, ...]:
    """What the page says when it objects to something."""
    return (*evidence.dom.alerts, *evidence.dom.forms.invalid_fields)


def loud(evidence: Evidence) -> tuple[str, ...]:
    """What the page wants noticed, and what the tool said of it, the loudest first."""
    dialogs = (dialog.text for dialog in evidence.dom.dialogs)
    return (*complaints(evidence), *headline(evidence), *dialogs, *tool(evidence))


def tool(evidence: Evidence) -> tuple[str, ...]:
    """What the tool says in its own words, and by the names of its errors. A slip of its program is no word of it."""
    if _SLIP.search(f"{evidence.error.type}: {evidence.error.message}"):
        return ()
    return _CAMEL.sub(" ", prose(evidence.error.message)), spoken(evidence.error.type)


def said(evidence: Evidence) -> tuple[str, ...]:
    """All of that, and the page's running text, in which hints and warnings of what has not happened stand too."""
    return (*loud(evidence), evidence.dom.main_text_sample)


def own(evidence: Evidence) -> tuple[str, ...]:
    """What the page's own document says, without frames: the only words that something irreversible may rest on."""
    return (*headline(evidence), evidence.dom.main_text_sample)


def quoted(text: str, limit: int = 100) -> str:
    """The text on one line, in quotation marks, shortened."""
    line = " ".join(text.split())
    return f'"{line if len(line) <= limit else line[: limit - 1] + "…"}"'


def element(facts: ElementFacts) -> str:
    """An element in a few words, such as: button "Sign in"."""
    kind = facts.role or facts.tag or "element"
    name = facts.name or facts.text
    return f"{kind} {quoted(name, 60)}" if name else f"{kind}{_handle(facts)}"


def dialog(facts: DialogFacts) -> str:
    """A dialog in a few words."""
    return f"a dialog that says {quoted(facts.text, 80)}" if facts.text.strip() else "a dialog"


def _handle(facts: ElementFacts) -> str:
    handle = facts.attributes.get("id") or facts.attributes.get("class", "")
    return f" {quoted(handle, 40)}" if handle else ""

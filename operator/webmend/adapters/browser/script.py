"""The page script: constant text, called by the name of one of its functions, with JSON arguments only."""

from functools import cache
from importlib.resources import files

from .bounded import PAGE_CUT

MUTATIONS = """(() => {
  const SPAN = 100, seen = new Map();
  const add = (records) => {
    const slot = Math.floor(performance.now() / SPAN);
    seen.set(slot, (seen.get(slot) || 0) + records.length);
    if (seen.size > 50) seen.delete(seen.keys().next().value);
  };
  new MutationObserver(add).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  const since = (ms) => {
    const first = (performance.now() - ms) / SPAN;
    return [...seen].reduce((sum, [slot, count]) => sum + (slot >= first ? count : 0), 0);
  };
  Object.defineProperty(globalThis, Symbol.for("webmend.mutations"), {value: since});
})()"""
"""Run in every frame before the page's own scripts: counts DOM changes, so that evidence can tell how busy it was."""

ENGINE = "webmend"
"""The name of the selector engine that asks the page script about an element."""


@cache
def engine() -> str:
    """JavaScript of that selector engine, for the driver's own world."""
    return f"({_text('ask.js')})(() => ({_library()})({PAGE_CUT}))"


@cache
def call(function: str) -> str:
    """JavaScript that calls a function of the page script with whatever the driver passes (an element first)."""
    return f"(...given) => ({_library()})({PAGE_CUT}).{function}(...given)"


@cache
def call_about_popups(function: str) -> str:
    """The same for a function of the script that looks at pop-ups."""
    return f"(...given) => ({_text('popup.js')})(({_library()})({PAGE_CUT})).{function}(...given)"


@cache
def call_about_forms(function: str) -> str:
    """The same for a function of the script that reads forms."""
    return f"(...given) => ({_text('form.js')})(({_library()})({PAGE_CUT})).{function}(...given)"


@cache
def call_about_hidden(function: str) -> str:
    """The same for a function of the script that looks for what brings hidden elements into sight."""
    return f"(...given) => ({_text('reveal.js')})(({_library()})({PAGE_CUT})).{function}(...given)"


@cache
def _library() -> str:
    return _text("page.js")


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text()

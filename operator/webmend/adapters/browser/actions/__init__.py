"""What a browser can do for a step: one small function for each action."""

from collections.abc import Awaitable, Callable

from webmend.adapters.browser.step import Done, Step

from .check import check
from .click import click
from .dialog import dialog
from .download import download
from .extract import extract
from .fill import fill
from .frame import frame
from .history import back, reload
from .hover import hover
from .loop import turn
from .navigate import navigate
from .press import press
from .request import request
from .screenshot import screenshot
from .scroll import scroll
from .select import select
from .tab import tab
from .upload import upload
from .wait import wait

ACTIONS: dict[str, Callable[[Step], Awaitable[Done]]] = {
    "navigate": navigate,
    "back": back,
    "reload": reload,
    "click": click,
    "hover": hover,
    "scroll": scroll,
    "fill": fill,
    "select": select,
    "check": check,
    "press": press,
    "wait": wait,
    "extract": extract,
    "screenshot": screenshot,
    "dialog": dialog,
    "download": download,
    "loop": turn,
    "tab": tab,
    "frame": frame,
    "request": request,
    "upload": upload,
}
"""By the name of their field in a node. The actions that need no browser are the engine's."""

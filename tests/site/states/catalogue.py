"""What a case is, and all there are."""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from tests.site.states import answers
from tests.site.states.answers import Answer
from webmend.domain.failure import Category, SubType

ALIAS = "portal"
"""Alias of the credential of a case: a step types {{ credentials.portal.password }}."""
LOGIN = MappingProxyType({"username": "m.okafor", "password": "Sturmflut-19-Kiesel"})
"""What a case without values of its own is given for it."""


class Kind(StrEnum):
    """What is expected of the classifier."""

    NAMED = "Named"
    """A named sub-type, or a category that names none."""
    OTHER = "Other"
    """The category, sub-type OTHER."""
    TRAP = "Trap"
    """It looks like `looks_like` and is what the label says."""
    UNDECIDABLE = "Undecidable"
    """Nothing that can be seen decides it: NOT_CONFIDENT."""
    HOSTILE = "Hostile"
    """The page wants to be mistaken: no harmful answer; the label, where one is given."""
    PLATFORM_FAULT = "PlatformFault"
    """Our own fault: NOT_CONFIDENT, fault Platform."""


class Mishap(StrEnum):
    """What is done to our own side while the case runs."""

    RENDERER_KILLED = "RendererKilled"
    BROWSER_KILLED = "BrowserKilled"
    PAGE_CLOSED = "PageClosed"
    DRIVER_KILLED = "DriverKilled"
    LAUNCH_FAILS = "LaunchFails"
    NO_SUCH_BROWSER = "NoSuchBrowser"
    VAULT_FAILS = "VaultFails"
    PROXY_FAILS = "ProxyFails"
    CONTEXT_CLOSED = "ContextClosed"
    LEASE_LOST = "LeaseLost"


@dataclass(frozen=True)
class Case:
    """One site and the workflow that fails there."""

    id: str
    """Unique, lower case with dashes; without `host`, the site is `ID.example`."""
    what: str
    """One sentence: what the site does, and why the workflow fails."""
    kind: Kind
    pages: Mapping[str, Answer]
    """What the site answers: by path (`/list`), path and method (`POST /login`), or, for a further host of the case,
    `//sso.bank.example/login`. A text is the name of a file (`xpath_incorrect/ledger.html`) or, where it begins with
    `<`, the page itself; see `answers` for what else there is. `/hold/...` never comes, `/npm/PACKAGE/...` serves a
    package, on every host."""
    nodes: tuple[Mapping[str, Any], ...]
    """The steps, by the functions of `steps`. Addresses that begin with / are of the case's host."""
    category: Category | None = None
    """None of an undecidable case and of a fault of ours."""
    sub_type: SubType | None = None
    """None where the category names none."""
    variant: int = 1
    """Counts the structurally different pages of one label."""
    looks_like: Category | None = None
    """Of a trap: the category that it is mistaken for."""
    host: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    credential: Mapping[str, str] = field(default_factory=lambda: LOGIN)
    """Values under the alias `portal`, which may be typed on every host of the case that is not `foreign`."""
    foreign: tuple[str, ...] = ()
    """Hosts of the case on which the credential may not be typed."""
    never: tuple[Category | SubType, ...] = ()
    """Of a hostile case: further answers that must not be given, beside those that ask for a password or a factor."""
    mishap: Mishap | None = None
    before: Mapping[str, Answer] = field(default_factory=dict)
    """Pages as they were when the workflow was made, laid over `pages`: it is run on them first, must succeed there,
    and what it learned of the elements comes with the run that fails."""

    @property
    def site(self) -> str:
        """Its main host."""
        return self.host or f"{self.id}.example"

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every host it answers on, the main one first."""
        keys = [key.rpartition(" ")[2] for key in {**self.pages, **self.before}]
        return tuple(dict.fromkeys([self.site, *(urlsplit(key).netloc for key in keys if key.startswith("//"))]))

    def answer(self, method: str, host: str, path: str, *, before: bool = False) -> Answer | None:
        """What it answers there; None where it has no such page."""
        pages = {**self.pages, **self.before} if before else self.pages
        place = path if host == self.site else f"//{host}{path}"
        return answers.found(pages, method, place)


def cases() -> tuple[Case, ...]:
    """All cases, by folder and module."""
    package = importlib.import_module(__package__ or "")
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    modules = sorted(module.name for module in found if not module.ispkg)
    return tuple(case for name in modules for case in getattr(importlib.import_module(name), "CASES", ()))

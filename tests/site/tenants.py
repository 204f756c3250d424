"""All clinics of the site by name."""

import re
from pathlib import Path
from typing import Self

import yaml
from pydantic import TypeAdapter

from tests.site.clock import Clock
from tests.site.faults import Faults
from tests.site.tenant import Tenant

PREDEFINED = Path(__file__).with_name("tenants.yaml")

_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")
_RESERVED = frozenset({"django"})


class NameRefused(ValueError):
    """A tenant cannot have this name."""


class Tenants:
    """The clinics that exist now; a tenant is made or reset by putting its faults."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tenants: dict[str, Tenant] = {}

    @classmethod
    def predefined(cls, clock: Clock, path: Path = PREDEFINED) -> Self:
        """The tenants of a YAML file that maps their names to their faults."""
        tenants = cls(clock)
        faults = TypeAdapter(dict[str, Faults]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
        for name, of_tenant in faults.items():
            tenants.put(name, of_tenant)
        return tenants

    def put(self, name: str, faults: Faults) -> Tenant:
        """Make a tenant, or replace it by a fresh one. Raises NameRefused where the name cannot stand in a path."""
        if not _NAME.fullmatch(name) or name in _RESERVED:
            raise NameRefused(f"{name!r} must be lower-case letters, digits and dashes, and none of {set(_RESERVED)}")
        self._tenants[name] = Tenant(name, faults, self._clock)
        return self._tenants[name]

    def get(self, name: str) -> Tenant | None:
        """The tenant with this name, if there is one."""
        return self._tenants.get(name)

    def faults(self) -> dict[str, Faults]:
        """Every tenant's faults by its name."""
        return {name: tenant.faults for name, tenant in self._tenants.items()}

    def reset(self) -> None:
        """Make every tenant as fresh as it was, its faults kept."""
        for name, faults in self.faults().items():
            self.put(name, faults)

"""Credentials whose change was cut off: which of their values this session types, and which has shown to work."""

from dataclasses import dataclass, field

from webmend.domain.password import Stage
from webmend.domain.session import Settlement

Place = tuple[str, str]
"""Alias and key."""


@dataclass
class Changes:
    """The current value is tried first; the pending one once a directive says so."""

    typed: dict[Place, Stage] = field(default_factory=dict)
    """Values that were typed while a change of them is not settled."""
    pending: set[str] = field(default_factory=set)
    """Aliases of which the pending value is typed."""

    def stage(self, alias: str) -> Stage:
        """Which value of the credential to type."""
        return Stage.PENDING if alias in self.pending else Stage.CURRENT

    def types(self, alias: str, key: str, unsettled: bool) -> None:
        """A value was handed out to be typed."""
        self.typed.pop((alias, key), None)
        if unsettled:
            self.typed[alias, key] = self.stage(alias)

    @property
    def untried(self) -> str:
        """Alias of the credential that was typed last, if another value of it is pending and was not tried."""
        places = [alias for (alias, _), stage in self.typed.items() if stage is Stage.CURRENT]
        return places[-1] if places else ""

    def shown(self, *keys: str) -> list[Settlement]:
        """The values typed for these keys have shown to be in force."""
        places = [place for place in self.typed if place[1] in keys]
        return [Settlement(alias=alias, key=key, stage=self.typed.pop((alias, key))) for alias, key in places]

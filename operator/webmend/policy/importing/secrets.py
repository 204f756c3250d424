"""What was typed and must not be read: out of the steps, and a credential or a secret input in its place.

A recording does not say of a field that it is one for passwords. How it was found does, nearly always; where in doubt,
a value counts as secret.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from webmend.domain.origin import of_address
from webmend.domain.target import Target
from webmend.policy.redact import MASK, Redactor

from . import fields
from .recording import CLOSE, OPEN, Note, Recording, Step, reference, references
from .source import MOST_CHARACTERS

NEAR = 4
"""Steps before a password among which a user name is looked for."""
_PARAMETER = re.compile(rf"([?&#;])([^=&#?{OPEN}{CLOSE}]+)=([^&#{OPEN}{CLOSE}]+)")
"""A parameter of an address, its value given as it is."""
UNKNOWN_ORIGIN = "https://origin.invalid"


@dataclass(frozen=True)
class Protected:
    """A recording without secrets."""

    recording: Recording
    credentials: Mapping[str, str]
    """Origins, by alias."""
    secret_inputs: tuple[str, ...]
    notes: tuple[Note, ...]


def protect(recording: Recording) -> Protected:
    """Take the secrets out."""
    keeper = _Keeper(recording)
    steps = list(recording.steps)
    for place, step in enumerate(recording.steps):
        steps[place] = keeper.without_query_secrets(step)
        if step.target is not None and step.action in ("fill", "press"):
            steps[place] = keeper.protected(step, step.target)
            if "password" in _keys(steps[place]) and "password" not in _keys(step):
                _lift_user_name(steps, place, keeper)
    keeper.declare_used(steps)
    inputs = tuple(keeper.protected_input(given) for given in recording.inputs)
    redact = Redactor(value for value in keeper.values if _is_looked_for(value))
    scrubbed = replace(
        recording,
        title=redact(recording.title),
        description=redact(recording.description),
        steps=tuple(_scrubbed(step, redact, keeper) for step in steps),
        notes=tuple(replace(note, text=redact(note.text)) for note in recording.notes),
        inputs=tuple(_clean(given, redact) for given in inputs),
    )
    return Protected(scrubbed, keeper.credentials, tuple(keeper.secret_inputs), tuple(keeper.notes))


def _is_looked_for(value: str) -> bool:
    """Whether a secret is one that a manifest could hold, and more than a word that stands on pages."""
    return len(value) <= MOST_CHARACTERS and not fields.is_word_for_password(value)


class _Keeper:
    """Knows the credentials and the secrets of one recording."""

    def __init__(self, recording: Recording):
        self.credentials: dict[str, str] = dict(recording.credentials)
        self.secret_inputs: list[str] = []
        self.values: set[str] = set()
        """What was typed and must not be read."""
        self.notes: list[Note] = []
        self._passwords: dict[str, str] = {}
        """The first password that was typed for each alias."""
        self._defaults = {given["name"]: str(given.get("default", "")) for given in recording.inputs}

    def protected(self, step: Step, target: Target) -> Step:
        """The step with a look-up for what is secret."""
        typed = str(step.parameters.get("value", "")) if step.action == "fill" else "".join(step.parameters["keys"])
        if step.action == "press" and len(typed) > 1:
            return step
        if any(path.startswith("credentials.") for path in references(typed)):
            return step
        if fields.is_one_time_code(target):
            return self._one_time(step, typed)
        if fields.is_password(target):
            return self._password(step, target, typed)
        if fields.is_secret(target):
            return self._secret(step, target, typed)
        return step

    def without_query_secrets(self, step: Step) -> Step:
        """The step without a token or a password in the address that it opens."""
        url = step.parameters.get("url")
        if not isinstance(url, str) or len(url) > MOST_CHARACTERS:
            return step
        masked = _PARAMETER.sub(lambda f: f"{f[1]}{f[2]}={MASK}" if fields.is_secret_name(f[2]) else f[0], url)
        if masked == url:
            return step
        self.notes.append(
            Note(step.line, f"{step.action}: its address holds a secret, which is taken out", is_loss=True)
        )
        return replace(step, parameters={**step.parameters, "url": masked})

    def _password(self, step: Step, target: Target, typed: str) -> Step:
        self._remember(typed)
        alias = self.alias(step)
        if self._passwords.setdefault(alias, typed) != typed:
            return self._secret(step, target, typed)
        return replace(step, action="fill", parameters={"value": reference(f"credentials.{alias}.password")})

    def _one_time(self, step: Step, typed: str) -> Step:
        self._remember(typed)
        alias = self.alias(step)
        self.notes.append(
            Note(step.line, f"a code that holds once: carried as totp of the credential {alias}; is it sent, use code")
        )
        return replace(step, action="totp", parameters={"credential": alias})

    def _secret(self, step: Step, target: Target, typed: str) -> Step:
        self._remember(typed)
        if references(typed):
            self.secret_inputs += [path.partition(".")[2] for path in references(typed) if path.startswith("inputs.")]
            return step
        name = _input_name(target, self.secret_inputs)
        self.secret_inputs.append(name)
        return replace(step, action="fill", parameters={"value": reference(f"inputs.{name}")})

    def _remember(self, typed: str) -> None:
        self.values |= {typed} if not references(typed) else set()
        self.values |= {self._defaults.get(path.partition(".")[2], "") for path in references(typed)}

    def protected_input(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """An input without the default that must not be read."""
        kept = dict(given)
        if (
            kept["name"] in self.secret_inputs
            or fields.is_secret_name(kept["name"])
            or kept.get("default") in self.values
        ):
            self.values.add(str(kept.pop("default", "")))
            kept |= {"secret": True, "required": True}
        return kept

    def alias(self, step: Step) -> str:
        """The credential for the page that the step is done on; a new one for a new origin."""
        origin = of_address(step.page) or UNKNOWN_ORIGIN
        declared = next((alias for alias, known in self.credentials.items() if known == origin), None)
        if declared is not None:
            return declared
        if origin == UNKNOWN_ORIGIN:
            self.notes.append(Note(step.line, "the address of the page is not recorded: put its origin", is_loss=True))
        alias = self._new_alias(origin)
        self.credentials[alias] = origin
        return alias

    def _new_alias(self, origin: str) -> str:
        host = origin.partition("://")[2].removeprefix("www.").partition(":")[0].partition(".")[0].lower()
        base = re.sub(r"[^a-z0-9]+", "-", host).strip("-")[:40].strip("-") or "login"
        base = "login" if base in ("origin", "127") else base
        return next(a for n in range(1, 100) if (a := base if n == 1 else f"{base}-{n}") not in self.credentials)

    def declare_used(self, steps: list[Step]) -> None:
        """Credentials that the recording names without an origin have that of the page they are typed on."""
        for step in steps:
            for alias in dict.fromkeys(_aliases(step)):
                if not self.credentials.get(alias):
                    self.credentials[alias] = of_address(step.page) or UNKNOWN_ORIGIN
        self.credentials = {alias: origin for alias, origin in self.credentials.items() if origin}


def _lift_user_name(steps: list[Step], place: int, keeper: _Keeper) -> None:
    """The field that was filled before a password is that of the user name."""
    alias = next(iter(_aliases(steps[place])))
    near = [(i, steps[i]) for i in range(place - 1, max(-1, place - 1 - NEAR), -1)]
    filled = [(i, s) for i, s in near if s.action == "fill" and s.target is not None and not _keys(s)]
    chosen = next((f for f in filled if f[1].target is not None and fields.is_user_name(f[1].target)), None)
    chosen = chosen or next((f for f in filled if f[0] == place - 1), None)
    if chosen is not None and not any(path.startswith("inputs.") and path[7:] in keeper.secret_inputs
                                      for path in references(str(chosen[1].parameters["value"]))):  # fmt: skip
        parameters = {"value": reference(f"credentials.{alias}.username")}
        steps[chosen[0]] = replace(chosen[1], parameters=parameters)


def _input_name(target: Target, taken: list[str]) -> str:
    base = fields.variable(target)
    return next(name for n in range(1, 1000) if (name := base if n == 1 else f"{base}{n}") not in taken)


def _aliases(step: Step) -> Iterator[str]:
    if step.action == "totp":
        yield str(step.parameters["credential"])
    for path in references(str(step.parameters.get("value", ""))):
        if path.startswith("credentials."):
            yield path.split(".")[1]


def _keys(step: Step) -> list[str]:
    """Keys of the credentials that the step types."""
    found = references(str(step.parameters.get("value", "")))
    return [path.split(".")[-1] for path in found if path.startswith("credentials.")]


def _scrubbed(step: Step, redact: Redactor, keeper: _Keeper) -> Step:
    """The step without the secrets that were typed elsewhere, and without selectors that hold one."""
    target = _without(step.target, redact)
    changed = replace(
        step,
        parameters=_clean(step.parameters, redact),
        target=target,
        name=redact(step.name),
        description=redact(step.description),
        expect=tuple(_clean(wanted, redact) for wanted in step.expect),
        run_if=_clean(step.run_if, redact),
    )
    if changed != step:
        keeper.notes.append(Note(step.line, f"{step.action}: it holds a secret, which is taken out", is_loss=True))
    return changed


def _without(target: Target | None, redact: Redactor) -> Target | None:
    if target is None:
        return None
    kept = tuple(s for s in target.selectors if _clean(s, redact) == s)
    changed = target.with_(selectors=kept) if kept else target
    cleaned: Target = _clean(changed, redact)
    return cleaned


def _clean(value: Any, redact: Redactor) -> Any:
    if isinstance(value, str):
        return redact(value) if type(value) is str else value
    if isinstance(value, BaseModel):
        return value.model_copy(update={name: _clean(getattr(value, name), redact) for name in value.model_fields_set})
    if isinstance(value, Mapping):
        return {key: _clean(item, redact) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_clean(item, redact) for item in value)
    return value

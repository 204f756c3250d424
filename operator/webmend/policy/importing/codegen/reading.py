"""A test file as a recording."""

from webmend.policy.importing.recording import Recording
from webmend.policy.importing.source import NotImportable

from .calls import Test
from .interpreter import Interpreter


def read(kind: str, tests: tuple[Test, ...], test: str | None) -> Recording:
    """The test of that name, or the only one; raises NotImportable."""
    found = [each for each in tests if test is None or each.name == test]
    if len(found) != 1:
        names = ", ".join(each.name for each in tests) or "none"
        raise NotImportable(f"which test (--test NAME)? There are: {names}")
    chosen = found[0]
    interpreter = Interpreter()
    interpreter.use(chosen.use, chosen.line)
    interpreter.run(chosen.body)
    tape = interpreter.tape
    return Recording(kind, chosen.name, steps=tuple(tape.steps), notes=tuple(tape.notes), browser=interpreter.browser)

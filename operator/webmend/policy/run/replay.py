"""A run that repeats another one, before its first attempt: it takes over what it leaves out, or may not."""

from webmend.domain.failure import Fault
from webmend.policy import replaying, versions
from webmend.policy.event import EmitEvent

from . import outcome, state
from .facts import ChangeRun, NoteReplay, RunFacts, RunPlan
from .state import Context


def replay(context: Context) -> RunPlan:
    """The plan for a run that is still to take over what it leaves out.

    The other run is told first: that it is repeated must not be forgotten, and being told twice changes nothing.
    """
    facts, run = context.facts, context.facts.run
    assert run.spec.replay_of is not None
    original = facts.original
    refused = replaying.not_found(run.spec.replay_of) if original is None else replaying.refusal(asked(facts))
    if original is None or refused is not None:
        assert refused is not None
        failure = outcome.platform(refused.reason, refused.sentence, refused.fix, Fault.INPUT)
        return state.never(context, refused.reason, refused.sentence, failure)
    said = replaying.sentence(run.spec, original)[:1024]
    change = ChangeRun(replaying.change(run, original, asked(facts).graph))
    actions = (NoteReplay(original.name, original.uid), change, EmitEvent("Replay", said, "Replay"))
    return RunPlan(context.status, actions, reason=said)


def asked(facts: RunFacts) -> replaying.Asked:
    """What is judged, with what the original ran."""
    original = facts.original
    assert original is not None
    version = versions.numbered(facts.versions, original.status.version or 0)
    return replaying.Asked(facts.run.spec, original, facts.workflow, version.spec.graph if version else None)

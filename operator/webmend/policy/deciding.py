"""What people decide about versions: proposals approved or rejected, versions reverted; and what follows from it."""

from webmend.domain.graph import Graph
from webmend.domain.target import Selector
from webmend.domain.version import Author, Decision, Repair, VersionSpec, WorkflowVersion

from . import versions
from .versions import Versions


def reverted(existing: Versions) -> tuple[Repair, ...]:
    """The repairs that a person has taken back: thrown away by a revert, or rejected.

    A later revert to a version that has one of them brings it back to honour.
    """
    gone: list[Repair] = []
    for version in sorted(existing, key=lambda v: v.spec.number):
        if version.spec.decision is Decision.REJECTED:
            gone += brought(version, existing)
        elif _is_revert(version) and (after := versions.resolved(version, existing)):
            kept = after.spec.repairs
            gone = [r for r in (*gone, *_before(version, existing)) if r not in kept]
    return tuple(dict.fromkeys(gone))


def is_taken_back(repair: Repair, existing: Versions) -> bool:
    """Whether a person has taken this repair of this step back: any longer wait, any description.

    Of selectors, and of controls before the step, only the same.
    """
    return any(_is_same(repair, gone) for gone in reverted(existing))


def refused_selectors(existing: Versions, node_id: str | None) -> tuple[Selector, ...]:
    """The selectors that a person has taken back: of a step's element, and of controls before it."""
    found = (s for r in reverted(existing) if r.node_id == node_id for s in _first_selectors(r))
    return tuple(dict.fromkeys(found))[:8]


def brought(version: WorkflowVersion, existing: Versions) -> tuple[Repair, ...]:
    """The repairs that a version has brought, beyond those in force before it."""
    before = _before(version, existing)
    return tuple(r for r in version.spec.repairs if r not in before)


def pending(manifest: Graph, existing: Versions) -> tuple[WorkflowVersion, ...]:
    """The proposals that a person's approval would bring into force, the oldest first.

    One that others have overtaken is void when the user has touched its step since, or when the step has got such a
    repair meanwhile.
    """
    in_force = versions.active(existing)
    newest = in_force.spec.number if in_force else 0
    open_ = [v for v in existing if v.spec.review and v.spec.decision is None]
    live = [v for v in open_ if v.spec.number > newest or _unmet(brought(v, existing), manifest, existing)]
    return tuple(sorted(live, key=lambda v: v.spec.number))


def approved_late(workflow: str, manifest: Graph, existing: Versions) -> VersionSpec | None:
    """The version that lays approved proposals over the one in force, where other versions have overtaken them."""
    in_force = versions.active(existing)
    approved = [v for v in existing if v.spec.decision is Decision.APPROVED and v.spec.graph is not None]
    owed = {v.spec.number: _unmet(brought(v, existing), manifest, existing) for v in approved}
    repairs = tuple(dict.fromkeys(r for number in sorted(owed) for r in owed[number]))
    if in_force is None or not repairs:
        return None
    late = ", ".join(str(number) for number in sorted(owed) if owed[number])
    laid = versions.overlay(manifest, in_force, repairs)
    return VersionSpec(
        workflow=workflow,
        number=versions.next_number(existing),
        author=Author.WEBMEND,
        note=f"What was approved in version {late} laid over version {in_force.spec.number}",
        source_digest=laid.source_digest,
        graph=laid.graph,
        repairs=laid.repairs,
    )


def broken_reverts(existing: Versions) -> tuple[str, ...]:
    """A sentence for each revert to a version that is not there."""
    lost = [v.spec for v in existing if v.spec.graph is None and versions.resolved(v, existing) is None]
    return tuple(f"version {spec.number} reverts to version {spec.revert_to}, which is not there" for spec in lost)


def _is_revert(version: WorkflowVersion) -> bool:
    return version.spec.revert_to is not None and versions.is_in_force(version)


def _unmet(repairs: tuple[Repair, ...], manifest: Graph, existing: Versions) -> tuple[Repair, ...]:
    """Those that fit the user's step and that the version in force lacks, without those taken back."""
    in_force = versions.active(existing)
    has = {(r.node_id, r.kind) for r in in_force.spec.repairs} if in_force else set()
    fits = versions.still_fitting(manifest, repairs)
    return tuple(r for r in fits if (r.node_id, r.kind) not in has and not is_taken_back(r, existing))


def _before(version: WorkflowVersion, existing: Versions) -> tuple[Repair, ...]:
    """The repairs in force before a version was made."""
    before = versions.active(tuple(v for v in existing if v.spec.number < version.spec.number))
    return before.spec.repairs if before else ()


def _is_same(repair: Repair, gone: Repair) -> bool:
    of_same_step = (repair.kind, repair.node_id, repair.node_digest) == (gone.kind, gone.node_id, gone.node_digest)
    return of_same_step and _first_selectors(repair) == _first_selectors(gone)


def _first_selectors(repair: Repair) -> tuple[Selector, ...]:
    """What it names: its selector, or the first one of each control; nothing for other kinds."""
    own = () if repair.selector is None else (repair.selector,)
    return (*own, *(reveal.selectors[0] for reveal in repair.reveals or ()))

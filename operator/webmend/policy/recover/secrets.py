"""The site demands a new password or a second factor. What cannot be undone is done only where it is sure."""

from webmend.domain.directive import DirectiveKind
from webmend.domain.failure import Category, SubType
from webmend.domain.run import RecoveryKind

from .decision import Decision, act, nothing
from .facts import RecoveryFacts


def rotate_password(facts: RecoveryFacts, _chance: float) -> Decision | None:
    """Change the password, where the switch is on; once in a run."""
    if facts.failure.category is not Category.PASSWORD_UPDATE_REQUIRED:
        return None
    if not facts.handling.password_update_recovery:
        return nothing(facts, "changing passwords is switched off (passwordUpdateRecovery: false)")
    if refused := _refusal(facts, RecoveryKind.ROTATE_PASSWORD):
        return nothing(facts, refused)
    alias = facts.credentials[0].alias
    what = f'Give the site a new password for "{alias}", which is kept as pending before it is sent'
    return act(facts, RecoveryKind.ROTATE_PASSWORD, DirectiveKind.ROTATE, what, credential=alias)


def enrol_second_factor(facts: RecoveryFacts, _chance: float) -> Decision | None:
    """Set up the second factor, where the switch is on; once in a run."""
    if facts.failure.sub_type is not SubType.TFA_SETUP_REQUIRED:
        return None
    if not facts.handling.tfa_setup_recovery:
        return nothing(facts, "setting up second factors is switched off (tfaSetupRecovery: false)")
    if refused := _refusal(facts, RecoveryKind.ENROL_SECOND_FACTOR):
        return nothing(facts, refused)
    alias = facts.credentials[0].alias
    what = f'Set up the second factor of "{alias}", whose secret is kept before it is confirmed'
    return act(facts, RecoveryKind.ENROL_SECOND_FACTOR, DirectiveKind.ENROL, what, credential=alias)


def log_in_again(facts: RecoveryFacts, _chance: float) -> Decision | None:
    """The site has refused a value that a cut-off change may have replaced: try the one that is pending, once a run."""
    alias = facts.report.evidence.session.unsettled if facts.report else ""
    if facts.failure.sub_type not in _REFUSED or not alias or not facts.in_session:
        return None
    start = next(iter(facts.report.safe_nodes), None) if facts.report else None
    if start is None or any(
        r.kind is RecoveryKind.LOG_IN_AGAIN for r in facts.recoveries if r.attempt == facts.attempt
    ):
        return None
    what = (
        f'Log in again from "{facts.title_of(start)}": a change of "{alias}" was cut off, and another value is pending'
    )
    return act(facts, RecoveryKind.LOG_IN_AGAIN, DirectiveKind.LOG_IN_AGAIN, what, node_id=start, credential=alias)


_REFUSED = frozenset({SubType.INVALID_CREDENTIALS, SubType.SILENT_LOGIN_FAILURE, SubType.MFA_CODE_REJECTED})


def _refusal(facts: RecoveryFacts, kind: RecoveryKind) -> str:
    """Why nothing is changed, in a sentence; empty when it may be."""
    if len(facts.credentials) != 1:
        return f"the workflow has {len(facts.credentials)} credentials: which one is meant cannot be told"
    if any(r.kind is kind for r in facts.recoveries):
        return "it was done in this run already"
    return "" if facts.in_session else "the page is gone: it can be done only while the session is open"

"""What to do about a failure: the playbook as a list of small rules, in order; the first that answers decides."""

from webmend.domain.directive import DirectiveKind

from .asking import ask_for_inputs
from .codes import follow_error_code
from .decision import Decision, Requeue, Rule, directive, nothing
from .facts import RecoveryFacts
from .model import heed_model_with_care
from .page_loading import wait_for_page
from .platform import retry_after_platform_fault
from .popup import close_popup
from .secrets import enrol_second_factor, log_in_again, rotate_password
from .selector import repair_selector
from .site_down import requeue_site_down
from .upstream import retry_upstream

__all__ = ["RULES", "Decision", "RecoveryFacts", "Requeue", "decide"]


def decide(facts: RecoveryFacts, chance: float) -> Decision:
    """The first answer of RULES. `chance` in [0, 1) places the jitter of a back-off.

    A waiting runner whose attempt has to end is only told so here; the further attempt is decided on when its pod
    has ended, from the same report and by the same rules.
    """
    decision = next(answer for rule in RULES if (answer := rule(facts, chance)))
    if facts.in_session and decision.directive is None:
        return Decision(decision.reason, directive=directive(facts, DirectiveKind.END, decision.reason))
    return decision


def tell_people(facts: RecoveryFacts, _chance: float) -> Decision:
    """No recovery is known."""
    return nothing(facts, f"{facts.failure.category} has no recovery; people are told")


RULES: tuple[Rule, ...] = (
    retry_after_platform_fault,
    follow_error_code,
    heed_model_with_care,
    wait_for_page,
    close_popup,
    repair_selector,
    ask_for_inputs,
    log_in_again,
    rotate_password,
    enrol_second_factor,
    retry_upstream,
    requeue_site_down,
    tell_people,
)

"""Step 4: a wall in front of the site, wherever it stands: a captcha, a human check, a block."""

import re

from webmend.domain.evidence import Evidence
from webmend.domain.failure import SubType
from webmend.policy.classify import page, texts
from webmend.policy.classify.label import named
from webmend.policy.classify.rule import Opinion, opinion
from webmend.policy.classify.words.blocked import BLOCKED
from webmend.policy.classify.words.human_check import HUMAN_CHECK

_REFERENCE = re.compile(
    r"(?i)\b(?:reference|ray|incident|support|event|request|error)\b[ #:a-z]{0,16}[#:. ]{1,3}[0-9a-f.]{6}"
)
"""Block pages of the great gateways carry a number to complain with."""


def captcha_shown(evidence: Evidence) -> Opinion | None:
    """A captcha stands where the target should be, or over it. One beside a form that works or complains is no wall."""
    is_over = evidence.dom.target is not None and evidence.dom.target.covered_by is not None
    if not evidence.dom.captcha or evidence.dom.alerts or not page.is_short(evidence):
        return None
    if page.has_target(evidence) and not is_over:
        return None
    return opinion(named(SubType.ACCESS_DENIED), "a captcha stands in the way")


def human_check_asked(evidence: Evidence) -> Opinion | None:
    """An almost empty page that wants proof that a person is there."""
    said = HUMAN_CHECK.find(texts.said(evidence))
    if not said or page.has_target(evidence) or not page.is_short(evidence):
        return None
    return opinion(named(SubType.ACCESS_DENIED), f"the site asks for proof of a person: {texts.quoted(said)}")


def block_announced(evidence: Evidence) -> Opinion | None:
    """A page that turns us away: in a short page's headline, with a reference number, or with status 401 or 403."""
    if page.has_target(evidence) or page.has_login_form(evidence):
        return None
    said = BLOCKED.find(_announced(evidence))
    if not said:
        return None
    return opinion(named(SubType.ACCESS_DENIED), f"the site turns us away: {texts.quoted(said)}")


def _announced(evidence: Evidence) -> tuple[str, ...]:
    """Where a block is announced: anywhere by a gateway, else in the headline, or where the tool says it."""
    if _is_gateway(evidence):
        return texts.said(evidence)
    return (*texts.headline(evidence), *texts.tool(evidence)) if page.is_short(evidence) else ()


def _is_gateway(evidence: Evidence) -> bool:
    is_refused = evidence.document.status in (401, 403)
    return is_refused or (page.is_short(evidence) and bool(_REFERENCE.search(evidence.dom.main_text_sample)))

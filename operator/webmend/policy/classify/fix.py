"""What a person can do about a failure: a sentence for each label."""

from webmend.domain.failure import Category, Fault, SubType

from .label import NOT_CONFIDENT, PAGE_NOT_FOUND, PASSWORD_UPDATE_REQUIRED, Label, named, other

_LATER = "Run it again later"
_BY_LABEL: dict[Label, str] = {
    named(SubType.INVALID_CREDENTIALS): (
        "Log in by hand to check user name and password, then correct the Secret of this credential; do "
        "not just run it again, since repeated attempts may lock the account."
    ),
    named(SubType.MFA_CODE_REJECTED): (
        "Check the secret of the second factor and the clock of the machine that makes the codes."
    ),
    named(SubType.TFA_SETUP_REQUIRED): (
        "Set the second factor up by hand and put its secret into the credential, or switch tfaSetupRecovery on."
    ),
    named(SubType.ACCOUNT_LOCKED): (
        "Have the account unlocked by the site's operator before anything is run with it again."
    ),
    named(SubType.SILENT_LOGIN_FAILURE): (
        "Log in by hand with this credential; if that works, give the login step a post-condition and a "
        "longer waitTime."
    ),
    named(SubType.ACCESS_DENIED): (
        "Ask the site's operator to let this account and network in; a captcha or a block is not worked around."
    ),
    other(Category.AUTHENTICATION_ERROR): (
        "Log in by hand and see what the site asks for; add a step for it, such as totp or code."
    ),
    named(SubType.NO_MATCHING_OPTION): "Correct the input to one of the options that the list offers.",
    named(SubType.EMPTY_SELECTOR_VALUE): (
        "Give the empty value, or put a runIf on the step so that it is skipped without it."
    ),
    named(SubType.FIELD_VALIDATION_ERROR): "Correct the value to what the field takes: its format, length and range.",
    named(SubType.UNRESOLVED_TEMPLATE): "Give the value that the template names, or correct the name in the template.",
    named(SubType.PAGINATION_MISSING): (
        "Check how the list goes on to its next page, and correct pages.next of the step."
    ),
    named(SubType.MULTIPLE_MATCHING_RESULTS_FOUND): (
        "Give a value that fits one result only, such as a number instead of a name."
    ),
    other(Category.INCORRECT_FORM_INPUTS): "Check the values given to this run against what the form takes.",
    PASSWORD_UPDATE_REQUIRED: (
        "Log in by hand, choose a new password and put it into the Secret, or switch passwordUpdateRecovery on."
    ),
    PAGE_NOT_FOUND: "Check the id or address that leads to this page: it is wrong, or what it named is gone.",
    named(SubType.DISMISSIBLE): "Add the dialog's closing button to popupSelectors, or switch popupHandling on.",
    named(SubType.DECISION_REQUIRED): "Decide what the dialog asks, and add a step that answers it.",
    other(Category.UNEXPECTED_UI_STATE): (
        "Compare the screenshot with what the step expects, and adapt the workflow to the page as it is now."
    ),
    named(SubType.SELECTOR_NO_MATCH): (
        "Correct the step's selector to the element as the page shows it now; the screenshot and the "
        "closest elements help to find it."
    ),
    named(SubType.AMBIGUOUS_MATCHES): (
        "Make the selector more precise, so that it matches one element: add a name, a label or a part of"
        " the page around it."
    ),
    named(SubType.SELECTOR_MISMATCH): (
        "Point the selector at the element that takes this action; it finds another kind of element."
    ),
    named(SubType.TABLE_SELECTOR_MISMATCH): (
        "Name the table's cell by its column head and row instead of counting, and check the columns as they are now."
    ),
    other(Category.XPATH_INCORRECT): "Check the step's selector against the page as it is now.",
    named(SubType.PREREQUISITE_NOT_MET): (
        "Check what the site wants done before this step: a field, a choice, a record that does not exist yet."
    ),
    named(SubType.TIMING_RACE): (
        "Give the step before a post-condition, so that this one starts when its effect is there."
    ),
    named(SubType.TRANSIENT_SITE_ISSUE): f"{_LATER}; tell the site's operator if it stays.",
    named(SubType.SILENT_UPSTREAM_FAILURE): (
        "Check whether the steps before had their effect, and give them post-conditions that would notice."
    ),
    other(Category.UPSTREAM_ERROR): f"{_LATER}, and check whether the steps before had their effect.",
    named(SubType.APPLICATION_ERROR): (
        f"{_LATER}; the site reports an error of its own, which its operator may have to mend."
    ),
    named(SubType.ELEMENT_TIMEOUT): f"{_LATER}, or raise the step's waitTime: the site is slow.",
    named(SubType.HTTP_ERROR): f"{_LATER}, or switch serviceUnavailableRecovery on, which does so by itself.",
    named(SubType.MAINTENANCE_DOWNTIME): (
        f"{_LATER}, after the site's maintenance; serviceUnavailableRecovery does so by itself."
    ),
    other(Category.SERVICE_UNAVAILABLE): (
        "Check the address and whether the site can be reached from the cluster; then run it again."
    ),
    named(SubType.SPINNER_VISIBLE): "Raise the step's waitTime: the page was still loading when it ran out.",
    named(SubType.CONTENT_AREA_EMPTY): "Raise the step's waitTime, and check whether the page ever shows its content.",
    named(SubType.NAVIGATION_IN_PROGRESS): (
        "Give the step before a post-condition on the page that follows, or raise this step's waitTime."
    ),
    named(SubType.COMPONENT_LOADING): "Raise the step's waitTime, or wait for the part of the page that it uses.",
    named(SubType.PARTIAL_PAGE_LOAD): (
        "Raise the step's waitTime, and check whether all parts of the page can be reached from the cluster."
    ),
    named(SubType.LAZY_CONTENT_PENDING): "Raise the step's waitTime, or scroll to the content or wait for it first.",
    other(Category.PAGE_STILL_LOADING): "Raise the step's waitTime.",
    named(SubType.SESSION_INVALIDATED): (
        "Check whether something else logs in with the same account at the same time; then run it again."
    ),
    named(SubType.REDIRECTED_TO_LOGIN): "Check how long the site keeps a session, and log in again before this step.",
    named(SubType.SESSION_EXPIRED): (
        "Log in again before this step, or make the part between shorter than the site's session."
    ),
    other(Category.ACCOUNT_LOGGED_OUT): "Run it again; if it happens at the same step, log in again before it.",
    NOT_CONFIDENT: (
        "Look at the screenshot and the two answers named; a description and a post-condition of the step"
        " make the next answer surer."
    ),
}
_BY_REASON = {
    "Definition": "Correct the step's definition; it fails in the same way on every page.",
    "NotAnswered": "Answer while status.inputRequest is there, or give the step a longer timeout.",
    "EgressRefused": "Correct the address, or have it allowed with the chart value egress.allow or egress.ports.",
    "Ended": "Look at the condition that led to this end; the workflow says that it failed.",
}
_OURS = "Nothing to correct in the workflow: it is tried again by itself. See the reason, and the runner's log."


def suggested_fix(label: Label, fault: Fault, reason: str = "") -> str:
    """A sentence or two."""
    if fault is Fault.PLATFORM:
        return _OURS
    return _BY_REASON.get(reason) or _BY_LABEL[label]

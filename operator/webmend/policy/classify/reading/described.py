"""What a page shows in somebody's words, as the facts that the runner's probe would have found."""

from typing import Any

from webmend.policy.classify.words.closing import CLOSING

from . import unready
from .patterns import any_of, said

_FEW = r"(?:\w+ ){0,4}?"
_CHANGE = "(?:change|changing|update|updating|reset|renew|set|setting|choose|choosing|new)"
_LOGIN = "(?:login|log-in|log in|sign-?in|sign in)"
_MANY = r"(?:two|three|four|five|six|seven|eight|nine|ten|several|multiple|many|more than one|[2-9]|\d\d+)"
_PARTS = "(?:buttons|links|elements|fields|inputs|nodes|tabs|icons|controls|headings)"
_LISTS = "(?:drop-?down|list|select|options?|suggestions?|combo ?box|menu)"
_ENTRIES = "(?:options|results|rows|entries|records|matches|hits|suggestions)"

_GONE = any_of(
    r"\bno longer\b",
    r"\b(?:already|had|has|is) gone\b",
    r"\b(?:disappeared|vanished|dismissed)\b",
    r"\bnot present\b",
    r"\bclosed already\b",
    r"\bnever (?:open|appear|show|c[oa]me)",
    r"\b(?:does|did|do) not (?:open|appear|show|come)",
    r"\b(?:does|did|do)n't (?:open|appear|show|come)",
)
_BUSY = said(
    r"(?:loading |progress )?spinners?\b",
    "(?:loading|busy|progress)[ -]?(?:icon|indicator|circle|animation|screen|overlay|mask|bar|state|dots|wheel)",
    r"loader\b",
    r"loading\b(?! (?:time|speed|fail))",
    "still (?:loading|rendering|fetching)",
    "throbber",
    "progressbar",
    "please wait",
    "aria-busy",
    "werden geladen|wird geladen|einen moment|bitte warten|chargement|veuillez patienter|cargando|espere|carregando",
    "aguarde|caricamento|attendere|even geduld|wordt geladen|ładowanie|proszę czekać|načítání|čekejte",
)
_LOADING = any_of("טוען", "読み込み中", "加载中", "載入中", "正在加载")
"""In writings that have no edges of words."""
_SKELETON = said(
    r"skeletons?\b",
    "shimmer",
    "placeholders? (?:rows?|cards?|content|blocks?)",
)
_DIALOG = said(
    r"pop-?ups?\b",
    "pop-?over",
    r"modals?\b",
    r"dialog(?:ue)?s?\b",
    "dialogs? box",
    "lightbox",
    "interstitial",
    r"overlay\b",
    r"banner\b",
    "tooltip",
    r"bubble\b",
    r"consent\b",
    "newsletter",
    "(?:onboarding|product|guided|welcome) (?:tour|screen|wizard)",
    r"tour\b",
    r"permission (?:prompt|request|dialog)",
    r"drawer\b",
    r"warns?\b",
    r"promo(?:tion)?\b",
    r"surveys?\b",
    "skip link",
    "(?:cookies?|gdpr|privacy|consent|tracking|promotional|browser|update|survey|chat|feedback|welcome|app) "
    "(?:notice|message|bar|wall|screen|layer|window|widget|box|prompt|request|card)",
    "(?:cookie|privacy) (?:policy|settings|preferences|choices|manager)",
    r"gdpr\b",
    r"cookiebot\b|onetrust\b|didomi\b|usercentrics\b|quantcast\b|trustarc\b",
    r"what's new\b",
    r"install (?:the |our )?app\b",
    r"(?:live )?chat (?:bubble|button|icon)\b",
    r"advert(?:isement)?s?\b|ads?\b",
    r"splash\b|walk-?through\b|coach ?marks?\b|onboarding\b",
    r"(?:asks?|offers?|wants?) (?:\w+ )?to (?:save|store|translate|allow|install|subscribe|rate)\b",
    r"(?:rating|review|feedback|notification|location|permission|extension|translate|password-save) "
    "(?:prompt|request|bar|bubble)",
    r"prompt (?:to|for|with|asking|about|that)\b",
    "rate (?:us|the app|our app)",
    "save password",
)
_COVERS = said(
    r"cover(?:s|ed|ing)?\b",
    "over the",
    "on top of",
    "in front of",
    r"obscur(?:es?|ed|ing)\b",
    "intercepts?",
    "takes? (?:the )?(?:focus|click)",
    "overlap",
    "hides the",
)
_TOAST = said(
    r"\w*toasts?\b", r"snack ?bar\b", r"(?:error|alert) (?:message|box|banner)\b", "message says", "notification says"
)
_PASSING = any_of(
    r"cookie|consent|gdpr|onetrust|didomi|usercentrics|toast|snack-?bar|notification|newsletter|pop-?up|modal|dialog",
    r"\btour\b|tooltip|intercom|\bchat|\bwidget|\bpromo|banner|bubble|announcement|survey|portal\b",
)
"""What pages lay over themselves for somebody to look at and close, by the names that its makers give it."""
_BROWSER = any_of(
    "browser", "driver", "chrom(?:e|ium)", "firefox", "profile", "launch", "executable", "binary", "display"
)
_SLOW = said(
    f"(?:server|site|page|back-?end|host) {_FEW}(?:slow|overloaded|unresponsive)",
    f"(?:server|site|page|back-?end|host) (?:takes?|took|needs?) {_FEW}to (?:answer|respond|load)",
    "slow (?:server|site|back-?end|response|network)",
    "cold start",
    "very slow",
    "(?:extremely|unusually|really|too) slow",
    "slow to (?:respond|answer|load)",
    r"(?:takes?|took|needs?) (?:over|more than|up to|about|nearly|almost) (?:a minute|\d\d+ ?s(?:econds)?\b)",
    r"(?:takes?|took|needs?) (?:\w+ ){0,2}(?:\d+|several|two|three) minutes",
    r"over(?:loaded|load)\b",
    r"(?:server|site|host|back-?end) under (?:heavy )?load\b",
    r"(?:takes?|took) (?:\w+ )?\d\d+ ?s(?:ec(?:ond)?s?)?\b",
    r"(?:high|heavy) (?:load|traffic)\b",
)
_CHOICES = "(?:drop-?down|select|options?|suggestions?|combo ?box|(?:option|value|selection) list)"
_ISNT = "(?:not|isn't|wasn't)"
_NO_OPTION = any_of(
    r"\bno (?:such |matching |suitable )?(?:entry|option|choice) (?:for|named|with|matching|called|[\"'“])",
    rf"\b(?:options?|entry|choice|value) {_FEW}(?:missing|absent|gone)\b",
    rf"\b(?:options?|entry|choice|value) {_FEW}{_ISNT} (?:in|among|on|offered|available|listed)\b",
    rf"\b(?:options?|entry|choice|value) {_FEW}{_ISNT} (?:present|there|found)",
    rf"\b{_LISTS} {_FEW}(?:lacks?|ha(?:s|ve) no|without|offers? no|no longer (?:has|offers|contains|lists))\b",
    rf"\b{_LISTS} {_FEW}(?:does|do) not (?:contain|offer|have|include|list|show)\b",
    rf"\b(?:{_ISNT}|missing|absent) (?:\w+ )?(?:in|among|from|on) (?:the |its )?(?:\w+ )?{_CHOICES}",
    r"\b(?:options?|entries) (?:\w+ )?(?:spelled|spelt|named|called|written|labell?ed) (?:differently|otherwise)",
    r"\b(?:that|which) has no option\b",
    r"\bno longer (?:offered|listed|selectable|in the (?:list|drop-?down|menu))",
)
_JAVASCRIPT = said(
    "unexpected ?alert",
    "alert text",
    "alert (?:is )?open",
    "(?:javascript|js|native|browser) (?:alert|confirm|prompt|dialog)",
    "alert (?:box|text|open)",
    "beforeunload",
    r"window\.(?:alert|confirm)",
)
_LOGIN_FORM = said(f"{_LOGIN} (?:page|form|screen|view|dialog|window|prompt)", "password field")
_PASSWORD_FORM = said(
    _CHANGE + "[- ](?:your |a |the )?(?:new )?password[- ](?:form|page|screen|step|view|fields?)",
    f"(?:form|page|screen)s? (?:to|for|demanding|requiring|asking) {_FEW}{_CHANGE} {_FEW}password",
    f"(?:asks?|demands?|requires?|forces?|wants?|insists?) {_FEW}{_CHANGE} {_FEW}password",
    "(?:two|2|both) (?:new )?password fields",
    "(?:confirm|repeat) (?:the )?(?:new )?password",
)
_CODE_FIELD = said(
    "(?:code|otp|passcode|pin|token|2fa|mfa|totp) (?:field|input|prompt|page|entry|screen|box|form|challenge)",
    r"(?:asks?|asking|prompts?|prompting|waiting|waits) for (?:\w+ ){0,4}?(?:code|otp|passcode)",
)
_QR = said(
    "qr[- ]?(?:code|image)",
    "barcode to scan",
)
_SECRET = said("(?:setup|set-up|secret|manual(?: entry)?) key", "secret code to enter")
_CAPTCHA = said(
    r"\w*captchas?\b",
    "turnstile",
    "cloudflare (?:challenge|check|verification|page|wall|interstitial|bot)",
    r"(?:slider|slide|puzzle|image|drag)[- ](?:\w+ )?(?:verification|challenge|puzzle|captcha)",
    "human verification",
    "bot (?:check|wall|detection|challenge|protection)",
    "arkose",
    "funcaptcha",
    "geetest",
    "datadome",
    "perimeterx",
    "incapsula",
    "imperva",
    "kasada",
    "akamai (?:block|page|bot|wall)",
    "security check",
)
_BLANK = said(
    r"(?:blank|white|empty) (?:\w+ )?(?:page|screen|body|document|main area|content area|window)",
    r"(?:page|screen|body|area|content) (?:(?:is|was|stays|remains|renders) )?(?:\w+ly )?(?:blank|empty|white)\b",
    "nothing (?:is |was )?(?:rendered|shown|displayed|on the page)",
    "empty root",
    r"empty (?:div|container|shell|app|root|list of elements)\b",
    r"root (?:element |div |node )?(?:(?:is|was|stays|remains) )?(?:an )?empty",
)
_DISABLED = said(
    r"(?:button|field|input|control|check ?box|link|select|option|drop-?down)s? (?:\w+ ){0,4}?(?:disabled|gr[ea]yed)",
    r"disabled (?:\w+ ){0,2}?(?:button|field|input|link)",
)
_EMPTY_LIST = said(
    f"{_LISTS} {_FEW}empty",
    f"{_LISTS} {_FEW}not (?:yet )?(?:loaded|there|populated|filled)",
    "(?:empty|unfilled) (?:drop-?down|list|select|options|combo ?box)",
    "(?:no|before the) options (?:yet|are|were|load)",
)
_SIGNED_IN = said(
    r"(?:after|once|since) (?:\w+ ){0,3}?(?:log(?:ging|ged)?[ -]?(?:in|on)|sign(?:ing|ed)?[ -]?in)",
    "already (?:logged|signed) in",
)
_GO_ON = r"(?:advance|proceed|move on|leave|change|redirect|navigate|progress|submit)\b"
_STAYS = said(
    r"stays?\b",
    "stayed",
    r"remains?\b",
    "remained",
    r"still (?:on|at|shows?|showing|there|the)\b",
    "stuck (?:on|at)",
    "(?:shown|appears|displayed|there|loads|comes|form|page|screen) again",
    "unchanged",
    "same page",
    rf"(?:does|did) not(?: \w+)? {_GO_ON}",
    rf"(?:does|did)n't {_GO_ON}",
    r"never (?:leaves|advances|proceeds|moves|redirects|changes)\b",
    r"re-?appears?\b",
    r"comes? back\b",
    r"(?:back|returns?|returned|sent|lands?|landed|loops?) (?:back )?(?:to|on|at)\b",
    "keeps? (?:asking|showing|returning)",
    r"reloads?\b",
)
_SEVERAL = said(
    f"{_MANY} {_FEW}{_ENTRIES} {_FEW}(?:same|match|fit|identical|found|equal|named|called|titled|labell?ed|contain)",
    rf"{_MANY} (?:identical|equal|similar|matching|same-named) (?!{_PARTS})\w+",
    rf"{_MANY} (?!{_PARTS})(?:\w+ ){{1,3}}(?:of|with|by|under|for|share|have|bear) the (?:same|identical) \w+",
    f"(?:value|name|text|label|term|search|query) {_FEW}(?:matches|fits|returns|finds|yields) (?:\\w+ )?{_MANY}",
    f"{_ENTRIES} {_FEW}(?:same|identical)",
    rf"{_MANY} (?!{_PARTS})(?:\w+ ){{1,2}}(?:match|have|share|with|named|called) (?:the same|that|this)",
    f"duplicate {_ENTRIES}",
    rf"(?:finds|returns|yields|shows|lists|offers|matches) {_MANY} (?!{_PARTS})(?:\w+ ){{1,3}}(?:called|named)",
)
_SOME = r"(?:\w+ ){0,3}"
_NO_VALUE = said(
    f"(?:variable|secret|credential|parameter|input|setting|configuration|value|argument|username|password)s? {_FEW}"
    "(?:not set|unset|missing|undefined|not defined|not provided|not given|null|none)\\b",
)
_TWINS = said(
    rf"{_MANY} {_SOME}{_PARTS} {_SOME}(?:same|identical|equal|match|share|named|called|labell?ed|titled|with)",
    rf"{_MANY} (?:identical|equal|similar|matching|duplicate) (?:\w+ ){{0,2}}{_PARTS}",
    rf"(?:selector|locator|xpath|css|text|name|role) {_SOME}(?:matches|finds|resolves to|hits) (?:\w+ )?{_MANY}",
    rf"(?:same|identical) (?:\w+ ){{1,3}}(?:on|for|in) {_MANY} (?:\w+ ){{0,2}}{_PARTS}",
    rf"(?:duplicated?|(?:rendered|appears|present|exists) twice) (?:\w+ ){{0,2}}(?:{_PARTS}|ids?\b|in the dom)",
)
"""Elements that a selector cannot tell from one another."""
_TEMPLATE = any_of(
    r"(?:field|input|box|value|typed|text ?area|form)\b[^\n]{0,60}?(?:\{\{ ?[\w.\- ]{1,60} ?\}\}|\$\{[\w.\-]{1,60}\})",
    r"(?:field|input|box|value|typed|text ?area|form)\b[^\n]{0,60}?(?:%\([a-z_]{2,40}\)s|\[object object\])",
    r"(?:field|input|box|value|typed|text ?area|form)\b[^\n]{0,60}?[\"'`](?:undefined|null|none|nan)[\"'`]",
    r"(?:field|input|box|value|typed)\b[^\n]{0,20}?\b(?:undefined|NaN)\b",
)
_INSIDE = said(
    "(?:redirect(?:s|ed)?|bounce[sd]?|sent) (?:back )?to (?:the |an? )?(?:sso|identity provider|idp|oauth|auth)\\b",
    f"{_LOGIN} (?:page|form|screen|view|dialog|window) (?:\\w+ )?instead",
    f"(?:stops?|stopped|ends? up|ended up) (?:at|on|in) {_FEW}{_LOGIN}",
    f"{_LOGIN} (?:page|form|screen) (?:\\w+ )?(?:in the middle|mid-|midway|half-?way)",
    f"{_LOGIN} (?:page|form|screen) (?:\\w+ )?after (?:an hour|some time|a while|\\d+ (?:minutes|hours))",
    "(?:no longer|not|is not) (?:logged|signed)[- ]in",
    f"(?:redirect(?:s|ed)?|bounces?|kicks?|kicked|bounced|thrown|sent) (?:out |back |away )*(?:to|onto) {_FEW}{_LOGIN}",
)
_SUBMITTED = said(
    f"(?:after|when|once|upon|on) (?:the )?(?:submit\\w*|logging in|signing in|{_LOGIN}|credentials)",
    "(?:after|when|once|upon|on) (?:the )?(?:entering|clicking|pressing|sending|filling|typing)",
    "(?:just )?submitted",
    "no (?:error|message|word)",
    "without (?:an? |any )?(?:error|message|word)",
)
_ASSETS = "(?:css|styles?|stylesheets?|scripts?|javascript|assets|fonts)"
_HALF = said(
    "half[- ](?:loaded|rendered|finished|built|drawn)",
    "(?:without|no|missing) (?:any )?(?:styles?\\b|css|styling|stylesheets?|javascript|scripts?\\b)",
    f"{_ASSETS} (?:\\w+ ){{0,2}}?(?:not loaded|failed to load|missing|blocked|did not load|404)",
    "(?:only|just) (?:\\w+ ){0,2}?(?:part|half|some) of (?:the )?page",
    "(?:parts?|half|rest|sections?|pieces?) of the page (?:\\w+ ){0,2}?(?:missing|not|absent|blank)",
    "incomplete(?:ly)? (?:page|load\\w*|render\\w*|document|html)",
    "partial(?:ly)? (?:loaded|rendered|page)",
    r"images? (?:\w+ ){0,2}?(?:missing|not loaded|broken)",
    "(?:unstyled|styles? (?:missing|not loaded)|css (?:missing|not loaded))",
    "chunk ?load",
    "loading (?:css )?chunk",
    "importing a module script",
    "dynamically imported module",
)


def dom(text: str, *, is_quoted: bool = False) -> dict[str, Any]:
    """The fields of DomFacts that a description fills. The page's own words do not say how it is built."""
    if _GONE.search(text):
        return {"busy": [], "dialogs": [], "captcha": bool(_CAPTCHA.search(text))}
    busy = [{"role": "progressbar", "name": text[:256]}] if _BUSY.search(text) or _LOADING.search(text) else []
    skeleton = [{"tag": "div", "name": "skeleton"}] if _SKELETON.search(text) else []
    late = [{"tag": "div", "name": "a part of the page"}] if not is_quoted and unready.is_late(text) else []
    return {
        "busy": busy + skeleton + late,
        "dialogs": [_dialog(text)] if not late and _is_dialog(text, is_busy=bool(busy or skeleton)) else [],
        "captcha": bool(_CAPTCHA.search(text)),
    }


def forms(text: str) -> dict[str, Any]:
    """The fields of FormFacts that a description fills."""
    is_new = bool(_PASSWORD_FORM.search(text))
    fields = 2 if is_new else int(bool(_LOGIN_FORM.search(text)))
    return {
        "password_fields": fields,
        "autocomplete": ["new-password"] if is_new else [],
        "otp_field": bool(_CODE_FIELD.search(text)),
        "qr_image": bool(_QR.search(text)),
        "secret_shown": bool(_SECRET.search(text)),
    }


def has_captcha(text: str) -> bool:
    """Whether a captcha or another check for robots is spoken of."""
    return bool(_CAPTCHA.search(text))


def has_twins(text: str) -> bool:
    """Whether several elements are said to look alike to a selector."""
    return bool(_TWINS.search(text))


def is_resubmitted(text: str) -> bool:
    """Whether a login is said to have been sent."""
    return bool(_SUBMITTED.search(text))


def is_value_missing(text: str) -> bool:
    """Whether a value that the step needs is said not to have been given."""
    return bool(_NO_VALUE.search(text))


def is_ambiguous(text: str) -> bool:
    """Whether several options or rows are said to fit."""
    return bool(_SEVERAL.search(text))


def shows_template(text: str) -> bool:
    """Whether a field is said to hold the name of a value instead of the value."""
    return bool(_TEMPLATE.search(text))


def is_expected_inside(text: str) -> bool:
    """Whether a page behind the login was expected instead of the one that came."""
    return bool(_INSIDE.search(text))


def is_told_by_toast(text: str) -> bool:
    """Whether the words stand in a message that pops up over a page that goes on."""
    return bool(_TOAST.search(text))


def is_called_passing(names: str) -> bool:
    """Whether an element is called what is laid over a page to be looked at and closed."""
    return bool(_PASSING.search(names))


def is_about_browser(text: str) -> bool:
    """Whether a message speaks of the browser or its driver."""
    return bool(_BROWSER.search(text))


def is_slow(text: str) -> bool:
    """Whether the site is said to take long to answer."""
    return bool(_SLOW.search(text))


def is_option_missing(text: str) -> bool:
    """Whether a list is said to lack what was to be chosen."""
    return bool(_NO_OPTION.search(text))


def is_covered(text: str) -> bool:
    """Whether something is said to lie over something else."""
    return bool(_COVERS.search(text))


def is_blank(text: str) -> bool:
    """Whether the page is said to show nothing."""
    return bool(_BLANK.search(text))


def is_disabled(text: str) -> bool:
    """Whether a control is said to be disabled."""
    return bool(_DISABLED.search(text))


def is_list_empty(text: str) -> bool:
    """Whether the list to choose from is said to be empty."""
    return bool(_EMPTY_LIST.search(text))


def is_signed_in(text: str) -> bool:
    """Whether somebody is said to have been signed in."""
    return bool(_SIGNED_IN.search(text))


def is_half_loaded(text: str) -> bool:
    """Whether parts of the page are said not to have arrived."""
    return bool(_HALF.search(text))


def opens_javascript_dialog(text: str) -> bool:
    """Whether an alert or a confirmation of the page is said to be open."""
    return bool(_JAVASCRIPT.search(text))


def is_staying(text: str) -> bool:
    """Whether the page is said to have stayed, or come again, after what was done on it."""
    return bool(_STAYS.search(text))


def _is_dialog(text: str, *, is_busy: bool) -> bool:
    """Whether a dialog is spoken of. What lies over a page while it loads is none."""
    return bool(_DIALOG.search(text.lower().replace("overlay", " ") if is_busy else text))


def _dialog(text: str) -> dict[str, Any]:
    said = CLOSING.find([text])
    return {
        "role": "dialog",
        "text": text[:1024],
        "buttons": ["close"] if said else [],
        "covers_target": bool(_COVERS.search(text)),
    }

"""What somebody says of a page that is not ready, in words that only people use who watch one."""

from .patterns import said

_NOT_YET = r"(?:not|never|hasn't|haven't|had not|has not|have not|isn't|aren't)(?: yet| been| quite)? (?:\w+ )?"
_SOME, _FEW = r"(?:\w+ ){0,3}", r"(?:\w+ ){0,2}"
_WHEN = "(?:while|during|when|before|after|by|between|under)"
_CONTENTS = (
    "(?:rows?|items?|results?|entries|records|cards?|tiles?|products?|posts?|comments?|images?|pictures?|thumbnails?"
    "|contents?|data|table|list|grid|chart|graph|map|feed|options|suggestions|details|prices?|sections?|widgets?|iframe)"
)
_REQUEST = "(?:api|response|request|xhr|ajax|fetch)"
_CAME = "(?:loaded|there|fetched|filled|populated|present|available|shown|displayed|arrived|complete)"
_COME = "(?:arrives?|loads?|appears?|comes?|shows? up|loaded|fetched)"
_ANSWERED = (
    r"(?:loaded|arrive[sd]?|answer(?:s|ed)|return(?:s|ed)|responds?|there|complete\w*|finishe[sd]|filled|fetched)"
)
_MOVE = "(?:navigation|redirect(?:ion)?|page (?:change|load|transition)|reload|refresh|forwarding)"
_MOVING = r"(?:navigation|navigat(?:es|ing)|redirect(?:s|ing|ion)|reload(?:s|ing)?|goto)\b"
_RUNNING = "(?:still|in progress|under ?way|pending|running|unfinished|ongoing)"
_READY = (
    r"(?:mounted|rendered|initiali[sz]ed|attached|ready|drawn|built|created|enabled|visible|interactive|active|opened"
    r"|expanded|hydrated|settled|stable|exists?)\b"
)
_LATELY = r"(?:late|later|slowly|after a (?:delay|while|moment|second)|too late|a (?:moment|second) later)\b"
_LASTING = r"(?:a (?:while|moment|second|bit)|some time|time|several seconds|\w+ seconds|too long|longer)"
_CHANGING = (
    "(?:mounting|initiali[sz]ing|building|settling|moving|sliding|animating|opening|closing|expanding|rendering"
    "|re-?rendering|transitioning)"
)
_KEYS = "(?:characters?|keystrokes?|letters)"

_LATE = said(
    f"{_NOT_YET}{_READY}",
    rf"(?:mounts?|renders?|rendered|appear(?:s|ed)?|shows? up|opens?|becomes? \w+|arrive[sd]?) (?:\w+ )?{_LATELY}",
    rf"(?:takes?|took|needs?|needed) {_LASTING} to (?:render|mount|appear|open|show|become|attach|settle)\b",
    rf"still {_CHANGING}\b",
    rf"(?:animation|transition) (?:\w+ )?(?:not|{_RUNNING})",
    r"(?:during|mid|in the middle of)[- ](?:an? |the )?(?:animation|transition|re-?render|render)\b",
    r"re-?(?:render|sort|order|layout|flow|draw|mount|position)(?:s|ed|ing)?\b",
    r"closes and (?:re-?)?opens\b",
    rf"(?:replaced|re-?created|re-?drawn|re-?mounted|re-?inserted|swapped) {_SOME}{_WHEN}\b",
    rf"(?:before|until) (?:\w+ ){{1,4}}{_READY}",
    rf"loses? {_SOME}(?:{_KEYS}|input|text|focus)\b",
    rf"{_KEYS} {_SOME}(?:lost|dropped|missing|swallowed)\b",
    rf"(?:typed|entered|filled)[- ](?:in )?{_FEW}(?:is|are|was|gets?|were) (?:\w+ )?(?:lost|wiped|cleared|reset)\b",
    r"(?:handlers?|listeners?|scripts?) (?:\w+ )?not (?:\w+ )?(?:attached|bound|registered|loaded|ready|wired)",
)
_LAZY = said(
    r"lazy[- ]?load\w*",
    "lazily",
    r"load(?:s|ed)? (?:\w+ )?on scroll",
    r"infinite scroll\w*",
    r"virtuali[sz]ed|virtual (?:list|scroll)\w*",
    rf"{_CONTENTS} {_SOME}{_NOT_YET}{_CAME}",
    rf"{_CONTENTS} {_SOME}{_COME} {_FEW}(?:late\w*|slowly|asynchronously|afterwards|after|by {_REQUEST})",
    rf"{_CONTENTS} {_FEW}still (?:loading|empty|missing|being (?:loaded|fetched|filled)|fetching|blank|pending)",
    rf"only (?:\w+ ){{0,4}}{_CONTENTS} (?:\w+ )?(?:loaded|rendered|there|shown|so far|are there)",
    rf"(?:before|until) {_SOME}(?:{_CONTENTS}|{_REQUEST}) {_FEW}{_ANSWERED}",
    rf"{_CONTENTS} {_FEW}(?:drawn|rendered|filled|built|loaded) (?:only )?(?:after|once|when)\b",
    rf"(?:filled|populated|loaded|fetched|rendered) (?:\w+ )?(?:asynchronously|by (?:an? )?{_REQUEST}\b)",
)
_NAVIGATING = said(
    rf"{_MOVE} (?:\w+ ){{0,4}}(?:not (?:\w+ )?(?:finished|complete\w*|done|over)|{_RUNNING})",
    "still (?:navigating|redirecting|reloading|refreshing|forwarding)",
    "still (?:on|showing) the (?:old|previous|last) page",
    rf"(?:before|until|while|during|in the middle of) (?:\w+ ){{0,4}}{_MOVING}",
    r"(?:old|previous) (?:page|document|url|address) (?:\w+ )?still\b",
    rf"(?:second|next|another) {_MOVING} (?:\w+ )?(?:begins|starts|started|comes) {_WHEN}",
)


def is_late(text: str) -> bool:
    """Whether a part of the page is said not to be there yet, or not to be used yet."""
    return bool(_LATE.search(text)) and not is_lazy(text)


def is_lazy(text: str) -> bool:
    """Whether content is said to follow the page."""
    return bool(_LAZY.search(text))


def is_navigating(text: str) -> bool:
    """Whether another page is said to be on its way."""
    return bool(_NAVIGATING.search(text))

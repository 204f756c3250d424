"""Which elements of a page can receive a step's action at all: a fill never lands on a heading."""

from webmend.domain.survey import PageElement

_BUTTON_LIKE = frozenset(
    {"button", "link", "menuitem", "tab", "option", "checkbox", "radio", "switch", "combobox", "treeitem", "gridcell"}
)
_CLICKED_TAGS = frozenset({"a", "button", "input", "label", "summary", "option", "select", "textarea", "img", "svg"})
_TICKED = frozenset({"checkbox", "radio", "switch", "menuitemcheckbox", "menuitemradio"})
_CHOSEN = frozenset({"combobox", "listbox", "radiogroup"})
_READ = frozenset({"extract", "wait", "screenshot", "scroll", "hover"})


def can_receive(element: PageElement, action: str, tag: str) -> bool:
    """Whether this element can receive the action. `tag`: of the element that is looked for.

    What a step clicked before may be any element, so one of the same tag can be clicked too.
    """
    look = element.look
    if action in _READ:
        return True
    if action in ("fill", "totp", "code"):
        return element.editable
    if action == "check":
        return look.role in _TICKED or look.attributes.get("type") in ("checkbox", "radio") or look.tag == "label"
    if action == "select":
        return look.tag == "select" or look.role in _CHOSEN
    if action == "press":
        return element.editable or _can_be_clicked(element, tag)
    return _can_be_clicked(element, tag)


def _can_be_clicked(element: PageElement, tag: str) -> bool:
    look = element.look
    return look.tag in _CLICKED_TAGS or look.role in _BUTTON_LIKE or look.tag == tag

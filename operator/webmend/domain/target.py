"""How a step names an element: an ordered list of selectors and the frame they look in."""

from typing import Annotated, ClassVar

from pydantic import Field

from .base import Line, Model, Text
from .rule import one_of, only_with

SelectorText = Annotated[str, Field(min_length=1, max_length=1024)]


class Selector(Model):
    """One way to find an element. Exactly one of role, label, placeholder, testId, text, css, xpath is given."""

    KINDS: ClassVar = ("role", "label", "placeholder", "test_id", "text", "css", "xpath")
    RULES: ClassVar = (one_of(*KINDS), only_with("name", "role"))

    role: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    """The ARIA role, such as button, link, textbox; usually with `name`."""
    name: SelectorText | None = None
    """The accessible name; only with `role`."""
    label: SelectorText | None = None
    """The text of the label of a form field."""
    placeholder: SelectorText | None = None
    """The placeholder of a form field."""
    test_id: SelectorText | None = None
    """The value of its data-testid attribute."""
    text: SelectorText | None = None
    """Text that the element shows."""
    css: SelectorText | None = None
    """A CSS selector; pierces open shadow roots."""
    xpath: SelectorText | None = None
    """An XPath expression."""
    exact: bool | None = None
    """Match names, labels and texts whole and case-sensitively; default false."""

    def kind(self) -> str:
        """Which of the kinds is given."""
        return next(kind for kind in self.KINDS if getattr(self, kind) is not None)

    def __str__(self) -> str:
        kind = self.kind()
        if kind == "role":
            return f'role={self.role}[name="{self.name}"]' if self.name else f"role={self.role}"
        return f"{'testId' if kind == 'test_id' else kind}={getattr(self, kind)}"


class Target(Model):
    """One element. The selectors are tried in order; the first that matches exactly one element is used."""

    selectors: Annotated[tuple[Selector, ...], Field(min_length=1, max_length=8)]
    """Ways to find the element, the best first."""
    frame: Annotated[tuple[SelectorText, ...], Field(max_length=5)] = ()
    """CSS selectors of the iframes to go through, outermost first."""


class Fingerprint(Model):
    """What an element looked like when a step last used it with success; the ground for finding it again."""

    tag: Line = ""
    """Tag name, lower case."""
    role: Line = ""
    """ARIA role, computed."""
    name: Line = ""
    """Accessible name."""
    text: Line = ""
    """Visible text, shortened."""
    attributes: dict[str, str] = Field(default_factory=dict)
    """Stable attributes: id, name, type, href (query: names), data-testid, placeholder, aria-label, title, class."""
    path: Annotated[tuple[Line, ...], Field(max_length=12)] = ()
    """Tag, id and role of its ancestors, nearest first."""
    neighbours: Annotated[tuple[Line, ...], Field(max_length=8)] = ()
    """Visible texts beside it: label, siblings, headings of its section, row and group."""
    entries: Annotated[tuple[Line, ...], Field(max_length=2)] = ()
    """What the entries before and after its own say, in a list or a table's head."""
    namesakes: Annotated[int, Field(ge=0)] = 0
    """How many others of its role on the page say the same: "Edit" in each row."""
    box: tuple[float, float, float, float] | None = None
    """x, y, width, height in CSS pixels, relative to the page."""
    xpath: Text = ""
    """Its absolute place in the document."""
    id_xpath: Text = ""
    """Its place below the nearest ancestor that has an id."""
    form: Line = ""
    """Name, id or address of the form that it is in."""
    lang: Line = ""
    """Language of the document."""
    url: Text = ""
    """Address of the page, without query and fragment."""
    frame: Annotated[tuple[SelectorText, ...], Field(max_length=5)] = ()
    """Frame path the element was found in."""

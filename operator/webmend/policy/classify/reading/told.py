"""A failure as it is told: what an imported history, an issue or a log line holds of it."""

from dataclasses import dataclass, replace

_LINE, _TEXT = 256, 4096


@dataclass(frozen=True)
class Told:
    """Everything is optional: what is empty was not told."""

    error_type: str = ""
    """Name of the exception's class, or the tool's code for it."""
    error_message: str = ""
    symptom: str = ""
    """What a person says happened, where no tool said anything."""
    status: int | None = None
    """An HTTP status that is mentioned, of whatever request."""
    path: str = ""
    """Address or path of the page."""
    page_text: str = ""
    """Words that stand on the page, or what it shows in somebody's words."""
    is_quoted: bool = False
    """The page's text is its own, word for word."""
    selector: str = ""
    action: str = ""
    """What the step did: click, fill, navigate, select, ..."""

    def bounded(self) -> "Told":
        """The same, with every text as long as the evidence can hold at most."""
        return replace(
            self,
            error_type=self.error_type[:_LINE],
            error_message=self.error_message[:_TEXT],
            symptom=self.symptom[:_TEXT],
            path=self.path[:_LINE],
            page_text=self.page_text[:_TEXT],
            selector=self.selector[:_LINE],
            action=self.action[:_LINE],
        )

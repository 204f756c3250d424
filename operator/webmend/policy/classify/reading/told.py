"""A failure as it is told: what an imported history, an issue or a log line holds of it."""

from dataclasses import dataclass


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

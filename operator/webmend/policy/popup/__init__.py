"""What may be done about something laid over a page: press a harmless control or Escape, wait, or ask a person."""

from .choosing import Choice, Move, Tried, choose, may_ask_consent
from .judging import Judgement, Nature, judge

__all__ = ["Choice", "Judgement", "Move", "Nature", "Tried", "choose", "judge", "may_ask_consent"]

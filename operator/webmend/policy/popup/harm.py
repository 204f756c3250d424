"""What speaks against pressing something without asking anybody, told from what it says."""

import re
from collections.abc import Iterable

from webmend.policy.classify.words.agreements import AGREEMENTS
from webmend.policy.classify.words.consequences import CONSEQUENCES

_SIGNS = "[$€£¥₹₩₪₽₺]"
_CODES = r"\b(?:USD|EUR|GBP|CHF|JPY|CNY|INR|CAD|AUD|SEK|NOK|DKK|PLN|CZK|BRL|MXN|kr|zł|Kč)\b"
_NUMBER = r"\d[\d.,' ]{0,12}"
_PRICE = re.compile(rf"(?:{_SIGNS}|{_CODES})\s?{_NUMBER}|{_NUMBER}(?:{_SIGNS}|{_CODES})")


def binding(said: Iterable[str]) -> str:
    """What costs, binds or cannot be taken back; empty where nothing does."""
    texts = tuple(said)
    return AGREEMENTS.find(texts) or CONSEQUENCES.find(texts)


def price(said: Iterable[str]) -> str:
    """The first price; empty where there is none."""
    return next((found[0].strip() for text in said if (found := _PRICE.search(text))), "")

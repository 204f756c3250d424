"""Whether one element is told apart from all others by something that is exactly as it was."""

from collections.abc import Sequence

from .score import Score

CLEARLY = 0.2
"""By so much more of what stood beside the lost one an element is told apart from others that say the same."""


def stands_out(best: Score, rivals: Sequence[Score]) -> bool:
    """Whether some text, name or address is exactly the lost one's, and no rival has it too.

    Rivals that have it too (one "Edit" in each row) count as told apart where what stands beside them differs. What is
    called like the lost one but for a number does not stand out: the row may be gone, and this is the one beside it.
    """
    if best.is_sibling:
        return False
    if best.keeps_company and not any(rival.keeps_company for rival in rivals):
        return True
    return any(all(_is_told_apart(best, rival) for rival in rivals if name in rival.exact) for name in best.exact)


def _is_told_apart(best: Score, rival: Score) -> bool:
    return best.beside - rival.beside >= CLEARLY

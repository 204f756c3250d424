"""What each attribute of an element counts when it is compared with what was lost.

Published weights for web elements: M. Kluge and A. Stocco, arXiv 2505.16424, found by optimising those of Similo
(M. Nass et al., arXiv 2208.00677) over element pairs of real sites at some months' distance; rounded. Texts, names and
types carry the decision, ids and classes change more often than one expects, an absolute place says almost nothing.
"""

WEIGHTS = {
    "tag": 0.8,
    "role": 0.8,
    "text": 2.8,
    "name": 2.85,
    "id": 0.5,
    "test_id": 1.0,
    "type": 2.75,
    "aria_label": 0.9,
    "alt": 1.85,
    "href": 0.95,
    "neighbours": 1.45,
    "others": 1.8,
    "path": 0.9,
    "form": 0.5,
    "id_xpath": 0.45,
    "xpath": 0.1,
    "place": 1.2,
    "size": 0.35,
}

FAR = 200.0
"""Pixels at which being near has lost two thirds of what it counts: exp(-distance / FAR), as in the same source."""

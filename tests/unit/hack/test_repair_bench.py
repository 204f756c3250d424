"""The labels of the repair bench hold together, and say what they are to say."""

from collections import Counter

import pytest

from hack.repair.pages import HERE, PAGES, VERSIONS
from hack.repair.truth import Fate, Unlabelled, fate, lives

LOG_OUT = ('link /admin/logout/ "LOG OUT" in user-tools', 'button "LOG OUT" in user-tools')
FILTER = 'field nav-filter "Filter navigation items" in nav-sidebar'
SAVE = 'button _save "Save"'


@pytest.mark.parametrize(
    ("old", "new", "key", "there", "want"),
    [
        ("1.11.29", "5.2.1", SAVE, (SAVE,), (Fate.KEPT, SAVE)),
        ("1.11.29", "5.2.1", LOG_OUT[0], LOG_OUT[1:], (Fate.CHANGED, LOG_OUT[1])),
        ("5.2.1", "1.11.29", LOG_OUT[1], LOG_OUT[:1], (Fate.CHANGED, LOG_OUT[0])),
        ("1.11.29", "2.2.28", LOG_OUT[0], LOG_OUT[:1], (Fate.KEPT, LOG_OUT[0])),
        ("5.2.1", "3.2.25", FILTER, (), (Fate.GONE, None)),
        ("5.2.1", "4.2.20", FILTER, (FILTER,), (Fate.KEPT, FILTER)),
    ],
)
def test_a_control_is_the_one_of_the_same_key_or_the_labelled_one_or_gone(
    old: str, new: str, key: str, there: tuple[str, ...], want: tuple[Fate, str | None]
) -> None:
    assert fate("user-add", key, old, new, dict.fromkeys(there)) == want


@pytest.mark.parametrize(
    ("key", "why"),
    [
        (SAVE, "nobody has labelled it, and it is not there"),
        (LOG_OUT[0], "what it is labelled to have become is not there"),
    ],
)
def test_a_control_without_counterpart_and_label_is_no_guess(key: str, why: str) -> None:
    with pytest.raises(Unlabelled):
        fate("user-add", key, "1.11.29", "5.2.1", {})


def test_every_label_says_why_and_is_about_known_versions_and_pages() -> None:
    for life in lives():
        assert life.why.endswith("."), life.what
        assert set(life.since) <= set(VERSIONS), life.what
        assert set(life.pages) <= set(PAGES), life.what


def test_no_control_is_labelled_twice() -> None:
    for version in VERSIONS:
        keys = Counter(life.key(version) for life in lives())
        del keys[None]
        assert keys.most_common(1)[0][1] == 1, version


def test_what_has_a_counterpart_in_every_version_is_not_called_gone() -> None:
    for life in lives():
        has_two = len({life.key(version) for version in VERSIONS} - {None}) > 1
        assert has_two == (life.label is not Fate.GONE), life.what


def test_every_version_is_pinned_by_its_digest() -> None:
    pinned = (HERE / "requirements.txt").read_text()
    for version in VERSIONS:
        assert f"django=={version} --hash=sha256:" in pinned

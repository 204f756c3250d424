"""What a story's annotations say is done while it is told."""

import pytest

from hack.stories.story import Act, changed_secrets, stories

ACTED = [story for story in stories() if story.acts]
MOMENTS = {"Before", "Running", "Recovering", "InputRequired", "Requeued", "After"}


def test_acts_are_read_in_their_order() -> None:
    redesigned = next(story for story in ACTED if story.name == "redesigned-button")
    assert redesigned.acts == (Act(when="Before", site={"redesigned_button": True}),)


@pytest.mark.parametrize("story", ACTED, ids=[story.name for story in ACTED])
def test_each_act_has_a_moment_that_a_run_can_come_to_and_does_one_thing(story) -> None:  # type: ignore[no-untyped-def]
    for act in story.acts:
        assert act.when in MOMENTS
        assert sum(done is not None for done in (act.site, act.patch, act.create)) == 1


def test_a_story_that_follows_another_names_one_that_is_there() -> None:
    names = {story.name for story in stories()}
    assert {story.after for story in stories() if story.after} <= names


def test_the_secrets_that_stories_change_are_those_of_the_credentials_that_sites_force() -> None:
    assert changed_secrets() == ["clinic-login-enrolled", "clinic-login-rotated"]

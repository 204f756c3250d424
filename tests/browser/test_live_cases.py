"""A live case of each category is called what it is by the real runner and rules. `make bench-classify` plays all."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.site.states import packages
from tests.site.states.app import States
from tests.site.states.catalogue import Kind
from tests.support.live.attempt import Player
from tests.support.live.serving import served
from webmend.domain.failure import Category, Fault
from webmend.policy.classify import classify

OF_EACH_CATEGORY = (
    "sparkasse-lindau",
    "teachers-credit-union",
    "tenders-board",
    "volksbank-online",
    "crew-roster",
    "wnioski",
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def player() -> AsyncIterator[Player]:
    packages.install()
    with served(States()) as at:
        async with Player(at) as player:
            yield player


@pytest.mark.parametrize("case_id", OF_EACH_CATEGORY)
async def test_a_case_is_called_what_it_is(player: Player, case_id: str) -> None:
    case = player.served.states.cases[case_id]
    failure = classify((await player.play(case)).evidence)
    assert (failure.category, failure.sub_type) == (case.category, case.sub_type)


async def test_a_browser_that_dies_is_our_own_fault(player: Player) -> None:
    case = player.served.states.cases["tides-browser-killed"]
    assert case.kind is Kind.PLATFORM_FAULT
    failure = classify((await player.play(case)).evidence)
    assert (failure.category, failure.fault) == (Category.NOT_CONFIDENT, Fault.PLATFORM)


async def test_the_picture_of_a_failure_is_taken(player: Player) -> None:
    failed = await player.play(player.served.states.cases["rijksarchief"])
    assert failed.picture is not None
    assert failed.picture.startswith(b"\x89PNG")

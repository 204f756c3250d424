"""Nobody is locked out: whatever a change of a credential is cut off at, the Secret holds what logs in, and the next
run does so."""

from collections.abc import AsyncIterator, Iterable
from typing import Any

import pytest
import pytest_asyncio

from tests.support.cut_off import Scissors, World, succeeded, world
from webmend.adapters.browser.chromium import Chromium

ROTATION: dict[str, Any] = {"password_change": "forced"}
SIGNED_OUT: dict[str, Any] = {"password_change": "forced", "password_change_signs_out": True}
UNSAID: dict[str, Any] = {"password_change": "forced", "password_rule_unsaid": True}
ENROLMENT: dict[str, Any] = {"second_factor_setup": "forced", "second_factor": "app"}
CRUCIAL = "after the site has got /account"
"""The site has changed the credential and nobody has heard of it. All other effects are cut at in the long test."""
RUNS = 3
"""Within so many runs after it everything is in order again."""


@pytest_asyncio.fixture(loop_scope="session")
async def clinic(chromium: Chromium) -> AsyncIterator[World]:
    async with world(chromium) as made:
        yield made


async def effects(clinic: World, faults: dict[str, Any]) -> list[str]:
    """Everything that a run without a cut brings about."""
    await clinic.install(**faults)
    seen = Scissors()
    report, _ = await clinic.run(seen)
    assert succeeded(report)
    return seen.names


async def cut_off_at(clinic: World, faults: dict[str, Any], effect: str) -> str:
    """What is wrong after a run was cut off there; empty when nothing is."""
    await clinic.install(**faults)
    await clinic.run(Scissors(effect))
    account, held = clinic.tenant.account, await clinic.stored()
    if account.password not in (held["password"], held.get("pending")):
        return f"{effect}: neither password logs in"
    if account.secret and account.secret not in f"{held.get('totp')} {held.get('pending-totp')}":
        return f"{effect}: the secret of the second factor is not stored"
    return await in_order_again(clinic, effect)


async def in_order_again(clinic: World, effect: str) -> str:
    """What is wrong after the runs that follow."""
    for _ in range(RUNS):
        report, run = await clinic.run()
        if succeeded(report):
            break
    else:
        return f"{effect}: no run logs in any more ({run.status.error})"
    account, held = clinic.tenant.account, await clinic.stored()
    is_right = held["password"] == account.password and account.secret in held.get("totp", "")
    left = sorted({"pending", "pending-totp"} & held.keys())
    return "" if is_right and not left else f"{effect}: the Secret is not in order ({left})"


async def all_of(clinic: World, faults: dict[str, Any], wanted: Iterable[str]) -> list[str]:
    return [wrong for effect in wanted if (wrong := await cut_off_at(clinic, faults, effect))]


@pytest.mark.parametrize("faults", [ROTATION, SIGNED_OUT, UNSAID], ids=["stays signed in", "signs out", "unsaid rule"])
async def test_a_forced_password_is_changed_and_the_next_run_logs_in_with_it(
    clinic: World, faults: dict[str, Any]
) -> None:
    await clinic.install(**faults)
    report, run = await clinic.run()
    assert succeeded(report), run.status.recoveries
    held = await clinic.stored()
    assert held["password"] == clinic.tenant.account.password != "correct-horse"
    assert held["previous"] == "correct-horse"
    again, run = await clinic.run()
    assert succeeded(again)
    assert clinic.tenant.counters.refused_sign_ins == 0
    assert run.status.recoveries == ()


@pytest.mark.parametrize("as_text", [False, True], ids=["from a QR code", "from a text"])
async def test_a_second_factor_is_set_up_and_the_next_run_gives_its_code(clinic: World, as_text: bool) -> None:
    await clinic.install(**ENROLMENT, second_factor_as_text=as_text)
    report, run = await clinic.run()
    assert succeeded(report), run.status.recoveries
    assert clinic.tenant.account.secret in (await clinic.stored())["totp"]
    again, _ = await clinic.run()
    assert succeeded(again)


@pytest.mark.parametrize(
    "faults", [{"password_change": "optional"}, {"second_factor_setup": "optional"}], ids=["password", "second factor"]
)
async def test_what_is_not_forced_is_left(clinic: World, faults: dict[str, Any]) -> None:
    await clinic.install(**faults)
    before = await clinic.stored()
    await clinic.run()
    assert await clinic.stored() == before


@pytest.mark.parametrize("faults", [ROTATION, ENROLMENT], ids=["rotation", "enrolment"])
async def test_cut_off_at_the_crucial_effect_somebody_can_still_log_in(clinic: World, faults: dict[str, Any]) -> None:
    wanted = [name for name in await effects(clinic, faults) if CRUCIAL in name]
    assert wanted
    assert await all_of(clinic, faults, wanted) == []


@pytest.mark.long
@pytest.mark.timeout(7200)
@pytest.mark.parametrize(
    "faults", [ROTATION, SIGNED_OUT, UNSAID, ENROLMENT], ids=["rotation", "signs out", "unsaid rule", "enrolment"]
)
async def test_cut_off_at_every_effect_somebody_can_still_log_in(clinic: World, faults: dict[str, Any]) -> None:
    wanted = await effects(clinic, faults)
    wrong = await all_of(clinic, faults, wanted)
    print(f"{len(wanted) - len(wrong)} of {len(wanted)}")
    assert wrong == []

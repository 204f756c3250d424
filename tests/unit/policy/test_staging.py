"""A Secret holds a value that logs in, whatever a change of it is cut off at."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from webmend.domain.password import Stage
from webmend.policy.staging import KEYS, chosen, is_unsettled, settled, staged

PASSWORD = KEYS["password"]
BEFORE = {"username": "ada", "password": "old"}


def test_a_candidate_is_pending_beside_the_one_in_force() -> None:
    assert staged(BEFORE, PASSWORD, "new") == {**BEFORE, "pending": "new"}


def test_one_that_works_becomes_current_and_the_old_one_previous() -> None:
    after = settled(staged(BEFORE, PASSWORD, "new"), PASSWORD, Stage.PENDING)
    assert after == {"username": "ada", "password": "new", "previous": "old"}


def test_where_the_old_one_works_the_candidate_is_kept_aside() -> None:
    after = settled(staged(BEFORE, PASSWORD, "new"), PASSWORD, Stage.CURRENT)
    assert after == {**BEFORE, "rejected": "new"}


def test_a_second_candidate_drops_nothing() -> None:
    after = staged(staged(BEFORE, PASSWORD, "new"), PASSWORD, "newer")
    assert after == {**BEFORE, "pending": "newer", "rejected": "new"}


def test_a_first_second_factor_has_no_one_before_it() -> None:
    keys = KEYS["totp"]
    pending = staged(BEFORE, keys, "SEED")
    assert chosen(pending, keys, Stage.CURRENT) == "SEED"
    assert is_unsettled(pending, keys)
    for stage in Stage:
        assert settled(pending, keys, stage) == {**BEFORE, "totp": "SEED"}


@given(st.sampled_from(Stage), st.dictionaries(st.sampled_from(["password", "pending"]), st.text()))
def test_settling_twice_is_settling_once(stage: Stage, values: dict[str, str]) -> None:
    once = settled(values, PASSWORD, stage)
    assert settled(once, PASSWORD, stage) == once
    assert not is_unsettled(once, PASSWORD)


class Rotation(RuleBasedStateMachine):
    """A site that takes passwords or does not, and a vault that only sees what logins show."""

    candidates = Bundle("candidates")

    def __init__(self) -> None:
        super().__init__()
        self.site = "p0"
        self.vault = {"password": "p0"}
        self.made = 0

    @rule(taken=st.booleans())
    def change(self, taken: bool) -> None:
        """It begins with a login, as every change does: the site has asked for it."""
        self.log_in()
        self.made += 1
        self.vault = staged(self.vault, PASSWORD, f"p{self.made}")
        if taken:
            self.site = self.vault["pending"]

    @rule()
    def log_in(self) -> None:
        """The current one first; when it is refused, the pending one."""
        if self.vault["password"] == self.site:
            self.vault = settled(self.vault, PASSWORD, Stage.CURRENT)
        else:
            assert self.vault["pending"] == self.site
            self.vault = settled(self.vault, PASSWORD, Stage.PENDING)

    @invariant()
    def one_logs_in(self) -> None:
        assert self.site in (self.vault["password"], self.vault.get("pending"))


def test_whatever_happens_one_of_the_two_logs_in() -> None:
    run_state_machine_as_test(Rotation)

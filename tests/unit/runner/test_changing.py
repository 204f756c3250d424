"""Giving a site the password that it forces, and setting up its second factor, in every order of events."""

from typing import Any

import pytest

from tests.support.browser import Element
from tests.support.builders import node
from tests.unit.runner.lab import SITE, Lab, failed
from webmend.domain.directive import Directive, DirectiveKind
from webmend.domain.evidence import ErrorKind
from webmend.domain.form import FormControl, FormField, PageForm
from webmend.domain.graph import Node
from webmend.domain.password import Stage
from webmend.domain.report import AttemptOutcome, RecoveryOutcome
from webmend.domain.session import CredentialScope, Settlement
from webmend.ports.browser import Performed

pytestmark = pytest.mark.looptime
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
EXPECT = [{"text": "Welcome"}]
LOGIN = (
    node("open", "navigate", navigate={"url": f"{SITE}/login"}),
    node("password", "fill", fill={"value": "{{ credentials.portal.password }}"}),
    node("sign-in", expect=EXPECT),
    node("list"),
)


def field(css: str, **facts: Any) -> FormField:
    return FormField.model_validate({"css": css, "type": "password", "form": 0, **facts})


def page(*fields: FormField, **facts: Any) -> PageForm:
    return PageForm.model_validate({"origin": SITE, "fields": fields, **facts})


SAVE = FormControl(css="#save", name="Save", submits=True, form=0)
CHANGE = page(
    field("#old", label="Old password"),
    field("#new", label="New password"),
    field("#again", label="Confirm"),
    controls=[SAVE],
    texts=["At least 12 characters", "Your password has expired"],
)
SETUP = page(
    field("#code", type="text", autocomplete="one-time-code"),
    controls=[SAVE],
    texts=["Scan this"],
    codes=[f"otpauth://totp/Portal:ada?secret={SECRET}"],
)
HOME = page(texts=["Welcome"], controls=[FormControl(css="#out", name="Sign out")])


class Forced(Lab):
    """A run whose login leads to a page that demands something."""

    def __init__(self, kind: DirectiveKind, *looks: PageForm, nodes: tuple[Node, ...] = LOGIN, reached: bool = True):
        super().__init__(*nodes, credentials=(CredentialScope(alias="portal", origins=(SITE,)),))
        self.server.secrets = {("portal", "username"): "ada", ("portal", "password"): "old-battery"}
        self.server.passwords = ["new-battery-1", "new-battery-2"]
        # the failed sign-in, then what it was to lead to
        self.tab.gives["sign-in"] = [failed(ErrorKind.EXPECTATION), Performed() if reached else failed()]
        self.tab.shown.elements += [Element((f"css=#{name}",)) for name in ("old", "new", "again", "code", "save", "x")]
        self.tab.forms.then = list(looks)
        self.kind = kind
        self.told(Directive(sequence=1, attempt=1, kind=kind, credential="portal"))

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What was typed where, in the change."""
        steps = [n for n in self.tab.performed if n.id == "change-of-a-credential"]
        return [
            (str(n.target.selectors[0].css), n.fill.value if n.fill else n.action)
            for n in steps
            if n.target is not None
        ]

    @property
    def stored(self) -> dict[str, str]:
        return {key: value for (_, key), value in self.server.secrets.items()}


PENDING = Settlement(alias="portal", key="password", stage=Stage.PENDING)


async def test_the_new_password_is_given_settled_and_the_next_step_done() -> None:
    lab = Forced(DirectiveKind.ROTATE, CHANGE, HOME)
    report = await lab.run()
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert lab.typed == [
        ("#old", "old-battery"),
        ("#new", "new-battery-1"),
        ("#again", "new-battery-1"),
        ("#save", "click"),
    ]
    assert lab.stored == {"username": "ada", "password": "new-battery-1", "previous": "old-battery"}
    assert lab.tab.done[-1] == "list"
    (recovery,) = report.recoveries
    assert (recovery.outcome, recovery.detail) == (RecoveryOutcome.SUCCEEDED, "The site took the new password")


async def test_the_rules_of_the_form_go_with_the_request() -> None:
    lab = Forced(DirectiveKind.ROTATE, CHANGE, HOME)
    await lab.run()
    (request,) = lab.server.rotations
    assert (request.origin, request.rules.min_length, request.rules.cautious) == (SITE, 12, False)


async def test_both_passwords_are_typed_on_declared_origins_only() -> None:
    lab = Forced(DirectiveKind.ROTATE, CHANGE, HOME)
    await lab.run()
    assert lab.tab.origins["change-of-a-credential"] is None  # the click
    lab = Forced(DirectiveKind.ROTATE, CHANGE.with_(origin="http://elsewhere.test"))
    report = await lab.run()
    assert report.outcome is AttemptOutcome.FAILED
    assert lab.typed == []
    assert "pending" not in lab.stored


async def test_a_demand_that_can_be_put_off_is_put_off() -> None:
    later = CHANGE.with_(controls=(*CHANGE.controls, FormControl(css="#x", name="Remind me later")))
    lab = Forced(DirectiveKind.ROTATE, later)
    report = await lab.run()
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert lab.typed == [("#x", "click")]
    assert lab.server.rotations == []


async def test_a_refused_password_is_followed_by_a_more_cautious_one() -> None:
    refused = CHANGE.with_(alerts=("Use other special characters.",))
    lab = Forced(DirectiveKind.ROTATE, CHANGE, refused, HOME)
    await lab.run()
    assert [request.rules.cautious for request in lab.server.rotations] == [False, True]
    assert lab.stored == {
        "username": "ada",
        "password": "new-battery-2",
        "previous": "old-battery",
        "rejected": "new-battery-1",
    }


@pytest.mark.parametrize(
    ("looks", "why"),
    [
        ([CHANGE, CHANGE.with_(alerts=("No.",)), CHANGE.with_(alerts=("No, no.",))], "did not take the new password"),
        ([CHANGE, *[CHANGE] * 200], "did not say whether it has taken"),
        ([page(field("#x", autocomplete="current-password"))], "no form that is plainly one for a new password"),
    ],
)
async def test_without_a_plain_yes_the_attempt_ends_and_nothing_is_lost(looks: list[PageForm], why: str) -> None:
    lab = Forced(DirectiveKind.ROTATE, *looks)
    report = await lab.run()
    assert (report.outcome, report.reason) == (AttemptOutcome.FAILED, "Directed")
    assert why in report.recoveries[0].detail
    assert lab.stored["password"] == "old-battery"
    assert lab.server.settlements == []


async def test_a_site_that_signs_out_after_the_change_is_signed_in_to_with_the_new_password() -> None:
    lab = Forced(DirectiveKind.ROTATE, CHANGE, page(field("#x"), controls=[SAVE]), reached=False)
    report = await lab.run()
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert lab.tab.typed["password"] == "new-battery-1"
    assert lab.server.settlements == [PENDING]
    assert lab.stored["password"] == "new-battery-1"


async def test_a_change_that_may_have_worked_is_settled_only_once_a_login_shows_it() -> None:
    lab = Forced(DirectiveKind.ROTATE, CHANGE, page(field("#x"), controls=[SAVE]), reached=False)
    lab.tab.gives["list"] = [failed()]
    lab.tab.gives["open"] = [Performed(), failed(ErrorKind.NAVIGATION)]
    report = await lab.run()
    assert report.outcome is AttemptOutcome.FAILED
    assert lab.server.settlements == []
    assert (lab.stored["password"], lab.stored["pending"]) == ("old-battery", "new-battery-1")


async def test_a_server_that_refuses_ends_it_before_anything_is_typed() -> None:
    lab = Forced(DirectiveKind.ROTATE, CHANGE)
    lab.server.passwords = []
    report = await lab.run()
    assert lab.typed == []
    assert "once a day" in report.recoveries[0].detail


async def test_no_password_stands_in_what_is_reported() -> None:
    lab = Forced(DirectiveKind.ROTATE, CHANGE, HOME)
    lab.tab.gives["list"] = [failed(message="shown: new-battery-1 and old-battery")]
    report = await lab.run()
    said = lab.around.secrets(report.model_dump_json() + "".join(s.model_dump_json() for s in lab.server.steps))
    assert "battery" not in said


def cut_off(**values: str) -> Lab:
    """A run whose Secret holds what an earlier, cut-off change has left."""
    lab = Lab(*LOGIN)
    lab.server.secrets = {("portal", key): value for key, value in values.items()}
    return lab


async def test_a_refused_login_says_that_another_password_is_pending_and_tries_it_when_told() -> None:
    lab = cut_off(password="old-battery", pending="new-battery")
    lab.tab.gives["sign-in"] = [failed(ErrorKind.EXPECTATION)]
    told = Directive(sequence=1, attempt=1, kind=DirectiveKind.LOG_IN_AGAIN, node_id="open", credential="portal")
    lab.told(told)
    report = await lab.run()
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert [question.session.unsettled for question in lab.tab.asked] == ["portal"]
    assert [request.stage for request in lab.server.released] == [Stage.CURRENT, Stage.PENDING]
    assert lab.server.settlements == [PENDING]
    assert lab.server.secrets == {("portal", "password"): "new-battery", ("portal", "previous"): "old-battery"}


async def test_once_the_pending_one_was_tried_none_is_left() -> None:
    lab = cut_off(password="old-battery", pending="new-battery")
    lab.tab.gives["sign-in"] = [failed(ErrorKind.EXPECTATION), failed(ErrorKind.EXPECTATION)]
    told = Directive(sequence=1, attempt=1, kind=DirectiveKind.LOG_IN_AGAIN, node_id="open", credential="portal")
    end = Directive(sequence=2, attempt=1, kind=DirectiveKind.END)
    lab.told(told, end)
    await lab.run()
    assert [question.session.unsettled for question in lab.tab.asked] == ["portal", ""]
    assert lab.server.settlements == []


async def test_a_login_that_works_with_the_old_password_settles_it_too() -> None:
    lab = cut_off(password="old-battery", pending="new-battery")
    await lab.run()
    assert lab.server.secrets == {("portal", "password"): "old-battery", ("portal", "rejected"): "new-battery"}


async def test_a_login_without_a_change_settles_nothing() -> None:
    lab = cut_off(password="old-battery")
    await lab.run()
    assert lab.server.settlements == []


async def test_a_second_factor_is_kept_then_confirmed_then_settled() -> None:
    lab = Forced(DirectiveKind.ENROL, SETUP, HOME)
    report = await lab.run()
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert lab.typed == [("#code", "000001"), ("#save", "click")]
    (request,) = lab.server.enrolments
    assert SECRET in request.secret
    assert lab.stored["totp"] == request.secret
    assert report.recoveries[0].detail == "The second factor was set up"


@pytest.mark.parametrize(
    "looks",
    [
        [page(controls=[FormControl(css="#x", name="Set up")]), SETUP, HOME],
        [SETUP.with_(fields=(), controls=(FormControl(css="#x", name="Next"),)), SETUP.with_(codes=()), HOME],
        [
            SETUP.with_(codes=(), controls=(FormControl(css="#x", name="Can't scan it?"),)),
            SETUP.with_(codes=(), texts=(SECRET,)),
            HOME,
        ],
        [SETUP, SETUP.with_(alerts=("The code is wrong.",)), HOME],
    ],
    ids=["a page before", "the code on the next page", "by hand", "a second code"],
)
async def test_a_set_up_of_several_pages_is_gone_through(looks: list[PageForm]) -> None:
    lab = Forced(DirectiveKind.ENROL, *looks)
    report = await lab.run()
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert SECRET in lab.stored["totp"]


@pytest.mark.parametrize(
    ("looks", "why"),
    [
        ([SETUP.with_(codes=())], "no secret that could be read"),
        ([SETUP.with_(texts=("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",))], "2 different secrets"),
        ([page(controls=[FormControl(css="#x", name="Next")])] * 9, "after 6 pages"),
        ([SETUP, SETUP.with_(alerts=("Wrong.",)), SETUP.with_(alerts=("Wrong again.",))], "refused the codes"),
    ],
)
async def test_a_set_up_that_is_not_plain_ends_the_attempt(looks: list[PageForm], why: str) -> None:
    lab = Forced(DirectiveKind.ENROL, *looks)
    report = await lab.run()
    assert report.outcome is AttemptOutcome.FAILED
    assert why in report.recoveries[0].detail
    assert SECRET not in report.model_dump_json()
    assert lab.server.settlements == []


async def test_an_optional_set_up_is_skipped() -> None:
    lab = Forced(DirectiveKind.ENROL, SETUP.with_(controls=(FormControl(css="#x", name="Skip for now"),)))
    report = await lab.run()
    assert report.outcome is AttemptOutcome.SUCCEEDED
    assert lab.server.enrolments == []

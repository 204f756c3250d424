"""What the clinic asks for between signing in and the first page: a new password, an authenticator app, a code."""

from collections.abc import Awaitable, Callable
from functools import wraps

import segno
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.site.account import LONGEST, REMEMBERED, SHORTEST, SPECIAL
from tests.site.clinic.access import COOKIE, HOME
from tests.site.clinic.pages import go, path_in, render, tenant_of
from tests.site.tenant import Submission

INBOX_TOKEN = "inbox-token"
Endpoint = Callable[[Request], Awaitable[Response]]


def half_signed_in(endpoint: Endpoint) -> Endpoint:
    """Let only browsers with a session see this page, whatever is still asked of them."""

    @wraps(endpoint)
    async def guarded(request: Request) -> Response:
        session = tenant_of(request).sessions.get(request.cookies.get(COOKIE, ""))
        if session is None:
            return go(request, "/login")
        request.state.demand_session = session
        return await endpoint(request)

    return guarded


@half_signed_in
async def password_page(request: Request) -> Response:
    return _password_page(request, [])


@half_signed_in
async def change_password(request: Request) -> Response:
    form = await request.form()
    old, new, again = (str(form.get(name, "")) for name in ("old", "new", "again"))
    request.state.submission = Submission("password", {})
    tenant = tenant_of(request)
    if objections := tenant.account.objections(old, new, again, tenant.faults.password_rule_unsaid):
        return _password_page(request, objections)
    tenant.account.change(new)
    if tenant.faults.password_change_signs_out:
        tenant.sessions.clear()
        return go(request, "/login?reason=signed-out")
    return go(request, HOME)


@half_signed_in
async def second_factor_page(request: Request) -> Response:
    return _second_factor_page(request)


@half_signed_in
async def confirm_second_factor(request: Request) -> Response:
    code = str((await request.form()).get("code", ""))
    request.state.submission = Submission("second-factor", {})
    tenant = tenant_of(request)
    if not tenant.account.confirm(code, tenant.clock.now()):
        return _second_factor_page(request, refused=True)
    request.state.demand_session.code_given = True
    return go(request, HOME)


@half_signed_in
async def code_page(request: Request) -> Response:
    return render(request, "code.html")


@half_signed_in
async def give_code(request: Request) -> Response:
    code = str((await request.form()).get("code", ""))
    request.state.submission = Submission("code", {})
    tenant = tenant_of(request)
    takes = tenant.account.takes_sent if tenant.faults.second_factor == "sms" else tenant.account.takes
    if not takes(code, tenant.clock.now()):
        return render(request, "code.html", refused=True)
    request.state.demand_session.code_given = True
    return go(request, HOME)


@half_signed_in
async def put_off(request: Request) -> Response:
    request.state.demand_session.put_off.add(path_in(request).removesuffix("/later"))
    return go(request, HOME)


async def inbox(request: Request) -> Response:
    """The phone of the account, for who has its token."""
    if request.headers.get("authorization") != f"Bearer {INBOX_TOKEN}":
        return JSONResponse({"error": "no token"}, status_code=401)
    tenant = tenant_of(request)
    messages = tenant.account.arrived(tenant.clock.now())
    return JSONResponse({"messages": [{"time": m.time.isoformat(), "text": m.text} for m in messages]})


def _password_page(request: Request, objections: list[str]) -> Response:
    rules = (
        f"{SHORTEST} to {LONGEST} characters",
        "upper case letters, lower case letters and digits",
        f"at least one special character of {SPECIAL} and no other",
        f"not one of your last {REMEMBERED} passwords",
    )
    is_forced = tenant_of(request).faults.password_change == "forced"
    return render(request, "password.html", rules=rules, objections=objections, is_forced=is_forced)


def _second_factor_page(request: Request, refused: bool = False) -> Response:
    tenant = tenant_of(request)
    secret = tenant.account.offer()
    return render(
        request,
        "second_factor.html",
        qr="" if tenant.faults.second_factor_as_text else _picture(tenant.account.address()),
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        is_forced=tenant.faults.second_factor_setup == "forced",
        refused=refused,
    )


def _picture(text: str) -> str:
    picture: str = segno.make(text).svg_inline(scale=5)
    return picture

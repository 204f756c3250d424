"""Signing in and out, and the pages that are for signed-in people only."""

import secrets
from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from tests.site.clinic.pages import go, path_in, render, tenant_of
from tests.site.tenant import Session, Submission, Tenant

COOKIE = "clinic_session"
HOME = "/"

REASONS = {
    "expired": "Your session has expired. Please sign in again.",
    "signed-out": "You have signed out.",
}

Endpoint = Callable[[Request], Awaitable[Response]]


async def login_page(request: Request) -> Response:
    reason = REASONS.get(request.query_params.get("reason", ""))
    return render(request, "login.html", next=request.query_params.get("next", HOME), reason=reason)


async def login(request: Request) -> Response:
    form = await request.form()
    user, password, after = (str(form.get(name, "")) for name in ("username", "password", "next"))
    request.state.submission = Submission("login", {"username": user})
    if not _is_right(request, user, password):
        tenant_of(request).counters.refused_sign_ins += 1
        return render(request, "login.html", username=user, next=after, refused=True)
    return _signed_in_as(request, user, after if after.startswith("/") else HOME)


async def logout(request: Request) -> Response:
    request.state.submission = Submission("logout", {})
    tenant_of(request).sessions.pop(request.cookies.get(COOKIE, ""), None)
    return go(request, "/login?reason=signed-out")


def signed_in(endpoint: Endpoint) -> Endpoint:
    """Let only signed-in browsers see this page; others are sent to the login page and come back from there."""

    @wraps(endpoint)
    async def guarded(request: Request) -> Response:
        session = tenant_of(request).sessions.get(request.cookies.get(COOKIE, ""))
        if session is None:
            return go(request, f"/login?next={path_in(request)}")
        session.requests += 1
        if _has_expired(request, session):
            del tenant_of(request).sessions[request.cookies[COOKIE]]
            return go(request, f"/login?reason=expired&next={path_in(request)}")
        request.state.session = session
        if demand := demanded(tenant_of(request), session):
            return go(request, demand)
        return await endpoint(request)

    return guarded


def demanded(tenant: Tenant, session: Session) -> str:
    """The page that comes before all others now; empty where there is none."""
    faults, account = tenant.faults, tenant.account
    takes_code = faults.second_factor == "sms" or (faults.second_factor == "app" and bool(account.secret))
    demands = {
        "/login/code": takes_code and not session.code_given,
        "/account/password": faults.password_change != "none" and not account.earlier,
        "/account/second-factor": faults.second_factor_setup != "none" and not account.secret,
    }
    return next((path for path, is_due in demands.items() if is_due and path not in session.put_off), "")


def _has_expired(request: Request, session: Session) -> bool:
    limit = tenant_of(request).faults.session_expires_after
    return limit is not None and session.requests > limit


def _is_right(request: Request, user: str, password: str) -> bool:
    if tenant_of(request).faults.invalid_password:
        return False
    return tenant_of(request).account.is_right(user, password)


def _signed_in_as(request: Request, user: str, after: str) -> Response:
    tenant = tenant_of(request)
    tenant.counters.sign_ins += 1
    token = secrets.token_urlsafe()
    tenant.sessions[token] = Session(user)
    if tenant.faults.second_factor == "sms":
        tenant.account.send(tenant.clock.now(), tenant.faults.sms_seconds)
    response = go(request, after)
    response.set_cookie(COOKIE, token, path=f"/{tenant.name}", httponly=True, samesite="lax")
    return response

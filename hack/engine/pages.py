"""The site that both walk through: a form and a list, as plain as portals are, with a hundred rows to look at."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

PLANS = ("Basic", "Family", "Premium")
_LINKS = "".join(f"<li><a href='/list?n={n}'>Section {n}</a></li>" for n in range(12))
_OPTIONS = "".join(f"<option value='{plan.lower()}'>{plan}</option>" for plan in PLANS)
_ROWS = "".join(
    f"<tr><td>{n}</td><td>Person {n}</td><td>{PLANS[n % 3]}</td><td><button>Open {n}</button></td></tr>"
    for n in range(25)
)
_HEAD = "<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title><nav><ul>{links}</ul></nav><main>"
FORM = f"""{_HEAD.format(title="Registration", links=_LINKS)}
<h1>Registration</h1>
<form id=registration action=/list onsubmit="return false">
<p><label>Name <input name=name></label></p>
<p><label>E-mail <input name=email type=email></label></p>
<p><label>Plan <select name=plan><option value="">Choose one</option>{_OPTIONS}</select></label></p>
<p><label><input type=checkbox name=terms> I agree to the terms</label></p>
<p><button type=button onclick="form.said.textContent = 'Saved ' + form.elements.name.value">Save</button></p>
<p><output name=said role=status></output></p>
</form>
<p><a href=/list>All registrations</a></p></main>"""
LIST = f"""{_HEAD.format(title="Registrations", links=_LINKS)}
<h1>Registrations</h1>
<p><label>Search <input name=q type=search></label></p>
<table><thead><tr><th>Number</th><th>Name</th><th>Plan</th><th>Action</th></tr></thead><tbody>{_ROWS}</tbody></table>
</main>"""


def routes() -> list[Route]:
    """Both pages."""

    async def form(_request: Request) -> Response:
        return HTMLResponse(FORM)

    async def listing(_request: Request) -> Response:
        return HTMLResponse(LIST)

    return [Route("/form", form), Route("/list", listing)]


def app() -> Starlette:
    """The site as an ASGI application."""
    return Starlette(routes=routes())

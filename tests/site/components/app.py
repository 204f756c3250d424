"""The pages behind one port: http://NAME.example is the page of that package, and what all of them need."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Host, Mount, Route
from starlette.staticfiles import StaticFiles

from tests.site import djangoadmin
from tests.site.components.bundles import PAGES, bundle
from tests.site.people import name as person
from tests.site.states import packages

DJANGO = "django"
SCRIPTED = frozenset({"mui", "antd"})
"""Those that are a script of their own and nothing else."""
REPORT = b"number,name\n1,Ada\n"
PEOPLE = 60


def application() -> Starlette:
    """All pages."""
    page = Starlette(
        routes=[
            Route("/", _page),
            Route("/{file}.html", _page),
            Route("/page.js", _script),
            Route("/report.csv", _report),
            Route("/api/people", _people),
            Route("/api/people", _added, methods=["POST"]),
            Mount("/npm", StaticFiles(directory=packages.FOLDER)),
        ]
    )
    django = Starlette(
        routes=[
            Mount("/django/static", StaticFiles(packages=[("django.contrib.admin", "static")])),
            Mount("/django", djangoadmin.application()),
        ]
    )
    return Starlette(routes=[Host(f"{DJANGO}.example", django), Host("{package}.example", page)])


def _package(request: Request) -> str:
    return Path(str(request.path_params["package"])).name


async def _page(request: Request) -> Response:
    package = _package(request)
    file = "scripted" if package in SCRIPTED else package
    path = PAGES / f"{Path(request.path_params.get('file', file)).name}.html"
    return HTMLResponse(path.read_text()) if path.exists() else HTMLResponse("<h1>Not found</h1>", 404)


async def _script(request: Request) -> Response:
    return Response(bundle(_package(request)), media_type="text/javascript")


async def _report(_request: Request) -> Response:
    return Response(REPORT, media_type="text/csv", headers={"Content-Disposition": "attachment; filename=report.csv"})


async def _people(request: Request) -> Response:
    """Names that hold `q`, as a list and as Select2 wants them."""
    wanted = request.query_params.get("q", "").casefold()
    names = [f"{one.first} {one.last}" for one in map(person, range(1, PEOPLE))]
    found = [{"id": number, "text": name} for number, name in enumerate(names, 1) if wanted in name.casefold()]
    return JSONResponse({"results": found})


async def _added(request: Request) -> Response:
    return JSONResponse({"added": await request.json()}, 201)

"""All cases behind one port: each is found by the host that is asked for."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Host, Mount, Route
from starlette.staticfiles import StaticFiles

from tests.site.states import packages
from tests.site.states.answers import Visit, give, html, never
from tests.site.states.catalogue import Case, cases

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
ABSENT = html("<!DOCTYPE html><title>Not found</title><h1>Not found</h1>", status=404)


@dataclass
class Standing:
    """What one case remembers since its run began."""

    before: bool = False
    """It shows its pages as they were when the workflow was made."""
    counts: Counter[str] = field(default_factory=Counter)
    memory: dict[str, Any] = field(default_factory=dict)


class States:
    """The hosts of the cases."""

    def __init__(self, found: Iterable[Case] | None = None) -> None:
        self.cases = {case.id: case for case in (cases() if found is None else found)}
        self._of_host = {host: case for case in self.cases.values() for host in case.hosts}
        self._standing = {case_id: Standing() for case_id in self.cases}

    def begin(self, case_id: str, *, before: bool = False) -> None:
        """A run of this case begins: forget what was, and show the pages of now, or of `before`."""
        self._standing[case_id] = Standing(before)

    def application(self) -> Starlette:
        """The hosts; on any other one, what there is."""
        npm = Mount("/npm", StaticFiles(directory=packages.FOLDER, check_dir=False))
        site = Starlette(
            routes=[
                npm,
                Route("/hold/{rest:path}", self._hold, methods=METHODS),
                Route("/{rest:path}", self._answer, methods=METHODS),
            ]
        )
        return Starlette(
            routes=[
                Host("{site}.example", site),
                Route("/", self._list),
                Route("/{case_id}", self._begin, methods=["POST"]),
            ]
        )

    async def _answer(self, request: Request) -> Response:
        host, path = request.url.hostname or "", request.url.path
        case = self._of_host.get(host)
        if case is None:
            return await give(ABSENT, await self._visit(Standing(), request))
        standing = self._standing[case.id]
        answer = case.answer(request.method, host, path, before=standing.before)
        return await give(answer or ABSENT, await self._visit(standing, request))

    async def _hold(self, request: Request) -> Response:
        """What never comes; the case's own page where it has one."""
        case = self._of_host.get(request.url.hostname or "")
        own = case and case.answer(request.method, request.url.hostname or "", request.url.path)
        return await (self._answer(request) if own else give(never, await self._visit(Standing(), request)))

    async def _visit(self, standing: Standing, request: Request) -> Visit:
        place = f"{request.method} {request.url.hostname}{request.url.path}"
        standing.counts[place] += 1
        form = await request.form()
        return Visit(
            method=request.method,
            path=request.url.path,
            query=dict(request.query_params),
            form={name: value for name, value in form.items() if isinstance(value, str)},
            cookies=request.cookies,
            count=standing.counts[place],
            memory=standing.memory,
        )

    async def _list(self, request: Request) -> Response:
        return JSONResponse([_line(case) for case in self.cases.values()])

    async def _begin(self, request: Request) -> Response:
        case_id = request.path_params["case_id"]
        if case_id not in self.cases:
            return JSONResponse({"error": f"there is no case {case_id}"}, 404)
        self.begin(case_id)
        return JSONResponse(_line(self.cases[case_id]))


def _line(case: Case) -> dict[str, Any]:
    return {
        "id": case.id,
        "kind": case.kind,
        "category": case.category,
        "subType": case.sub_type,
        "site": f"http://{case.site}",
        "what": case.what,
    }

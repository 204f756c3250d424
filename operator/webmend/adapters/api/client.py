"""The server's public API, read over HTTP."""

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx
from pydantic import ValidationError

from webmend.domain.left_behind import ArtifactLink, ArtifactList, NewLink, RunData
from webmend.domain.record import RunPage, RunRecord
from webmend.domain.session import Problem

LIMITS = httpx.Timeout(30, connect=10)
"""Seconds without a byte."""


class ApiUnreachable(Exception):
    """There was no answer of a webmend server."""


class ApiRefused(Exception):
    """The server says no: an HTTP status, and its sentence."""

    def __init__(self, status: int, detail: str):
        super().__init__(detail)
        self.status = status


class ApiClient:
    """The history, and what one namespace's runs have left. Its methods raise ApiUnreachable and ApiRefused."""

    def __init__(self, url: str, token: str, namespace: str):
        self.namespace = namespace
        """The one that is meant where none is named."""
        self.url = url.rstrip("/")
        """Where the server is."""
        self._http = httpx.AsyncClient(
            base_url=f"{url.rstrip('/')}/api/v1/",
            headers={"Authorization": f"Bearer {token}"},
            timeout=LIMITS,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def data(self, run: str) -> RunData:
        """What the run has extracted."""
        return RunData.model_validate_json(await self._get(run, "data"))

    async def artifacts(self, run: str) -> ArtifactList:
        """What the run has left."""
        return ArtifactList.model_validate_json(await self._get(run, "artifacts"))

    async def artifact(self, run: str, name: str) -> bytes:
        """One of these bodies."""
        return await self._get(run, f"artifacts/{quote(name)}")

    async def link(self, run: str, name: str) -> ArtifactLink:
        """A link by which anybody gets one of these bodies, for a short time."""
        body = NewLink(name=name).model_dump_json(by_alias=True)
        answer = await self._answered("POST", self._path(run, "/links"), content=body)
        return ArtifactLink.model_validate_json(answer)

    async def record(self, run: str) -> RunRecord:
        """All that the history keeps of the run."""
        return RunRecord.model_validate_json(await self._of(run))

    async def runs(self, asked: Sequence[tuple[str, str]]) -> RunPage:
        """A page of the history, of any namespace; `asked`: parameters of the API and their values."""
        return RunPage.model_validate_json(await self._called("runs", asked))

    async def _get(self, run: str, rest: str) -> bytes:
        return await self._of(run, f"/{rest}")

    async def _of(self, run: str, rest: str = "") -> bytes:
        return await self._called(self._path(run, rest))

    def _path(self, run: str, rest: str) -> str:
        return f"namespaces/{quote(self.namespace, safe='')}/runs/{quote(run, safe='')}{rest}"

    async def _called(self, path: str, asked: Sequence[tuple[str, str]] = ()) -> bytes:
        return await self._answered("GET", path, params=list(asked))

    async def _answered(self, method: str, path: str, **sent: Any) -> bytes:
        try:
            answer = await self._http.request(method, path, **sent)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ApiUnreachable(f"{type(error).__name__}: {error}".rstrip(": ")) from error
        if not answer.is_success:
            raise _refusal(answer)
        return answer.content


def _refusal(answer: httpx.Response) -> ApiRefused | ApiUnreachable:
    try:
        return ApiRefused(answer.status_code, Problem.model_validate_json(answer.content).detail)
    except ValidationError:
        return ApiUnreachable(f"{answer.url.host} answered {answer.status_code}, and not as a webmend server does")

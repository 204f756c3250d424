"""From a cluster, and a server where there is one, to what goes into a bundle."""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

from webmend.cli.cluster import Place
from webmend.cli.doctor.checks import findings
from webmend.cli.doctor.gathering import Scope, gather
from webmend.cli.output.documents import as_json, as_yaml
from webmend.cli.output.paper import Paper
from webmend.cli.runs.describing import describe
from webmend.cli.runs.gathering import NO_SERVER, Server
from webmend.cli.runs.next_steps import Typed
from webmend.cli.runs.view import View
from webmend.domain import names
from webmend.ports.cluster import (
    ERROR_CODES,
    EVENTS,
    JOBS,
    PODS,
    RUNS,
    VERSIONS,
    WORKFLOWS,
    ClusterError,
    Kind,
    Object,
)

from .contents import Bundle
from .masking import Masker

MOST_LINES = 20_000
"""Lines of a log of operator or server that are looked through, the latest."""
EVIDENCE = "a*/failures/*.json"


@dataclass(frozen=True)
class Want:
    """What goes in."""

    scope: Scope
    evidence: bool
    """Whether the evidence of failures does, from the artifact store."""


class Gatherer:
    """Fills a bundle about one run. What cannot be had is noted in it."""

    def __init__(self, place: Place, view: View, masker: Masker, bundle: Bundle, want: Want):
        self._place = place
        self._view = view
        self._run = view.run
        self._masker = masker
        self._bundle = bundle
        self._want = want

    async def fill(self, server: Server | None, now: datetime) -> None:
        """Put everything in."""
        self._described(now)
        await self._objects()
        await self._events()
        await self._runner_logs()
        for component in ("operator", "server"):
            await self._component_log(component)
        await self._doctor(server, now)
        if server is not None:
            await self._left_behind(server)

    def _described(self, now: datetime) -> None:
        file = io.StringIO()
        told = replace(self._view, run=self._masker.run(self._run))
        describe(Paper(file, {}), told, now, Typed("webmend", ("-n", self._run.namespace)))
        self._bundle.add("describe.txt", self._masker.text(file.getvalue()), "what `webmend describe` tells of it")
        for unseen in self._view.unseen:
            self._bundle.missing.append(unseen)

    async def _objects(self) -> None:
        run, workflow = self._run.name, self._run.spec.workflow_ref.name
        labels = f"{names.LABEL_RUN_NAME}={run}"
        await self._one(RUNS, run, "run.yaml", "the WorkflowRun", self._masker.run_object)
        await self._one(WORKFLOWS, workflow, "workflow.yaml", "its Workflow", self._masker.object)
        selected = f"spec.workflow={workflow}"
        await self._all(VERSIONS, "versions.yaml", "the versions of the workflow", fields=selected)
        await self._all(ERROR_CODES, "error-codes.yaml", "the error codes of the namespace")
        await self._all(JOBS, "jobs.yaml", "the Jobs of its attempts", labels=labels)
        await self._all(PODS, "pods.yaml", "their pods, with their status", labels=labels)

    async def _one(
        self, kind: Kind, name: str, file: str, what: str, masked: Callable[[Object], Mapping[str, Any]]
    ) -> None:
        try:
            obj = await self._place.cluster.get(kind, self._run.namespace, name)
        except ClusterError as error:
            self._bundle.lacks(file, error)
            return
        self._bundle.add(file, as_yaml(masked(obj)), what)

    async def _all(self, kind: Kind, file: str, what: str, **selection: str) -> None:
        try:
            found = await self._place.cluster.list(kind, self._run.namespace, **selection)
        except ClusterError as error:
            self._bundle.lacks(file, error)
            return
        if found:
            self._bundle.add(file, as_yaml([self._masker.object(obj) for obj in found]), what)
        else:
            self._bundle.lacks(file, "there are none any more")

    async def _events(self) -> None:
        try:
            found = await self._place.cluster.list(EVENTS, self._run.namespace)
        except ClusterError as error:
            self._bundle.lacks("events.txt", error)
            return
        ours = sorted((each for each in found if self._is_ours(each)), key=_time)
        lines = [f"{_time(each)}  {each.get('reason')}  {each.get('note') or ''}" for each in ours]
        self._bundle.add("events.txt", self._masker.text("\n".join(lines) + "\n"), "the Events of run, Jobs and pods")

    def _is_ours(self, event: Object) -> bool:
        about = event.get("regarding") or {}
        jobs = [attempt.job_name for attempt in self._run.status.attempts]
        name = str(about.get("name", ""))
        return about.get("uid") == self._run.uid or any(name == job or name.startswith(f"{job}-") for job in jobs)

    async def _runner_logs(self) -> None:
        labels = f"{names.LABEL_RUN_NAME}={self._run.name}"
        try:
            pods = await self._place.cluster.list(PODS, self._run.namespace, labels=labels)
        except ClusterError:
            return  # said of pods.yaml
        for pod in pods:
            number = pod["metadata"]["labels"].get(names.LABEL_ATTEMPT, "")
            name, file = pod["metadata"]["name"], f"logs/attempt-{number}.jsonl"
            await self._log(self._run.namespace, name, names.RUNNER_CONTAINER, file, "what the runner wrote", _any)

    async def _component_log(self, component: str) -> None:
        system, labels = self._want.scope.system, f"app.kubernetes.io/component={component}"
        try:
            pods = await self._place.cluster.list(PODS, system, labels=labels)
        except ClusterError as error:
            self._bundle.lacks(f"the log of the {component}", error)
            return
        if not pods:
            self._bundle.lacks(f"the log of the {component}", f"no pod of it is in {system}")
        for pod in pods:
            name = pod["metadata"]["name"]
            what = f"what the {component} wrote of this run"
            await self._log(system, name, component, f"logs/{name}.jsonl", what, self._names_it)

    def _names_it(self, line: str) -> bool:
        """Whether a line of a log is about this run."""
        run = self._run
        return run.uid in line or (f'"{run.name}"' in line and f'"{run.namespace}"' in line)

    async def _log(
        self, namespace: str, pod: str, container: str, file: str, what: str, wanted: Callable[[str], bool]
    ) -> None:
        if self._place.logs is None:
            return
        lines = []
        try:
            async for line in self._place.logs.lines(namespace, pod, container, tail=MOST_LINES):
                if wanted(line):
                    lines.append(self._masker.line(line))
        except ClusterError as error:
            self._bundle.lacks(file, error)
        self._bundle.add(file, "".join(f"{line}\n" for line in lines), what)

    async def _doctor(self, server: Server | None, now: datetime) -> None:
        found = findings(await gather(self._place, self._want.scope, server, now))
        text = as_json([self._masker.value(finding.document()) for finding in found])
        self._bundle.add("doctor.json", text, "what `webmend doctor` finds")

    async def _left_behind(self, server: Server) -> None:
        try:
            client = await server()
            items = (await client.artifacts(self._run.name)).items
            listed = [f"{item.size_bytes:>12} {item.name}" for item in items]
            text = self._masker.text("\n".join(listed) + "\n")
            self._bundle.add("artifacts.txt", text, "what it has left in the artifact store: bytes and names")
            for name in _wanted((item.name for item in items), evidence=self._want.evidence):
                body = (await client.artifact(self._run.name, name)).decode(errors="replace")
                what = "its steps" if name.endswith("steps.jsonl") else "the evidence of a failure"
                self._bundle.add(f"artifacts/{name}", self._lines(body), what)
        except NO_SERVER as error:
            self._bundle.lacks("steps and artifacts", error)

    def _lines(self, body: str) -> str:
        return "".join(f"{self._masker.line(line)}\n" for line in body.splitlines())


def _wanted(artifacts: Iterable[str], *, evidence: bool) -> list[str]:
    """Texts that were redacted when they were made."""
    found = list(artifacts)
    kept = [name for name in found if fnmatchcase(name, "a*/steps.jsonl")]
    return [*kept, *(name for name in found if evidence and fnmatchcase(name, EVIDENCE))]


def _any(_: str) -> bool:
    return True


def _time(event: Object) -> str:
    series: Any = event.get("series") or {}
    return str(series.get("lastObservedTime") or event.get("eventTime") or event.get("deprecatedLastTimestamp") or "")

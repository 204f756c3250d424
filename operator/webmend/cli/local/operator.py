"""The operator's part of a run without a cluster: the same plan, over facts that are kept in memory."""

from collections.abc import Callable

from webmend.domain.graph import Graph
from webmend.domain.names import TERMINATION_MESSAGE_BYTES
from webmend.domain.phase import Phase
from webmend.domain.report import AttemptOutcome, AttemptReport
from webmend.domain.run import Answer, Attempt, Run
from webmend.domain.settings import Settings
from webmend.domain.version import VersionSpec, WorkflowVersion
from webmend.domain.workflow import GoodRun, Workflow
from webmend.policy import run as run_policy
from webmend.policy import versions as version_policy
from webmend.policy.calling import Components
from webmend.policy.report import fit
from webmend.policy.run.state import active_attempt
from webmend.policy.workflow import WorkflowFacts
from webmend.policy.workflow import plan as plan_workflow
from webmend.ports.clock import Clock

HERE = "this-process"


class Operator:
    """Decides about one run of one workflow."""

    def __init__(
        self,
        run: Run,
        workflow: Workflow,
        settings: Settings,
        clock: Clock,
        chance: Callable[[], float],
        components: Components | None = None,
    ):
        self.run = run
        self.workflow = workflow
        self.settings = settings
        self.versions: tuple[WorkflowVersion, ...] = ()
        self.good_run: GoodRun | None = None
        """What the run has become, once its data have shown to be good."""
        self._clock = clock
        self._chance = chance
        self._job: run_policy.JobFacts | None = None
        self._pod: run_policy.PodFacts | None = None
        first = plan_workflow(WorkflowFacts(workflow, components=components or {}), clock.now()).create
        assert first is not None, "a workflow that is accepted has a first version"
        self._make(first)

    @property
    def attempt(self) -> Attempt | None:
        """The attempt that is under way."""
        return active_attempt(self.run.status)

    @property
    def graph(self) -> Graph:
        """The steps that the attempt under way runs."""
        assert self.attempt is not None
        version = version_policy.numbered(self.versions, self.attempt.version)
        assert version is not None
        assert version.spec.graph is not None
        return version.spec.graph

    @property
    def learned(self) -> tuple[VersionSpec, ...]:
        """The versions that came of recoveries."""
        return tuple(version.spec for version in self.versions[1:])

    def decide(self) -> None:
        """Plan from the facts as they are now, and take the plan over."""
        facts = run_policy.RunFacts(
            run=self.run,
            workflow=self.workflow,
            versions=self.versions,
            job=self._job,
            job_seen=self._job is not None,
            pods=(self._pod,) if self._pod else (),
        )
        plan = run_policy.plan(facts, self.settings, self._clock.now(), self._chance())
        self.run = self.run.with_(status=plan.status)
        for action in plan.actions:
            if isinstance(action, run_policy.CreateVersion):
                self._make(action.spec)
            elif isinstance(action, run_policy.NoteGoodRun):
                self.good_run = action.good

    def begin(self) -> Attempt:
        """The attempt that was decided on begins here."""
        attempt = self.attempt
        assert attempt is not None
        self._job = run_policy.JobFacts(name=attempt.job_name, uid=attempt.job_name, owner_uid=self.run.uid)
        self._pod = run_policy.PodFacts(
            name=HERE, uid=attempt.job_name, phase="Running", created=self._clock.now(), started=True
        )
        return attempt

    def end(self, report: AttemptReport) -> None:
        """The attempt has ended so; decide what follows."""
        assert self._pod is not None
        succeeded = report.outcome is AttemptOutcome.SUCCEEDED
        self._pod = run_policy.PodFacts(
            name=HERE,
            uid=self._pod.uid,
            phase="Succeeded" if succeeded else "Failed",
            created=self._pod.created,
            started=True,
            exit_code=0 if succeeded else 1,
            termination_message=fit(report, TERMINATION_MESSAGE_BYTES).decode(),
        )
        self.decide()
        if self.run.status.phase is Phase.VALIDATING:
            self.decide()
        self._job = self._pod = None

    def answer(self, answer: Answer) -> None:
        """Somebody answers what the run asks; decide what follows."""
        spec = self.run.spec
        self.run = self.run.with_(spec=spec.with_(answers=(*spec.answers, answer)))
        self.decide()

    def stop(self) -> None:
        """Somebody asks the run to stop."""
        self.run = self.run.with_(spec=self.run.spec.with_(stop=True))

    def _make(self, spec: VersionSpec) -> None:
        version = WorkflowVersion(namespace=self.run.namespace, name=version_policy.object_name(spec), spec=spec)
        self.versions = (*self.versions, version)

"""What a runner is given for an attempt: all but the values of credentials."""

from collections.abc import Iterable, Mapping

from webmend.domain.duration import seconds
from webmend.domain.experience import Remembered
from webmend.domain.graph import Graph
from webmend.domain.origin import canonical
from webmend.domain.run import Attempt, Run
from webmend.domain.session import CodeScope, CredentialScope, SessionPlan
from webmend.domain.settings import RecoverySettings
from webmend.domain.workflow import CodeSource, Credential, Workflow

from .frames import framed
from .inputs import with_defaults


def session_plan(
    run: Run,
    attempt: Attempt,
    workflow: Workflow,
    graph: Graph,
    settings: RecoverySettings,
    secret_inputs: Mapping[str, str] | None = None,
    known: Mapping[str, Remembered] | None = None,
) -> SessionPlan:
    """The plan of an attempt that runs `graph`.

    `secret_inputs`: what the run's Secret gives, over its own inputs. `known`: what good runs have shown of its steps.
    """
    secret, shown = secret_inputs or {}, known or {}
    declared_secret = [i.name for i in workflow.spec.inputs if i.secret]
    browser = workflow.spec.browser.with_(keep_session=workflow.spec.keeps_session)
    return SessionPlan(
        session_id=run.uid,
        run=run.name,
        namespace=run.namespace,
        workflow=workflow.name,
        version=attempt.version,
        attempt=attempt.number,
        graph=framed(graph),
        inputs=with_defaults(workflow.spec.inputs, {**run.spec.inputs, **secret}),
        secret_inputs=tuple(dict.fromkeys([*declared_secret, *secret])),
        credentials=tuple(map(_scope, workflow.spec.credentials)),
        code_sources=tuple(map(_code_scope, workflow.spec.code_sources)),
        browser=browser,
        popup_selectors=workflow.spec.error_handling.popup_selectors,
        outputs=workflow.spec.outputs,
        screenshots=workflow.spec.runner.screenshots,
        trace=workflow.spec.runner.trace,
        video=workflow.spec.runner.video,
        directive_timeout=seconds(settings.directive_timeout),
        lease=seconds(settings.lease),
        start_from=run.spec.start_from,
        dry_run=run.spec.dry_run,
        hold=seconds(run.spec.debug.hold_on_failure) if run.spec.debug else 0.0,
        active_deadline=workflow.spec.runner.active_deadline_seconds,
        carried=attempt.carried,
        fingerprints={id_: seen.fingerprint for id_, seen in shown.items() if seen.fingerprint},
        waits={id_: seen.waits for id_, seen in shown.items() if seen.waits},
    )


def with_answers(plan: SessionPlan, inputs: Mapping[str, str], secret: Iterable[str]) -> SessionPlan:
    """The plan with what was answered in earlier attempts in the place of the run's own values."""
    names = tuple(dict.fromkeys([*plan.secret_inputs, *secret]))
    return plan.with_(inputs={**plan.inputs, **inputs}, secret_inputs=names)


def _code_scope(source: CodeSource) -> CodeScope:
    """Where its codes may be typed, as the browser will write it."""
    return CodeScope(alias=source.alias, origins=tuple(map(canonical, source.origins)), timeout=seconds(source.timeout))


def _scope(credential: Credential) -> CredentialScope:
    """Where it may be typed, as the browser will write it."""
    return CredentialScope(alias=credential.alias, origins=tuple(map(canonical, credential.origins)))

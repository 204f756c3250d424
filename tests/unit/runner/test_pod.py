"""What a runner takes from its pod, and what it leaves there."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.support.builders import failed, node, report, succeeded
from tests.unit.runner.lab import retry
from webmend.adapters.browser.trust import Trust
from webmend.domain.evidence import ErrorFacts, ErrorKind, Evidence
from webmend.domain.report import AttemptOutcome, AttemptReport, RecoveryOutcome, RecoveryReport
from webmend.runner.environment import Environment, Misconfigured
from webmend.runner.log import LogWatcher, logger
from webmend.runner.secrets import Secrets
from webmend.runner.work import exit_status

POD = {
    "WEBMEND_SERVER_URL": "http://webmend-server",
    "WEBMEND_SESSION": "uid-1",
    "WEBMEND_ATTEMPT": "2",
    "WEBMEND_TOKEN_FILE": "/var/run/secrets/webmend/token",
}


def test_the_rest_has_defaults() -> None:
    found = Environment.read(POD)
    assert found == Environment(
        server_url="http://webmend-server",
        session_id="uid-1",
        attempt=2,
        token_file=Path("/var/run/secrets/webmend/token"),
        chromium="/usr/bin/chromium",
        sandbox=True,
        termination_log=Path("/dev/termination-log"),
    )


@pytest.mark.parametrize(
    ("isolation", "sandbox"), [("strict", True), ("runtimeClass", False), ("compat", False), ("anything", False)]
)
def test_the_sandbox_is_on_in_strict_isolation_only(isolation: str, sandbox: bool) -> None:
    assert Environment.read({**POD, "WEBMEND_ISOLATION": isolation}).sandbox is sandbox


def test_certificates_to_trust_are_read_from_the_files_of_a_config_map(tmp_path: Path) -> None:
    kept = tmp_path / "..2026_11_30"  # a mounted ConfigMap: its keys are links into a folder whose name changes
    kept.mkdir()
    for key, text in {"lab.crt": "the lab's", "clinic.crt": "the clinic's"}.items():
        (kept / key).write_text(text)
        (tmp_path / key).symlink_to(kept / key)

    assert Environment.read({**POD, "WEBMEND_CA_BUNDLE": str(tmp_path)}).trust == Trust("the clinic's\nthe lab's")


def test_a_config_map_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert Environment.read({**POD, "WEBMEND_CA_BUNDLE": str(tmp_path / "none")}).trust == Trust("")


def test_a_client_certificate_is_shown_at_the_origins_that_the_pod_names() -> None:
    named = {"WEBMEND_CLIENT_CERTIFICATE_ORIGINS": "https://a.example https://b.example:8443"}

    assert Environment.read({**POD, **named}).trust == Trust(origins=("https://a.example", "https://b.example:8443"))


def test_the_egress_proxy_is_taken_from_the_pod() -> None:
    assert Environment.read({**POD, "WEBMEND_EGRESS_PROXY": "http://egress:3128"}).egress_proxy == "http://egress:3128"


@pytest.mark.parametrize("name", POD)
def test_a_setting_that_is_missing_is_named(name: str) -> None:
    with pytest.raises(Misconfigured, match=name):
        Environment.read({other: value for other, value in POD.items() if other != name})


def test_an_attempt_that_is_no_number_is_refused() -> None:
    with pytest.raises(Misconfigured, match="WEBMEND_ATTEMPT"):
        Environment.read({**POD, "WEBMEND_ATTEMPT": "first"})


def ended_by(kind: ErrorKind) -> AttemptReport:
    return failed(report(evidence=Evidence(error=ErrorFacts(kind=kind))))


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (succeeded(), 0),
        (ended_by(ErrorKind.NO_MATCH), 1),
        (succeeded(outcome=AttemptOutcome.STOPPED), 2),
        (ended_by(ErrorKind.BROWSER_LAUNCH), 3),
        (ended_by(ErrorKind.BROWSER_CRASHED), 3),
        (ended_by(ErrorKind.PLATFORM), 3),
        (failed(None, reason="ServerUnavailable"), 3),
    ],
)
def test_the_exit_status_tells_a_failed_workflow_from_a_fault_of_ours(said: AttemptReport, status: int) -> None:
    assert exit_status(said) == status


@pytest.fixture
def configured() -> Iterator[None]:
    """The log as a runner has it; undone for whoever comes after."""
    yield
    structlog.reset_defaults()


@pytest.mark.usefixtures("configured")
def test_everything_that_happens_is_a_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    watcher = LogWatcher(logger(session="uid-1", attempt=2))
    watcher.step_started(node("go"), 15)
    watcher.failed(report("go"))
    watcher.told(retry())
    watcher.told(None)
    watcher.waiting(15, "spinner")
    watcher.recovered(RecoveryReport(sequence=1, outcome=RecoveryOutcome.SUCCEEDED))
    watcher.fault("a\nstack")
    watcher.ended(succeeded())
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["event"] for line in lines] == [
        "step started",
        "step failed",
        "told",
        "nobody answered",
        "waiting",
        "recovery ended",
        "a defect of ours",
        "attempt ended",
    ]
    assert all(line["session"] == "uid-1" and line["attempt"] == 2 and line["timestamp"] for line in lines)


@pytest.mark.parametrize(
    ("key", "value", "hidden"),
    [
        ("password", "letters", True),
        ("totp", "123456", True),
        ("username", "ada@portal.test", True),
        ("username", "user042", True),
        ("username", "admin", False),
    ],
)
def test_a_credential_is_taken_out_of_texts_but_for_a_user_name_that_is_a_plain_word(
    key: str, value: str, hidden: bool
) -> None:
    secrets = Secrets()
    secrets.learn_credential(key, value)
    assert (value not in secrets(f"http://portal.test/{value}/login")) is hidden

"""`webmend data` and `webmend artifacts`: what is asked of a server, and what becomes of its answer."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.builders import NOW
from webmend.adapters.kubernetes import forwarded
from webmend.cli.cluster import Where
from webmend.cli.errors import Usage
from webmend.cli.main import parser
from webmend.cli.main import run as webmend
from webmend.cli.output.documents import as_json
from webmend.cli.output.table import lines
from webmend.cli.service.artifacts import COLUMNS, fitting, inside, size
from webmend.cli.service.asking import NOBODY, OPEN, Wish, wish
from webmend.cli.service.data import chosen, remarks
from webmend.cli.service.formats import as_csv, as_json_lines
from webmend.cli.service.listing import meant, moment, parameters
from webmend.cli.service.opening import chosen as chosen_artifact
from webmend.cli.service.opening import has_window
from webmend.domain.left_behind import Artifact, RunData
from webmend.domain.phase import Phase
from webmend.ports.cluster import Unavailable

VISITS = [{"date": "2026-11-03", "fee": 12.5}, {"date": "2026-11-05", "note": "=cmd()"}]


def found(**values: Any) -> RunData:
    return RunData(run="portal-1", session_id="u", phase=Phase.SUCCEEDED, attempt=1, version=1, values=values)


def artifact(name: str, size_bytes: int = 1) -> Artifact:
    return Artifact(name=name, attempt=1, size_bytes=size_bytes, content_type="image/png")


class TestForms:
    def test_csv_has_the_fields_of_all_records_and_no_formulas(self) -> None:
        assert as_csv(VISITS) == "date,fee,note\r\n2026-11-03,12.5,\r\n2026-11-05,,'=cmd()\r\n"

    @pytest.mark.parametrize(
        ("cell", "want"),
        [
            ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("a=b", "a=b"), (-1, "-1"), (True, "true"),
            (None, '""'), (["a", 1], '"[""a"", 1]"'), ("a,b", '"a,b"'), ('a"b', '"a""b"'),
        ],
    )  # fmt: skip
    def test_a_cell(self, cell: object, want: str) -> None:
        assert as_csv([{"x": cell}]) == f"x\r\n{want}\r\n"

    def test_a_single_record_is_one_line_and_a_bare_value_a_column_of_its_own(self) -> None:
        assert as_csv({"total": 3}) == "total\r\n3\r\n"
        assert as_csv(["a", "b"]) == "value\r\na\r\nb\r\n"
        assert as_json_lines(VISITS[0]) == '{"date": "2026-11-03", "fee": 12.5}\n'

    def test_json_is_for_people_too(self) -> None:
        assert as_json({"name": "Åsa"}) == '{\n  "name": "Åsa"\n}\n'


class TestChoosing:
    def test_all_outputs_by_name_or_one_alone(self) -> None:
        both = found(visits=VISITS, total=2)

        assert chosen(both, None, "json") == {"visits": VISITS, "total": 2}
        assert chosen(both, "total", "json") == 2
        assert chosen(found(visits=VISITS), None, "csv") == VISITS

    @pytest.mark.parametrize(
        ("data", "output", "form", "why"),
        [
            (found(visits=[]), "bills", "json", "the run portal-1 has no output bills; it has visits"),
            (found(a=[], b=1), None, "csv", "--format csv writes one output: name it with --output, of a, b"),
            (found(), None, "jsonl", "--format jsonl writes one output: name it with --output, of none"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_chosen_is_told(self, data: RunData, output: str | None, form: str, why: str) -> None:
        with pytest.raises(Usage) as refused:
            chosen(data, output, form)
        assert str(refused.value) == why

    def test_data_that_may_be_half_or_wrong_come_with_a_remark(self) -> None:
        assert remarks(found()) == []
        doubtful = found().with_(phase=Phase.FAILED, warnings=("too few rows",))
        assert remarks(doubtful) == ["the run is Failed, not Succeeded", "too few rows"]


class TestArtifacts:
    def test_a_pattern_is_of_the_whole_name(self) -> None:
        items = (artifact("a1/files/x.png"), artifact("a2/files/x.pdf"))

        assert fitting(items, []) == items
        assert fitting(items, ["*.pdf"]) == items[1:]
        assert fitting(items, ["a1/*", "*.pdf"]) == items
        assert fitting(items, ["x.png"]) == ()

    def test_the_table_has_a_line_each(self) -> None:
        shown = [column for column in COLUMNS if not column.is_wide]
        found = lines(shown, (artifact("a1/files/x.png", 2048), artifact("a1/y", 7)))
        assert list(map(str, found)) == [
            "NAME             SIZE      TYPE",
            "a1/files/x.png   2.0 KiB   image/png",
            "a1/y             7 B       image/png",
        ]

    @pytest.mark.parametrize(
        ("many", "want"),
        [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (16 * 2**20, "16.0 MiB"), (5 * 2**40, "5120.0 GiB")],
    )
    def test_sizes(self, many: int, want: str) -> None:
        assert size(many) == want

    def test_no_name_leads_out_of_the_folder(self, tmp_path: Path) -> None:
        assert inside(tmp_path, "a1/files/x") == tmp_path / "a1/files/x"
        for name in ("../x", "/etc/passwd", "a1/../../x"):
            with pytest.raises(Usage, match="leads out of"):
                inside(tmp_path, name)


class TestOpening:
    ITEMS = tuple(
        artifact(name).with_(attempt=int(name[1]), content_type=kind)
        for name, kind in (
            ("a1/files/failure-1.png", "image/png"),
            ("a1/files/open.png", "image/png"),
            ("a2/files/failure-1.png", "image/png"),
            ("a2/files/open.png", "image/png"),
            ("a2/files/receipt.pdf", "application/pdf"),
        )
    )

    @pytest.mark.parametrize(
        ("items", "pattern", "want"),
        [
            (ITEMS, None, "a2/files/failure-1.png"),
            (ITEMS[1:2] + ITEMS[3:], None, "a2/files/open.png"),
            (ITEMS, "*.pdf", "a2/files/receipt.pdf"),
            (ITEMS, "a1/*", "a1/files/open.png"),
        ],
    )
    def test_the_last_failure_is_shown_or_what_is_named(
        self, items: tuple[Artifact, ...], pattern: str | None, want: str
    ) -> None:
        assert chosen_artifact(items, pattern).name == want

    @pytest.mark.parametrize(
        ("items", "pattern", "why"),
        [(ITEMS[4:], None, "the run has left no picture"), (ITEMS, "*.zip", r"nothing like \*\.zip")],
    )
    def test_what_is_not_there_is_told(self, items: tuple[Artifact, ...], pattern: str | None, why: str) -> None:
        with pytest.raises(Usage, match=why):
            chosen_artifact(items, pattern)

    @pytest.mark.parametrize(
        ("environment", "platform", "want"),
        [
            ({}, "linux", False), ({"DISPLAY": ":0"}, "linux", True), ({"WAYLAND_DISPLAY": "w"}, "linux", True),
            ({"DISPLAY": ""}, "linux", False), ({}, "darwin", True),
        ],
    )  # fmt: skip
    def test_a_browser_needs_a_screen(self, environment: dict[str, str], platform: str, want: bool) -> None:
        assert has_window(environment, platform) is want


class TestListing:
    @pytest.mark.parametrize(
        ("words", "want"),
        [
            ([], []),
            (["--phase", "Failed", "--phase", "Stopped"], [("phase", "Failed"), ("phase", "Stopped")]),
            (["--label", "a=b", "--version", "3"], [("version", "3"), ("label", "a=b")]),
            (["--recovered", "--text", "x y"], [("recovered", "true"), ("text", "x y")]),
            (["--sub-type", "HTTP_ERROR"], [("subType", "HTTP_ERROR")]),
            (["--since", "7d"], [("since", "2026-11-18T12:00:00+00:00")]),
        ],
    )
    def test_what_is_asked_of_the_server(self, words: list[str], want: list[tuple[str, str]]) -> None:
        assert parameters(meant(parser().parse_args(["list", *words]), NOW)) == want

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            (["--version", "x"], "versions.0: "),
            (["--sub-type", "BAD"], "sub_types.0: "),
            (["--since", "1h", "--until", "2h"], "since is before until"),
        ],
    )
    def test_what_means_no_runs_is_told(self, words: list[str], why: str) -> None:
        with pytest.raises(Usage, match=why):
            meant(parser().parse_args(["list", *words]), NOW)

    @pytest.mark.parametrize(
        ("text", "want"),
        [
            ("7d", NOW - timedelta(days=7)),
            ("90m", NOW - timedelta(minutes=90)),
            ("1h30m", NOW - timedelta(minutes=90)),
            ("2026-11-01T00:00:00Z", NOW.replace(day=1, hour=0)),
        ],
    )
    def test_a_moment(self, text: str, want: datetime) -> None:
        assert moment(text, NOW) == want

    @pytest.mark.parametrize("text", ["yesterday", "7 d", "d", "9999999999d", "1x"])
    def test_what_is_no_time_is_told(self, text: str) -> None:
        with pytest.raises(Usage, match="is no time"):
            moment(text, NOW)


class TestAsking:
    @pytest.mark.parametrize(
        ("words", "environment", "want"),
        [
            ([], {}, ("webmend-system/webmend-server", "")),
            ([], {"WEBMEND_SERVER": "ops/wm", "WEBMEND_TOKEN": "t\n"}, ("ops/wm", "t")),
            (["--server", "https://a"], {"WEBMEND_SERVER": "ops/wm"}, ("https://a", "")),
        ],
    )
    def test_an_option_goes_before_its_variable(
        self, words: list[str], environment: dict[str, str], want: tuple[str, str]
    ) -> None:
        said = wish(parser().parse_args(["data", "portal-1", *words]), environment)

        assert (said.server, said.token) == want

    def test_a_token_from_a_file_goes_first_and_one_that_cannot_be_read_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "token").write_text("mine\n")

        def with_file(name: str) -> Wish:
            words = ["data", "portal-1", "--token-file", str(tmp_path / name)]
            return wish(parser().parse_args(words), {"WEBMEND_TOKEN": "other"})

        assert with_file("token").token == "mine"
        with pytest.raises(Usage, match=r"--token-file .*nothing"):
            with_file("nothing")

    @pytest.mark.parametrize(
        ("server", "is_open"),
        [
            ("http://webmend.example.com", True), ("http://127.0.0.1.example.com", True),
            ("https://webmend.example.com", False), ("http://127.0.0.1:8080", False), ("http://localhost", False),
            ("http://[::1]:8080", False), ("ops/wm", False),
        ],
    )  # fmt: skip
    def test_the_kubeconfigs_token_is_never_sent_where_it_can_be_read(
        self, server: str, is_open: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any
    ) -> None:
        monkeypatch.delenv("WEBMEND_TOKEN", raising=False)

        assert Wish(server, "", Where()).is_open is is_open
        if is_open:
            status = webmend(["data", "portal-1", "--server", server, "--kubeconfig", str(tmp_path / "nowhere")])
            assert (status, capsys.readouterr().err) == (2, f"webmend data: {OPEN}\n")

    def test_a_user_who_shows_a_certificate_is_told_what_to_give(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any
    ) -> None:
        monkeypatch.delenv("WEBMEND_TOKEN", raising=False)
        config = tmp_path / "config"
        config.write_text(
            "{apiVersion: v1, kind: Config, current-context: c, clusters: [{name: c, cluster: {server: 'http://127.0.0.1:1'}}],"
            " users: [{name: u, user: {}}], contexts: [{name: c, context: {cluster: c, user: u}}]}"
        )

        status = webmend(["artifacts", "portal-1", "--kubeconfig", str(config)])

        assert (status, capsys.readouterr().err) == (2, f"webmend artifacts: {NOBODY}\n")

    def test_a_folder_without_a_download_is_a_mistake(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert webmend(["artifacts", "portal-1", "--to", "x"]) == 2
        assert "--to goes with --download" in capsys.readouterr().err


class TestForwarding:
    async def through(self, tmp_path: Path, monkeypatch: Any, script: str | None) -> str:
        """The address behind a `kubectl` that is this script; none: there is no kubectl."""
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin" if script else str(tmp_path))
        if script:
            (tmp_path / "kubectl").write_text(f"#!/bin/sh\n{script}\n")
            (tmp_path / "kubectl").chmod(0o755)
        async with forwarded("webmend-system", "webmend-server") as url:
            return url

    async def test_the_port_is_the_one_that_kubectl_names(self, tmp_path: Path, monkeypatch: Any) -> None:
        script = f"""echo "$@" > {tmp_path}/words; echo "Forwarding from 127.0.0.1:4711 -> 8080"; exec sleep 60"""

        assert await self.through(tmp_path, monkeypatch, script) == "http://127.0.0.1:4711"
        words = "port-forward --address=127.0.0.1 --namespace=webmend-system service/webmend-server :http\n"
        assert (tmp_path / "words").read_text() == words

    @pytest.mark.parametrize(
        ("script", "why"),
        [
            ("echo 'services \"x\" not found' >&2; exit 1", 'kubectl port-forward: services "x" not found'),
            ("exit 1", "kubectl port-forward: it says nothing"),
            (None, "kubectl is not there, which reaches the server"),
        ],
    )
    async def test_what_kubectl_complains_of_is_told(
        self, tmp_path: Path, monkeypatch: Any, script: str | None, why: str
    ) -> None:
        with pytest.raises(Unavailable) as refused:
            await self.through(tmp_path, monkeypatch, script)
        assert str(refused.value).startswith(why)

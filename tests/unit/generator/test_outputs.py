from pathlib import Path

from hack.generator.outputs import outputs, stale


def test_the_same_sources_give_the_same_files() -> None:
    assert outputs() == outputs()


def test_what_is_in_the_tree_is_what_would_be_written() -> None:
    assert not stale(outputs())


def test_a_file_that_was_edited_or_is_missing_is_stale(tmp_path: Path) -> None:
    (tmp_path / "same").write_text("text")
    (tmp_path / "edited").write_text("other text")
    texts = {tmp_path / name: "text" for name in ("same", "edited", "missing")}
    assert stale(texts) == {tmp_path / "edited": "text", tmp_path / "missing": "text"}

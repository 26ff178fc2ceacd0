"""Builds are written whole or not at all, and nothing stays that is no longer built."""

from pathlib import Path

import pytest

from tasktracker_cfn.assembly.assembling import Build, Document
from tasktracker_cfn.assembly.rendering import HEADER
from tasktracker_cfn.assembly.writing import write
from tasktracker_cfn.errors import OutputError
from tests.commands import tree

GENERATED = HEADER.format(source="sys.toml")


def _build(environment: str, *files: str, text: str = "new\n") -> Build:
    return Build("sys", environment, tuple(Document(f"{file}.yaml", GENERATED + text, 1) for file in files))


def test_writes_every_document(tmp_path: Path) -> None:
    """Every document of every build is in its folder, readable for everybody, and nothing else is there."""
    write([_build("dev", "root", "data"), _build("prod", "root")], tmp_path / "out")
    assert set(tree(tmp_path / "out/sys")) == {
        "dev",
        "dev/root.yaml",
        "dev/data.yaml",
        "prod",
        "prod/root.yaml",
    }
    assert (tmp_path / "out/sys/dev/root.yaml").read_text(encoding="utf-8") == GENERATED + "new\n"
    assert (tmp_path / "out/sys/dev/root.yaml").stat().st_mode & 0o777 == 0o644


def test_line_ends_and_encoding(tmp_path: Path) -> None:
    """Texts are UTF-8 with plain line feeds on every machine."""
    write([_build("dev", "root", text="é\n")], tmp_path)
    assert (tmp_path / "sys/dev/root.yaml").read_bytes() == GENERATED.encode() + b"\xc3\xa9\n"


def test_unchanged_rebuild(tmp_path: Path) -> None:
    """Writing the same again changes nothing."""
    builds = [_build("dev", "root", "data")]
    write(builds, tmp_path, ["sys"])
    before = tree(tmp_path)
    write(builds, tmp_path, ["sys"])
    assert tree(tmp_path) == before


def test_folder_in_the_way_of_the_last_file(tmp_path: Path) -> None:
    """When the last file cannot be written, those before it are what they were; nothing is left over."""
    write([_build("dev", "root", "data", text="old\n")], tmp_path)
    (tmp_path / "sys/dev/service.yaml/mine").mkdir(parents=True)
    before = tree(tmp_path)
    with pytest.raises(OutputError, match=r"service\.yaml: cannot be written: a folder is in the way; .* as it was"):
        write([_build("new", "root"), _build("dev", "root", "data", "service")], tmp_path, ["sys"])
    assert tree(tmp_path) == before


def test_text_that_cannot_be_encoded(tmp_path: Path) -> None:
    """A text that UTF-8 does not have stops all before anything is changed."""
    write([_build("dev", "root", text="old\n")], tmp_path)
    before = tree(tmp_path)
    with pytest.raises(UnicodeEncodeError):
        write([_build("new", "root"), _build("dev", "root", "data", text="\ud800\n")], tmp_path)
    assert tree(tmp_path) == before


def test_folder_that_takes_no_files(tmp_path: Path) -> None:
    """A place that takes no files, such as below a device or a file, leaves everything as it was."""
    with pytest.raises(OutputError, match=r"/dev/null/sys: cannot be written"):
        write([_build("dev", "root")], Path("/dev/null"))
    (tmp_path / "out").mkdir()
    (tmp_path / "out/sys").write_text("mine", encoding="utf-8")
    before = tree(tmp_path)
    with pytest.raises(OutputError, match="Not a directory"):
        write([_build("dev", "root")], tmp_path / "out")
    assert tree(tmp_path) == before


def test_move_that_fails_is_undone(tmp_path: Path) -> None:
    """A move that fails after others were made takes those back, also files that were not there."""
    write([_build("dev", "root", text="old\n")], tmp_path)
    before = tree(tmp_path)
    # The second build's folder is made in the place of the first one's last file, after that was looked at.
    documents = (Document("data.yaml", "x", 1), Document("root.yaml", "x", 1), Document("inner", "x", 1))
    inside = Build("sys/dev", "inner", (Document("root.yaml", "x", 1),))
    with pytest.raises(OutputError, match="Is a directory"):
        write([Build("sys", "dev", documents), inside], tmp_path)
    assert tree(tmp_path) == before


def test_stale_stack(tmp_path: Path) -> None:
    """The file of a stack that is no longer built is removed."""
    write([_build("dev", "root", "monitoring")], tmp_path)
    write([_build("dev", "root")], tmp_path)
    assert set(tree(tmp_path / "sys/dev")) == {"root.yaml"}


def test_stale_environment(tmp_path: Path) -> None:
    """An environment that is no longer built is removed with its folder when the whole system is built."""
    write([_build("dev", "root"), _build("old", "root", "data")], tmp_path)
    write([_build("dev", "root")], tmp_path, ["sys"])
    assert set(tree(tmp_path / "sys")) == {"dev", "dev/root.yaml"}


def test_one_environment_alone(tmp_path: Path) -> None:
    """Building one environment leaves the others of its system alone."""
    write([_build("dev", "root"), _build("prod", "root")], tmp_path)
    write([_build("dev", "root")], tmp_path)
    assert (tmp_path / "sys/prod/root.yaml").exists()


def test_files_of_other_hands(tmp_path: Path) -> None:
    """Files that nobody generated are left alone, also under the name of a stack."""
    write([_build("old", "root", "data")], tmp_path)
    (tmp_path / "sys/old/data.yaml").write_text("# mine\n", encoding="utf-8")
    (tmp_path / "sys/old/notes.md").write_text("mine", encoding="utf-8")
    (tmp_path / "sys/notes.md").write_text("mine", encoding="utf-8")
    (tmp_path / "sys/hand-made").mkdir()
    (tmp_path / "sys/hand-made/extra.yaml").write_text(GENERATED, encoding="utf-8")
    write([_build("dev", "root")], tmp_path, ["sys"])
    assert set(tree(tmp_path / "sys")) == {
        "dev",
        "dev/root.yaml",
        "notes.md",
        "old",
        "old/data.yaml",
        "old/notes.md",
        "hand-made",
        "hand-made/extra.yaml",
    }


def test_file_of_another_hand_is_replaced_where_a_stack_is_built(tmp_path: Path) -> None:
    """What a build writes is written, whatever was in its place."""
    (tmp_path / "sys/dev").mkdir(parents=True)
    (tmp_path / "sys/dev/root.yaml").write_text("mine", encoding="utf-8")
    write([_build("dev", "root")], tmp_path)
    assert (tmp_path / "sys/dev/root.yaml").read_text(encoding="utf-8").startswith(GENERATED)


def test_link_that_leads_nowhere(tmp_path: Path) -> None:
    """A dangling link in the place of a template is replaced by the template."""
    (tmp_path / "sys/dev").mkdir(parents=True)
    (tmp_path / "sys/dev/root.yaml").symlink_to(tmp_path / "nowhere")
    write([_build("dev", "root")], tmp_path)
    assert not (tmp_path / "sys/dev/root.yaml").is_symlink()
    assert not (tmp_path / "nowhere").exists()


BESIDE = {
    "prometheus/rules.yaml": GENERATED + "groups: []\n",
    "grafana/application.json": '{\n  "description": "Generated from sys.toml by build.py. Requests."\n}\n',
}


def _with_files(environment: str) -> Build:
    build = _build(environment, "root")
    beside = tuple(Document(file, text, None) for file, text in BESIDE.items())
    return build._replace(documents=build.documents + beside)


def test_files_beside_the_templates(tmp_path: Path) -> None:
    """What is no template lies in folders of its own, word for word."""
    write([_with_files("dev")], tmp_path)
    for file, text in BESIDE.items():
        assert (tmp_path / "sys/dev" / file).read_text(encoding="utf-8") == text


def test_files_beside_go_with_what_made_them(tmp_path: Path) -> None:
    """Files beside the templates that are no longer built are removed with their folders, those of other hands stay."""
    write([_with_files("dev"), _with_files("old")], tmp_path, ["sys"])
    (tmp_path / "sys/dev/grafana/database.json").write_text('{\n  "title": "mine"\n}\n', encoding="utf-8")
    write([_build("dev", "root")], tmp_path, ["sys"])
    assert set(tree(tmp_path / "sys")) == {"dev", "dev/root.yaml", "dev/grafana", "dev/grafana/database.json"}


def test_files_beside_are_all_or_nothing(tmp_path: Path) -> None:
    """When a file beside the templates cannot be written, nothing is."""
    (tmp_path / "sys/dev").mkdir(parents=True)
    (tmp_path / "sys/dev/grafana").write_text("mine", encoding="utf-8")
    before = tree(tmp_path)
    with pytest.raises(OutputError, match="cannot be written"):
        write([_with_files("dev")], tmp_path)
    assert tree(tmp_path) == before

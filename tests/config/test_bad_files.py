"""A file that is no system's file is refused for what it is."""

from pathlib import Path

import pytest

from tasktracker_cfn.config import shipped
from tests.commands import build_here, refused

TEXT = shipped.path_of("task-management-api").read_text(encoding="utf-8")

BAD = {
    "empty": (b"", "environments: is missing; a system needs at least one table [environments.<name>]"),
    "no environments": (TEXT.split("[environments")[0].encode(), "environments: is missing"),
    "broken TOML": (TEXT.replace("[edge.https]", "[edge.https", 1).encode(), "is no valid TOML: "),
    "no value": (b'system = "a"\n\ndescription =\n', "(at line 3, column 14)"),
    "duplicate key": (
        TEXT.replace("cpu = 256", "cpu = 256\ncpu = 512", 1).encode(),
        "Cannot overwrite a value",
    ),
    "duplicate table": (TEXT.encode() + b"\n[edge.https]\n", "Cannot declare ('edge', 'https') twice"),
    "not UTF-8": (TEXT.encode() + b"# \xff\n", "is no UTF-8 text (byte "),
    "UTF-16": (TEXT.encode("utf-16"), "is no UTF-8 text (byte 0)"),
    "binary": (b"\x00\x01\x02", "is no valid TOML: "),
    "nested arrays": (b"x = " + b"[" * 5000 + b"]" * 5000, "is nested too deeply"),
    "nested arrays that parse": (
        b"x = " + b"[" * 300 + b"]" * 300,
        "is nested too deeply; 16 levels are the most",
    ),
    "nested tables": (b"x" + b".x" * 3000 + b" = 1", "is nested too deeply; 16 levels are the most"),
    "endless number": (b"x = " + b"9" * 5000, "holds a number with more digits than can be read"),
    "endless hexadecimal number": (
        b"x = 0x" + b"f" * 5000,
        "x: is out of range; a whole number has at most 64 bits",
    ),
}


@pytest.mark.parametrize(("content", "says"), BAD.values(), ids=BAD.keys())
def test_bad_file(content: bytes, says: str, tmp_path: Path) -> None:
    """One line names the file and says what is wrong with it; nothing is written."""
    file = tmp_path / "system.toml"
    file.write_bytes(content)
    # What the rest lacks is told after it.
    line, *_ = refused(tmp_path, file)
    assert line.startswith(f"{file}: ")
    assert says in line
    assert len(line) < 400


def test_errors_beside_missing_environments(tmp_path: Path) -> None:
    """A file without environments is told what else is wrong with it in the same go."""
    file = tmp_path / "system.toml"
    file.write_text(TEXT.split("[environments")[0].replace("cpu = 256", 'cpu = "256"', 1), encoding="utf-8")
    first, second = refused(tmp_path, file)
    assert first.startswith(f"{file}: environments: is missing")
    assert second.startswith(f'{file}: service.cpu: "256" is not allowed')


def test_line_of_broken_toml(tmp_path: Path) -> None:
    """The message about broken TOML has the line, in a process of its own too."""
    file = tmp_path / "system.toml"
    file.write_text(TEXT + "\nport = = 3\n", encoding="utf-8")
    (line,) = refused(tmp_path, file, process=True)
    number = (TEXT + "\nport = = 3\n").splitlines().index("port = = 3") + 1
    assert f"(at line {number}, column " in line


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is named."""
    assert refused(tmp_path, tmp_path / "no.toml") == [f"{tmp_path}/no.toml: cannot be read: No such file or directory"]


def test_folder_in_place_of_file(tmp_path: Path) -> None:
    """A folder that is called like a file is named."""
    (tmp_path / "folder.toml").mkdir()
    assert refused(tmp_path, tmp_path / "folder.toml") == [f"{tmp_path}/folder.toml: cannot be read: Is a directory"]


@pytest.mark.parametrize(
    "content",
    [b"\xef\xbb\xbf" + TEXT.encode(), TEXT.replace("\n", "\r\n").encode()],
    ids=["byte order mark", "CRLF"],
)
def test_what_editors_do(content: bytes, tmp_path: Path) -> None:
    """A byte order mark and the line ends of another system change nothing."""
    for name, text in (("plain", TEXT.encode()), ("edited", content)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "system.toml").write_bytes(text)
        ended = build_here(tmp_path / name / "system.toml", "--no-gate", "--out", tmp_path / name / "out")
        assert ended.code == 0, ended
    for file in (tmp_path / "plain" / "out").rglob("*.yaml"):
        twin = tmp_path / "edited" / file.relative_to(tmp_path / "plain")
        assert twin.read_bytes() == file.read_bytes()

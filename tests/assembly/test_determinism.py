"""The same configuration gives the same bytes, and these are the bytes in git."""

from pathlib import Path

import pytest

from tests.commands import REPOSITORY, build_here, build_process, tree


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Give every shipped system, built in this process."""
    out = tmp_path_factory.mktemp("fresh")
    assert build_here("--no-gate", "--quiet", "--out", out).code == 0
    return tree(out)


def test_golden(fresh: dict[str, bytes]) -> None:
    """A fresh build is what `out/` in git holds, byte for byte."""
    assert fresh
    assert tree(REPOSITORY / "out") == fresh


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_hash_seed(seed: str, fresh: dict[str, bytes], tmp_path: Path) -> None:
    """The seed of Python's hashes changes nothing."""
    ended = build_process("--no-gate", "--quiet", "--out", tmp_path, variables={"PYTHONHASHSEED": seed})
    assert ended.code == 0, ended
    assert tree(tmp_path) == fresh


def test_working_directory(fresh: dict[str, bytes], tmp_path: Path) -> None:
    """The working directory decides where `out` is and nothing else."""
    ended = build_process("--no-gate", "--quiet", cwd=tmp_path)
    assert ended.code == 0, ended
    assert tree(tmp_path / "out") == fresh


def test_locale(fresh: dict[str, bytes], tmp_path: Path) -> None:
    """A machine that speaks ASCII only writes the same."""
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    ended = build_process("--no-gate", "--quiet", "--out", tmp_path, variables=ascii_only)
    assert ended.code == 0, ended
    assert tree(tmp_path) == fresh

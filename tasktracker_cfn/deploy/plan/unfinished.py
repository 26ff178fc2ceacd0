"""What a run notes beside a plan's file while it makes the plan, so that the next one can clean up after it.

A change set waits in AWS for whoever has its plan. Of one whose run was killed nobody has a plan, and nothing in AWS
tells it from a colleague's: only the note does, which is gone when the plan is there.
"""

from pathlib import Path

from tasktracker_cfn.errors import OutputError


def begin(path: Path, token: str) -> None:
    """Note beside a plan's file that a run begins to make the plan, and by which token AWS knows it.

    Where the run is killed, nobody else knows whose the change set is that it leaves behind.

    :raises OutputError: when it cannot be written, which had better be known before anything is made
    """
    try:
        with _note(path).open("a", encoding="utf-8") as file:
            file.write(f"{token}\n")
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}"
        raise OutputError(message) from error


def begun(path: Path) -> tuple[str, ...]:
    """Give the tokens of the runs that began to make a plan for a file, and did not end."""
    try:
        return tuple(_note(path).read_text(encoding="utf-8").split())
    except (OSError, UnicodeDecodeError):
        return ()


def end(path: Path, *tokens: str) -> None:
    """Note that nothing is left behind of some runs that made the plan of a file."""
    left = [token for token in begun(path) if token not in tokens]
    if left:
        _note(path).write_text("".join(f"{token}\n" for token in left), encoding="utf-8")
    else:
        _note(path).unlink(missing_ok=True)


def _note(path: Path) -> Path:
    return path.with_name(f".{path.name}.unfinished")

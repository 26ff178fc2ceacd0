"""A file that only its owner can read, written whole or not at all, and only where a file can be."""

import os
import stat
from pathlib import Path

from tasktracker_cfn.errors import OutputError

OWNER_ONLY = 0o600
# Writing replaces what is there, and root can replace anything: /dev/null would be an ordinary file from then on.
NO_FILES = {
    stat.S_IFDIR: "a folder",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
}


def check_place(path: Path) -> None:
    """Make sure that there is nothing, or a file, which may be replaced.

    :raises OutputError: when there is something else
    """
    try:
        found = stat.S_IFMT(path.stat().st_mode)
    except OSError:
        # Nothing is there, or writing says why not.
        return
    if what := NO_FILES.get(found):
        message = f"{path} is {what}, which is not replaced; name a file that is there or that can be made"
        raise OutputError(message)


def write(path: Path, text: str) -> None:
    """Write a text, whole or not at all, readable by its owner only.

    :raises OutputError: when it cannot be written, or what is there is no file
    """
    check_place(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        # A file that was there, with other rights or as a link elsewhere, is not written into, but replaced.
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        message = f"{path} cannot be written: {error.strerror}"
        raise OutputError(message) from error

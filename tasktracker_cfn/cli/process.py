"""The process that a command runs in: its standard streams can be used, whatever they were given as."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from typing import NoReturn

from tasktracker_cfn.errors import CommandError, DeploymentError

CLOSED = "the standard output is closed, so nothing could be told and nothing was done; send it to a file or a program"
AFTERWARDS = "what was done stays done; send it elsewhere, and run the same command again"

# What a stream says that takes no more: a full disk, a quota, a limit, a broken disk.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def run() -> None:
    """Run the command line: what `python -m tasktracker_cfn` and the console script do."""
    prepare()
    with telling():
        from tasktracker_cfn.cli.main import main  # noqa: PLC0415 - what it prints shall find the streams in order

        main(prog_name="tasktracker-cfn")


def prepare() -> None:
    """Make the standard streams usable before anything reads, writes, or opens a file in the place of a closed one."""
    # `<&-` leaves None: nobody is there to answer, which reading nothing says as well.
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 - open as long as the process lives
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - as above
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - as above
        _end(CLOSED, CommandError.exit_code)
    # A terminal or a pipe that knows no UTF-8 gets question marks for what it cannot show, not an error.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


@contextmanager
def telling() -> Iterator[None]:
    """End with a message when a standard stream takes no more, as on a full disk.

    The code is 3, as what AWS was asked for may have gone well, or not: 2 would say that nothing was done.
    """
    try:
        try:
            yield
        finally:
            # What is still held back would otherwise fail after the last moment at which something can be said.
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has read enough.
        raise
    except OSError as error:
        # A file that a verb itself writes has its own message, or at least its name.
        if error.errno not in FULL or error.filename is not None:
            raise
        _end(f"the standard output cannot be written: {error.strerror}; {AFTERWARDS}", DeploymentError.exit_code)


def _forget() -> None:
    """Have the streams that take nothing forget what they still hold."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            # At its end the interpreter flushes again, and has its own words for what fails.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _end(message: str, code: int) -> NoReturn:
    with suppress(OSError):
        # The two may be one; then the code is all that there is to say.
        print(message, file=sys.stderr, flush=True)
    _forget()
    sys.exit(code)

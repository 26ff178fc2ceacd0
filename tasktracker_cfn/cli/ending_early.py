"""What ends a command before it is done: its process is told to end, or nobody reads any more what it prints."""

import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

# A shell's codes of a process that a signal ended: 128 and the signal's number.
INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM
# SIGPIPE's, by its number because Windows has none.
UNREAD = 128 + 13


class Terminated(KeyboardInterrupt):
    """SIGTERM came, as when a pipeline is cancelled: all that Ctrl-C has cleared away is to be cleared away, too."""


def code_of(interrupt: KeyboardInterrupt) -> int:
    """Give the exit code of a command that was interrupted."""
    return TERMINATED if isinstance(interrupt, Terminated) else INTERRUPTED


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM end what is done here as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminate(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a signal's handler
    raise Terminated


class _Enduring(io.FileIO):
    """A file that swallows what is written when its reader has gone."""

    def write(self, data: "ReadableBuffer", /) -> int:
        try:
            return cast("int", super().write(data))
        except BrokenPipeError:
            return memoryview(data).nbytes


def outlive_reader() -> None:
    """Let the command go on, quietly, when nobody reads its output any more: ``apply plan.json | head``.

    What AWS does is to be followed to its end, and locked again, whoever looks on.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        # A terminal has no reader that goes alone; and what is closed, or no file as in tests, none at all.
        if not isinstance(stream, io.TextIOWrapper) or stream.closed or stream.isatty() or not _is_file(stream):
            continue
        enduring = io.BufferedWriter(_Enduring(stream.fileno(), "w", closefd=False))
        setattr(sys, name, io.TextIOWrapper(enduring, stream.encoding, stream.errors, line_buffering=True))


def _is_file(stream: io.TextIOWrapper) -> bool:
    try:
        stream.fileno()
    except io.UnsupportedOperation:
        return False
    return True


def leave_unread() -> int:
    """Let nothing more be written to where nobody reads, and give the exit code of what SIGPIPE ends."""
    # What is still buffered would raise again at exit: https://docs.python.org/3/library/signal.html#note-on-sigpipe
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return UNREAD

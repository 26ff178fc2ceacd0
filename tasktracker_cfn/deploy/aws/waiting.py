"""Wait for something by a clock that is handed over, and no longer than that may take."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from tasktracker_cfn.deploy.aws.clock import Clock
from tasktracker_cfn.errors import TimeError

T = TypeVar("T")


def until(probe: Callable[[], T | None], clock: Clock, limit: timedelta, what: str, every: float = 3.0) -> T:
    """Ask every few seconds until there is an answer that is not None, and give it.

    botocore's waiters are not used: they poll every 30 seconds, and take UPDATE_ROLLBACK_FAILED for a success.

    :raises TimeError: when the time is over; `what` says for what it was waited
    """
    end = clock.now() + limit
    while (found := probe()) is None:
        if clock.now() >= end:
            minutes = round(limit.total_seconds() / 60)
            message = (
                f"after {minutes} minutes still waiting for {what}; what AWS began goes on: run the same command again"
            )
            raise TimeError(message)
        clock.sleep(every)
    return found

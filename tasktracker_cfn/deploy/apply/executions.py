"""Whose operations a stack has been through, by the token that its events carry.

DescribeStacks names the change set only of a stack that was made or updated well: not in ROLLBACK_COMPLETE, not in
DELETE_COMPLETE, not after UpdateStack. "All events triggered by a given stack operation are assigned the same client
request token": https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.events import Event
from tasktracker_cfn.deploy.plan.plan_file import Plan
from tasktracker_cfn.errors import NotThereError

# "last": the stack's newest operation is the plan's; "earlier": another one came after it.
Execution = Literal["none", "earlier", "last"]
# So far the clocks of AWS and of this machine may differ.
SKEW = timedelta(hours=1)


def token(plan: Plan) -> str:
    """Give the token that a plan is executed with, the same in every run."""
    return f"apply-{sha256(plan.change_set.encode()).hexdigest()[:40]}"


def execution(gateway: Gateway, plan: Plan) -> Execution:
    """Look whether a plan was executed; a deleted stack tells its events by its id.

    :raises AwsError: when AWS says no
    """
    try:
        return execution_in(gateway.events(plan.stack_id), token(plan), plan.created - SKEW)
    except NotThereError:
        return "none"


def newest_event(gateway: Gateway, plan: Plan) -> str | None:
    """Give the id of the newest event of a plan's stack.

    :raises AwsError: when AWS says no
    """
    try:
        return next((event.id for event in gateway.events(plan.stack_id)), None)
    except NotThereError:
        return None


def execution_in(events: Iterable[Event], own: str, since: datetime) -> Execution:
    """Find a token in a root stack's events, the newest first; events before `since` are older than the plan."""
    newest = True
    for event in events:
        if event.time < since:
            break
        if event.token == own:
            return "last" if newest else "earlier"
        newest = False
    return "none"

"""What each status of a stack means, what is at risk in it, and what may be done next.

Every verb asks here, so that no two of them disagree on whether a stack can be updated. The statuses are those of
botocore's model; what each allows is from AWS's pages:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-continueupdaterollback.html
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

# `none`: no stack is there yet, or any more. `stuck`: it does not move, and cannot be updated as it is.
Family = Literal["none", "stable", "in progress", "stuck"]
# The type of the change set that can be made now; "wait": when what is under way has ended; "refuse": after a step.
Planning = Literal["create", "update", "wait", "refuse"]
# "join": follow what is under way, which may be the very plan that is to be applied.
Applying = Literal["execute", "join", "refuse"]
Destroying = Literal["nothing", "delete", "join", "wait"]
Operation = Literal[
    "",
    "ContinueUpdateRollback",
    "RollbackStack",
    "CancelUpdateStack",
    "DeleteStack",
    "DescribeStackEvents",
    "SetStackPolicy",
]
# Which of several ways out is chosen; "" is the usual one.
Way = Literal["", "skip", "force", "cancel"]


class Step(NamedTuple):
    """One way on: what it does, and the call that does it; no `operation` where only waiting or support is left.

    `deletes` tells that resources are deleted by it, which nobody does without being asked twice.
    """

    what: str
    operation: Operation = ""
    way: Way = ""
    deletes: bool = False


class About(NamedTuple):
    """All about one status; the first step is the one to try first.

    `outcome` tells how an operation that ends here, or is sure to, went: True well, False badly, None not known yet.
    """

    status: str
    family: Family
    meaning: str
    risk: str
    plan: Planning
    apply: Applying
    destroy: Destroying
    steps: tuple[Step, ...] = ()
    outcome: bool | None = None

    @property
    def step(self) -> Step | None:
        """Give the usual next step; None where there is nothing to do."""
        return self.steps[0] if self.steps else None

    def way(self, way: Way) -> Step | None:
        """Give the step that goes another way; None where this status has none."""
        return next((step for step in self.steps if step.operation and step.way == way), None)


NO_RISK = "none: nothing is being changed"
WATCH = Step("watch it, and wait for its end", "DescribeStackEvents")
CONTINUE = Step("repair what stopped the rollback, then go on with it; nothing is skipped", "ContinueUpdateRollback")
SKIP = Step(
    "where it cannot be repaired, go on without the resources named: they count as rolled back and are not, so make "
    "template and resources agree before the next update",
    "ContinueUpdateRollback",
    "skip",
)
FORCE = Step(
    "as a last way, go on without any resource that cannot be rolled back, in nested stacks too",
    "ContinueUpdateRollback",
    "force",
)
CANCEL = Step("stop the update and roll it back", "CancelUpdateStack", "cancel")
ROLL_BACK = Step("roll back to the last state that was stable", "RollbackStack")
UNDO_CREATE = Step("roll back; there is no earlier state, so what was made is deleted", "RollbackStack", deletes=True)
DELETE_EMPTY = Step("delete the stack, in which nothing is, then plan again", "DeleteStack", deletes=True)
DELETE_REST = Step("delete what is left of the stack, then plan again", "DeleteStack", deletes=True)
DELETE_AGAIN = Step("repair what stopped the delete, then delete again", "DeleteStack", deletes=True)
# Of no status: an apply that was killed, or a rollback that failed, leaves the policies open.
PROTECT = Step(
    "close the stack policies again, so that no update replaces or deletes what holds data", "SetStackPolicy"
)
RESUME = Step("repair what failed, then plan and apply again: it goes on from where it stopped")
SUPPORT = Step("no call brings it out: look at what failed, repair it, and ask AWS Support if it stays")


def _table() -> tuple[About, ...]:
    return (*_none(), *_stable(), *_under_way(), *_half_made(), *_stuck())


def _none() -> tuple[About, ...]:
    return (
        About(
            "REVIEW_IN_PROGRESS",
            "none",
            "only a change set was made for it: the stack is a shell without resources",
            "none: there is nothing in it",
            "create",
            "execute",
            "delete",
        ),
        About(
            "DELETE_COMPLETE",
            "none",
            "it was deleted",
            "what had DeletionPolicy Retain or Snapshot is still there, costs money, and belongs to no stack",
            "create",
            "refuse",
            "nothing",
            outcome=True,
        ),
    )


def _stable() -> tuple[About, ...]:
    back = "the last update failed and was rolled back: it is as it was before"
    imported = "resources were imported into it"
    unimported = "an import failed and was undone: what was to be imported is there, and belongs to no stack"
    return (
        About("CREATE_COMPLETE", "stable", "it was made", NO_RISK, "update", "execute", "delete", outcome=True),
        About("UPDATE_COMPLETE", "stable", "it was updated", NO_RISK, "update", "execute", "delete", outcome=True),
        About("UPDATE_ROLLBACK_COMPLETE", "stable", back, NO_RISK, "update", "execute", "delete", outcome=False),
        About("IMPORT_COMPLETE", "stable", imported, NO_RISK, "update", "execute", "delete", outcome=True),
        About("IMPORT_ROLLBACK_COMPLETE", "stable", unimported, NO_RISK, "update", "execute", "delete", outcome=False),
    )


def _under_way() -> tuple[About, ...]:
    watch = (WATCH,)
    gone = "what has no DeletionPolicy Retain or Snapshot is lost; it cannot be stopped"
    replaced = "what was replaced is deleted now, unless UpdateReplacePolicy keeps it"
    undone = "what the update made new is deleted again, with what was written to it"
    return (
        _moving("CREATE_IN_PROGRESS", "it is being made", "none yet: if it fails, what was made is deleted"),
        # 92 schemas say `replacementStrategy: delete_then_create`, AWS::EC2::VPNConnection's for one.
        _moving(
            "UPDATE_IN_PROGRESS",
            "it is being updated",
            "what is replaced mostly stays until the end, but some types are deleted before the new one is made; what "
            "changes in place has changed, and is changed back by a rollback",
            (WATCH, CANCEL),
        ),
        _moving(
            "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "the update went well; what it replaced is deleted", replaced
        )._replace(outcome=True),
        _moving("UPDATE_ROLLBACK_IN_PROGRESS", "the update failed, and is rolled back", undone)._replace(outcome=False),
        _moving(
            "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "the update was rolled back; what it made goes", undone
        )._replace(outcome=False),
        _moving("ROLLBACK_IN_PROGRESS", "making it failed; what was made is deleted", undone)._replace(outcome=False),
        _moving(
            "IMPORT_IN_PROGRESS", "resources are being imported into it", "none: an import changes no resource"
        )._replace(apply="refuse"),
        _moving(
            "IMPORT_ROLLBACK_IN_PROGRESS", "the import failed, and is undone", "none: an import changes no resource"
        )._replace(apply="refuse", outcome=False),
        About("DELETE_IN_PROGRESS", "in progress", "it is being deleted", gone, "wait", "refuse", "join", watch),
    )


def _moving(status: str, meaning: str, risk: str, steps: tuple[Step, ...] = (WATCH,)) -> About:
    # DeleteStack would be taken during a creation, and not during an update; to wait is right for both.
    return About(status, "in progress", meaning, risk, "wait", "join", "wait", steps)


def _half_made() -> tuple[About, ...]:
    return (
        _halted(
            "CREATE_FAILED",
            "making it failed, with rollback off: what was made before the failure is there",
            "what was made is there, and may hold data by now; to roll back deletes it",
            (RESUME, UNDO_CREATE),
        )._replace(plan="update", apply="execute"),
        _halted(
            "ROLLBACK_COMPLETE",
            "making it failed, and what was made was deleted again: the stack is empty, but takes its name",
            "none in the stack; what has DeletionPolicy Retain may have been left outside it",
            (DELETE_EMPTY,),
        )._replace(plan="create"),
        _halted(
            "ROLLBACK_FAILED",
            "making it failed, and not all of what was made could be deleted",
            "what is left is there, costs money, and may hold data",
            (DELETE_REST,),
        ),
    )


def _stuck() -> tuple[About, ...]:
    return (
        _halted(
            "UPDATE_FAILED",
            "an update failed, with rollback off: some resources are new, some are old",
            "nothing was deleted; what runs may not fit together",
            # Where it was an EXPRESS replacement RollbackStack is refused: https://github.com/aws/aws-cdk-cli/issues/1739
            (ROLL_BACK, RESUME, Step("where AWS refuses both, ask AWS Support")),
        )._replace(plan="update", apply="execute"),
        _halted(
            "UPDATE_ROLLBACK_FAILED",
            "an update failed, and rolling it back failed too: some resources are new, some are old",
            "what was there before still is; what is skipped on the way out is no longer as its template says",
            (CONTINUE, SKIP, FORCE),
        ),
        _halted(
            "DELETE_FAILED",
            "not all of it could be deleted",
            "what was deleted is gone; what could not be deleted is there, and may hold data",
            (DELETE_AGAIN,),
        ),
        _halted(
            "IMPORT_ROLLBACK_FAILED",
            "an import failed, and could not be undone",
            "no resource was changed; some may belong to the stack, and some not",
            (SUPPORT,),
        ),
    )


def _halted(status: str, meaning: str, risk: str, steps: tuple[Step, ...]) -> About:
    return About(status, "stuck", meaning, risk, "refuse", "refuse", "delete", steps, outcome=False)


STATUSES: Mapping[str, About] = {about.status: about for about in _table()}
ABSENT = About(
    "", "none", "there is no such stack", "none: there is nothing", "create", "refuse", "nothing", outcome=None
)


def about(status: str | None) -> About:
    """Give all about a status; None is that of a stack that is not there.

    AWS may add statuses: one that is not known is waited for when it is in progress, and refused otherwise.
    """
    if not status:
        return ABSENT
    if status in STATUSES:
        return STATUSES[status]
    unknown = "AWS says something that this program does not know"
    if status.endswith("_IN_PROGRESS"):
        return About(status, "in progress", unknown, "not known", "wait", "refuse", "wait", (WATCH,))
    return About(status, "stuck", unknown, "not known", "refuse", "refuse", "wait", (SUPPORT,), outcome=None)

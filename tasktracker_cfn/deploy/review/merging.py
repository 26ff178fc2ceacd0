"""Make one list of the two descriptions of a change set.

With property values AWS leaves out whole rows (https://github.com/aws/aws-cdk-cli/issues/1780), and calls a
replacement certain that it only cannot exclude
(https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2113); without them it shows no values.
"""

from collections.abc import Sequence

from tasktracker_cfn.deploy.aws.values.changes import ChangeDetail, ResourceChange


def merged(plain: Sequence[ResourceChange], valued: Sequence[ResourceChange]) -> tuple[ResourceChange, ...]:
    """Give all rows of both, in the order of those without values; what one of them dropped comes from the other."""
    with_values = {row.logical_id: row for row in valued}
    rows = [_merged(row, with_values.pop(row.logical_id, None)) for row in plain]
    return (*rows, *with_values.values())


def _merged(plain: ResourceChange, valued: ResourceChange | None) -> ResourceChange:
    if valued is None:
        return plain
    return valued._replace(
        action=plain.action,
        replacement=plain.replacement or valued.replacement,
        policy_action=plain.policy_action or valued.policy_action,
        scope=tuple(dict.fromkeys((*plain.scope, *valued.scope))),
        details=_details(plain.details, valued.details),
        change_set_id=plain.change_set_id or valued.change_set_id,
        physical_id=plain.physical_id or valued.physical_id,
    )


def _details(plain: Sequence[ChangeDetail], valued: Sequence[ChangeDetail]) -> tuple[ChangeDetail, ...]:
    """Give the details with values, and of those without what they do not speak of."""
    told = {(_of(detail), detail.source, detail.causing_entity) for detail in valued}
    rest = (detail for detail in plain if (_of(detail), detail.source, detail.causing_entity) not in told)
    return (*valued, *rest)


def _of(detail: ChangeDetail) -> tuple[str | None, str]:
    """Give what a detail is about, also where only a path says it: ``/Properties/Engine``."""
    path = [step for step in (detail.path or "").split("/") if step]
    name = path[1] if not detail.name and len(path) > 1 else detail.name
    return detail.attribute, name or ""

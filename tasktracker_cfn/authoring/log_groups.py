"""Log groups, which all look alike."""

from troposphere import AWSHelperFn, logs


def log_group(logical_id: str, name: AWSHelperFn | str | None, retention_days: int) -> logs.LogGroup:
    """Give a log group that keeps its records for some days; CloudFormation makes up its name when there is none.

    It goes with its stack: a group that stayed behind under a fixed name would make the next creation fail (K19).
    """
    return logs.LogGroup(
        logical_id,
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
        **({"LogGroupName": name} if name is not None else {}),
        RetentionInDays=retention_days,
    )

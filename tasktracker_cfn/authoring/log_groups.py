"""Log groups, which all look alike."""

from troposphere import AWSHelperFn, logs

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.wires import Arn


def log_group(
    logical_id: str, name: AWSHelperFn | str | None, retention_days: int, key_arn: Arn | None = None
) -> logs.LogGroup:
    """Give a log group that keeps its records for some days; CloudFormation makes up its name when there is none.

    It goes with its stack: a group that stayed behind under a fixed name would make the next creation fail (K19).

    :param key_arn: our own key for logs, by its ARN and by nothing else (I06); CloudWatch's own encryption without
    """
    return logs.LogGroup(
        logical_id,
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
        **given(LogGroupName=name),
        RetentionInDays=retention_days,
        **given(KmsKeyId=key_arn),
    )

"""IAM as this project writes it: named statements, managed policies, trust in one service of this account."""

from collections.abc import Sequence

from awacs import sts
from awacs.aws import (
    Action,
    Allow,
    ArnLike,
    Bool,
    Condition,
    ConditionElement,
    Deny,
    PolicyDocument,
    Principal,
    Statement,
    StringEquals,
)
from troposphere import AccountId, AWSHelperFn, GetAtt, Join, Ref, iam, s3

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import Arn

# Actions that take no resource, each with the page that says so. Nothing else is allowed on "*".
WITHOUT_RESOURCE = {
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
    "ecr:GetAuthorizationToken": "the token is for the whole registry",
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
    "xray:GetSamplingRules": "rules are of the account",
    "xray:GetSamplingStatisticSummaries": "statistics are of the account",
    "xray:GetSamplingTargets": "targets are worked out for the account",
    "xray:PutTelemetryRecords": "records belong to nothing that has a name",
    "xray:PutTraceSegments": "traces belong to nothing that has a name",
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonmanagedserviceforprometheus.html
    "aps:ListWorkspaces": "it lists workspaces, so it cannot name one",
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
    "cloudwatch:GetMetricData": "metrics have no names that a policy could hold",
    "cloudwatch:ListMetrics": "it lists metrics, so it cannot name one",
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
    "logs:DescribeLogGroups": "it lists groups, so it cannot name one",
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonmessagegatewayservice.html
    "ssmmessages:CreateControlChannel": "a channel has no ARN",
    "ssmmessages:CreateDataChannel": "a channel has no ARN",
    "ssmmessages:OpenControlChannel": "a channel has no ARN",
    "ssmmessages:OpenDataChannel": "a channel has no ARN",
}


def allow(*actions: Action, on: Sequence[AWSHelperFn | str], sid: str) -> Statement:
    """Allow actions on named resources."""
    if "*" in on:
        message = f"{sid}: name the resources, or use allow_everywhere"
        raise ValueError(message)
    return Statement(Sid=sid, Effect=Allow, Action=list(actions), Resource=list(on))


def allow_everywhere(*actions: Action, sid: str) -> Statement:
    """Allow actions that take no resource."""
    for action in actions:
        if action.JSONrepr() not in WITHOUT_RESOURCE:
            message = f"{sid}: {action.JSONrepr()} takes a resource; name it"
            raise ValueError(message)
    return Statement(Sid=sid, Effect=Allow, Action=list(actions), Resource=["*"])


def use_key(key_arn: Arn, service: str, *, encrypts: bool = False, sid: str) -> Statement:
    """Let a service use a key of KMS for the role, which by itself can do nothing with the key.

    :param service: the service that asks KMS for it, for example "s3"
    :param encrypts: whether the role writes as well
    """
    from awacs import kms  # noqa: PLC0415 - who has no key of their own starts without it

    actions = [kms.Decrypt, kms.GenerateDataKey] if encrypts else [kms.Decrypt]
    return Statement(
        Sid=sid,
        Effect=Allow,
        Action=actions,
        Resource=[key_arn],
        Condition=Condition(StringEquals("kms:ViaService", text(f"{service}.${{AWS::Region}}.amazonaws.com"))),
    )


def managed_policy(logical_id: str, description: str, *statements: Statement) -> iam.ManagedPolicy:
    """Give a policy of its own, for a role to list.

    A role that refers to its policies waits for them, so whoever uses the role finds them attached (E03).
    """
    return iam.ManagedPolicy(
        logical_id,
        Description=description,
        PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=list(statements)),
    )


def service_role(
    logical_id: str,
    service: str,
    description: str,
    policies: Sequence[iam.ManagedPolicy | str],
    source: str | None = "",
) -> iam.Role:
    """Give a role that one AWS service may assume, for this account's resources only.

    :param service: first part of the service principal, for example "ecs-tasks"
    :param policies: our own, and by path and name those that AWS keeps, for what AWS alone knows the needs of
    :param source: pattern of the ARNs for which the service may act, behind ``arn:${AWS::Partition}:``; None for one of
        the few services that do not even say for which account they act
    """
    conditions: list[ConditionElement] = []
    if source is not None:
        conditions.append(StringEquals("aws:SourceAccount", AccountId))
    if source:
        conditions.append(ArnLike("aws:SourceArn", text("arn:${AWS::Partition}:" + source)))
    return iam.Role(
        logical_id,
        Description=description,
        AssumeRolePolicyDocument=PolicyDocument(
            Version="2012-10-17",
            Statement=[
                Statement(
                    Sid="AssumedByService",
                    Effect=Allow,
                    Principal=Principal("Service", [f"{service}.amazonaws.com"]),
                    Action=[sts.AssumeRole],
                    **given(Condition=Condition(conditions) if conditions else None),
                )
            ],
        ),
        **given(ManagedPolicyArns=[_policy_arn(policy) for policy in policies] or None),
    )


def _policy_arn(policy: iam.ManagedPolicy | str) -> AWSHelperFn:
    return text(f"arn:${{AWS::Partition}}:iam::aws:policy/{policy}") if isinstance(policy, str) else Ref(policy)


def tls_only(bucket: s3.Bucket) -> Statement:
    """Refuse every request to a bucket that does not come over TLS."""
    arn = GetAtt(bucket, "Arn")
    return Statement(
        Sid="RefusePlainHttp",
        Effect=Deny,
        Principal=Principal("*"),
        Action=[Action("s3", "*")],
        # A Join where a Sub would read better: the guard rule CT.S3.PR.8 takes nothing else.
        Resource=[arn, Join("", [arn, "/*"])],
        Condition=Condition(Bool("aws:SecureTransport", "false")),
    )

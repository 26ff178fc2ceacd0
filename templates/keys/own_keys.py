"""The keys themselves, with the services that each lets in."""

from awacs import kms as kms_actions
from awacs.aws import (
    Action,
    Allow,
    ArnLike,
    AWSPrincipal,
    BoolIfExists,
    Condition,
    Deny,
    PolicyDocument,
    Principal,
    Statement,
    StringEquals,
)
from troposphere import AccountId, kms

from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.trails import trail_arn
from tasktracker_cfn.config import SystemConfig

# The longest that KMS takes: until then a deleted key can be had back.
DAYS_UNTIL_DELETED = 30


def data(system: SystemConfig) -> kms.Key:
    """Give the key for what the data stack keeps; it stays, because snapshots and buckets stay and need it.

    No service is let in: RDS, ElastiCache, ECR, S3 and Secrets Manager use it for whoever calls them, and IAM decides
    on that.
    """
    return _key("DataKey", f"Data of {system.name}: database, secrets, buckets, image repositories", [], keep=True)


def logs(system: SystemConfig) -> kms.Key:
    """Give the key for log groups; all of them go with their stacks, so where that is meant the key goes, too."""
    # I06: one service, and only for log groups of this account and region.
    context = ArnLike(
        "kms:EncryptionContext:aws:logs:arn",
        text("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:*"),
    )
    writer = Statement(
        Sid="LogGroupsUse",
        Effect=Allow,
        Principal=Principal("Service", [text("logs.${AWS::Region}.amazonaws.com")]),
        Action=[
            kms_actions.Decrypt,
            kms_actions.DescribeKey,
            kms_actions.Encrypt,
            Action("kms", "GenerateDataKey*"),
            Action("kms", "ReEncrypt*"),
        ],
        Resource=["*"],
        Condition=Condition(context),
    )
    return _key("LogsKey", f"Log groups of {system.name}", [writer], keep=not system.disposable)


def topics(system: SystemConfig) -> kms.Key:
    """Give the key for the alarms' topics, and for the trail, where there is one.

    Nothing is kept in a topic, but the trail's bucket stays, and what is in it needs the key.
    """
    watch = system.monitoring
    users = [_publisher("AlarmsPublish", "cloudwatch.amazonaws.com")]
    if watch is not None and watch.budget is not None:
        users.append(_publisher("BudgetsPublish", "budgets.amazonaws.com"))
    if watch is not None and watch.database_events:
        users.append(_events_of_rds())
    if system.data.metrics is not None:
        users.append(_publisher("MetricAlertsPublish", "aps.amazonaws.com"))
    has_trail = watch is not None and watch.trail is not None
    if has_trail:
        users.append(_trail(system))
    return _key("TopicsKey", f"Topics of {system.name}", users, keep=has_trail or not system.disposable)


def _publisher(sid: str, service: str) -> Statement:
    # I07, O01: who publishes into an encrypted topic encrypts, too. CloudWatch and budgets say for which account; the
    # requests of EventBridge do not, so a publisher that comes by EventBridge needs a statement without the condition.
    # https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
    return Statement(
        Sid=sid,
        Effect=Allow,
        Principal=Principal("Service", [service]),
        Action=[kms_actions.Decrypt, Action("kms", "GenerateDataKey*")],
        Resource=["*"],
        Condition=Condition(StringEquals("aws:SourceAccount", AccountId)),
    )


def _events_of_rds() -> Statement:
    # Nothing says that these requests carry the condition above, and the topic's own policy has it.
    # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.GrantingPermissions.html
    return Statement(
        Sid="DatabaseEventsPublish",
        Effect=Allow,
        Principal=Principal("Service", ["events.rds.amazonaws.com"]),
        Action=[kms_actions.Decrypt, Action("kms", "GenerateDataKey*")],
        Resource=["*"],
    )


def _trail(system: SystemConfig) -> Statement:
    # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
    return Statement(
        Sid="TrailEncrypts",
        Effect=Allow,
        Principal=Principal("Service", ["cloudtrail.amazonaws.com"]),
        Action=[kms_actions.DescribeKey, Action("kms", "GenerateDataKey*")],
        Resource=["*"],
        Condition=Condition(StringEquals("aws:SourceArn", trail_arn(system))),
    )


def _key(logical_id: str, description: str, users: list[Statement], *, keep: bool) -> kms.Key:
    return kms.Key(
        logical_id,
        DeletionPolicy="Retain" if keep else "Delete",
        # A key that is replaced still has to open what it has closed.
        UpdateReplacePolicy="Retain",
        Description=description,
        EnableKeyRotation=True,
        PendingWindowInDays=DAYS_UNTIL_DELETED,
        KeyPolicy=PolicyDocument(Version="2012-10-17", Statement=[_account(), _grants(), *users]),
    )


def _account() -> Statement:
    # I05: without it nobody could ever change the policy again. In a key's policy "*" is the key itself.
    return Statement(
        Sid="AccountDecidesByIam",
        Effect=Allow,
        Principal=AWSPrincipal(text("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")),
        Action=[Action("kms", "*")],
        Resource=["*"],
    )


def _grants() -> Statement:
    # Services make grants for what they encrypt; nobody else may. CT.KMS.PR.3 wants this form and no other.
    return Statement(
        Sid="RefuseGrantsToOthersThanServices",
        Effect=Deny,
        Principal=AWSPrincipal("*"),
        Action=[kms_actions.CreateGrant],
        Resource=["*"],
        Condition=Condition(BoolIfExists({"kms:GrantIsForAWSResource": "false", "aws:PrincipalIsAWSService": "false"})),
    )

"""Who of AWS may write into the edge's log groups.

One policy holds all of it, because an account has ten of them in a region:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
"""

from collections.abc import Sequence

from awacs import logs as logs_actions
from awacs.aws import Allow, ArnLike, Condition, PolicyDocument, Principal, Statement, StringEquals
from troposphere import AccountId, GetAtt, encode_to_dict, logs

from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.config import SystemConfig


def policy(
    system: SystemConfig, firewalls: Sequence[logs.LogGroup], queries: logs.LogGroup | None
) -> logs.ResourcePolicy | None:
    """Give the policy for what is logged; None when nothing is.

    Firewalls would make one for all of an account, which ends where it is full:
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
    """
    statements = []
    if firewalls:
        source = "logs:${AWS::Region}:${AWS::AccountId}:*"
        statements.append(_statement("WriteByFirewall", "delivery.logs", firewalls, source))
    if queries is not None:
        # The zone itself cannot be named: it asks for this policy when it is made.
        statements.append(_statement("WriteByRoute53", "route53", [queries], "route53:::hostedzone/*"))
    if not statements:
        return None
    return logs.ResourcePolicy(
        "LogDeliveryPolicy",
        # A policy needs a name, and it is one's own in the account and region.
        PolicyName=f"{system.name}-log-delivery",
        # In plain values, because troposphere measures the text of this one, and references have none.
        PolicyDocument=encode_to_dict(PolicyDocument(Version="2012-10-17", Statement=statements)),
    )


def _statement(sid: str, service: str, groups: Sequence[logs.LogGroup], source: str) -> Statement:
    return Statement(
        Sid=sid,
        Effect=Allow,
        Principal=Principal("Service", [f"{service}.amazonaws.com"]),
        Action=[logs_actions.CreateLogStream, logs_actions.PutLogEvents],
        Resource=[GetAtt(group, "Arn") for group in groups],
        Condition=Condition(
            [
                StringEquals("aws:SourceAccount", AccountId),
                ArnLike("aws:SourceArn", text("arn:${AWS::Partition}:" + source)),
            ]
        ),
    )

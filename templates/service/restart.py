"""Replace the tasks after the database's password has changed.

ECS reads secrets once, when a task starts, so without this every task would keep a password that no longer holds (E30).
Secrets Manager tells EventBridge of each new current version by itself; the events that come by way of CloudTrail would
need a trail. https://docs.aws.amazon.com/secretsmanager/latest/userguide/secret-event-notifications.html
"""

from pathlib import Path

from awacs import ecs as ecs_actions
from awacs import logs as logs_actions
from troposphere import AccountId, AWSObject, GetAtt, Ref, awslambda, ecs, events, iam, logs

from tasktracker_cfn.authoring.iam import allow, managed_policy, service_role
from tasktracker_cfn.authoring.log_groups import log_group
from tasktracker_cfn.authoring.wires import Arn
from tasktracker_cfn.config import SystemConfig
from templates.service import roles

CODE = Path(__file__).with_name("restart.js")
RUNTIME = "nodejs22.x"
SECONDS = 30


def wanted(system: SystemConfig) -> bool:
    """Tell whether tasks hold a password that changes."""
    database = system.data.database
    return roles.injected(system) and database is not None and database.rotation is not None


def build(
    system: SystemConfig, cluster: ecs.Cluster, service: ecs.Service, secret_arn: Arn, logs_key_arn: Arn | None
) -> list[AWSObject]:
    """Give the rule that hears of a new password and the function that replaces the tasks."""
    group = log_group("RestartLogGroup", None, system.service.log_retention_days, logs_key_arn)
    policy = _policy(service, group)
    role = service_role("RestartRole", "lambda", "Replaces the tasks after a change of password", [policy])
    function = awslambda.Function(
        "RestartFunction",
        Description=f"Replaces the tasks of {system.name} after a change of password",
        Runtime=RUNTIME,
        Handler="index.handler",
        Timeout=SECONDS,
        Role=GetAtt(role, "Arn"),
        Code=awslambda.Code(ZipFile=CODE.read_text(encoding="utf-8")),
        Environment=awslambda.Environment(Variables={"CLUSTER": Ref(cluster), "SERVICE": GetAtt(service, "Name")}),
        # O13: the group of the function's own name would be made by the function, and kept for ever.
        LoggingConfig=awslambda.LoggingConfig(LogGroup=Ref(group)),
    )
    return [group, policy, role, function, *_rule(system, function, secret_arn)]


def _policy(service: ecs.Service, group: logs.LogGroup) -> iam.ManagedPolicy:
    return managed_policy(
        "RestartPolicy",
        "Replace the tasks of one service",
        allow(ecs_actions.UpdateService, on=[Ref(service)], sid="ReplaceTasks"),
        allow(
            logs_actions.CreateLogStream, logs_actions.PutLogEvents, on=[GetAtt(group, "Arn")], sid="WriteFunctionLogs"
        ),
    )


def _rule(system: SystemConfig, function: awslambda.Function, secret_arn: Arn) -> list[AWSObject]:
    rule = events.Rule(
        "RestartRule",
        Description=f"A new password of the database of {system.name}",
        EventPattern={
            "source": ["aws.secretsmanager"],
            "detail-type": ["Secret Label Updated"],
            "resources": [secret_arn],
            "detail": {"labelUpdated": ["AWSCURRENT"]},
        },
        Targets=[events.Target(Id="restart", Arn=GetAtt(function, "Arn"))],
    )
    # X15: without it the rule matches and nothing happens.
    permission = awslambda.Permission(
        "RestartPermission",
        Action="lambda:InvokeFunction",
        FunctionName=Ref(function),
        Principal="events.amazonaws.com",
        SourceAccount=AccountId,
        SourceArn=GetAtt(rule, "Arn"),
    )
    return [rule, permission]

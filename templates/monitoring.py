"""Monitoring: what watches, that is a topic and the alarms that publish into it.

It needs the names by which the load balancer, the service and the database appear in metrics.
"""

from typing import NamedTuple

from awacs import sns as sns_actions
from awacs.aws import Allow, Bool, Condition, Deny, PolicyDocument, Principal, Statement, StringEquals
from troposphere import AccountId, AWSObject, Ref, Template, cloudwatch, sns

from tasktracker_cfn.authoring.resources import add_all
from tasktracker_cfn.authoring.wires import EmailAddress, Name, Stack, finish, receive
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.monitoring import MonitoringConfig

FIVE_MINUTES = 300
ONE_MINUTE = 60


class Inputs(NamedTuple):
    """The names of what is watched, and who is told."""

    alarm_email: EmailAddress | None
    load_balancer_full_name: Name
    cluster_name: Name
    service_name: Name
    database_identifier: Name | None


class Outputs(NamedTuple):
    """Nothing that another stack needs."""


def build(system: SystemConfig, config: MonitoringConfig, inputs: Inputs) -> Stack[Outputs]:
    """Build the monitoring of a system."""
    template = Template(Description=f"{system.name} monitoring: alarms and who hears of them")
    here = receive(template, inputs)
    topic = sns.Topic("AlarmTopic", DisplayName=f"Alarms of {system.name}")
    add_all(template, [topic, _topic_policy(topic)])
    if here.alarm_email is not None:
        template.add_resource(
            sns.SubscriptionResource(
                "AlarmEmailSubscription", TopicArn=Ref(topic), Protocol="email", Endpoint=here.alarm_email
            )
        )
    add_all(template, _alarms(config, here, topic))
    return finish("Monitoring", template, inputs, Outputs())


def _topic_policy(topic: sns.Topic) -> sns.TopicPolicy:
    # O02: a policy replaces the default one, so it names every publisher.
    return sns.TopicPolicy(
        "AlarmTopicPolicy",
        Topics=[Ref(topic)],
        PolicyDocument=PolicyDocument(
            Version="2012-10-17",
            Statement=[
                Statement(
                    Sid="AlarmsPublish",
                    Effect=Allow,
                    Principal=Principal("Service", ["cloudwatch.amazonaws.com"]),
                    Action=[sns_actions.Publish],
                    Resource=[Ref(topic)],
                    Condition=Condition(StringEquals("aws:SourceAccount", AccountId)),
                ),
                Statement(
                    Sid="RefusePlainHttp",
                    Effect=Deny,
                    Principal=Principal("*"),
                    Action=[sns_actions.Publish],
                    Resource=[Ref(topic)],
                    Condition=Condition(Bool("aws:SecureTransport", "false")),
                ),
            ],
        ),
    )


def _alarms(config: MonitoringConfig, here: Inputs, topic: sns.Topic) -> list[AWSObject]:
    alarms: list[AWSObject] = []
    if config.database_cpu_percent is not None and here.database_identifier is not None:
        alarms.append(_database_cpu(config.database_cpu_percent, here.database_identifier, topic))
    if config.running_tasks_below is not None:
        alarms.append(_running_tasks(config.running_tasks_below, here, topic))
    if config.server_errors is not None:
        alarms.append(_server_errors(config.server_errors, here.load_balancer_full_name, topic))
    return alarms


def _database_cpu(percent: int, identifier: Name, topic: sns.Topic) -> cloudwatch.Alarm:
    return cloudwatch.Alarm(
        "DatabaseCpuAlarm",
        AlarmDescription=f"The database's CPU has been above {percent} percent for ten minutes.",
        Namespace="AWS/RDS",
        MetricName="CPUUtilization",
        Dimensions=[cloudwatch.MetricDimension(Name="DBInstanceIdentifier", Value=identifier)],
        Statistic="Average",
        Period=FIVE_MINUTES,
        EvaluationPeriods=2,
        Threshold=percent,
        ComparisonOperator="GreaterThanThreshold",
        # A database that sends nothing is not well.
        TreatMissingData="breaching",
        AlarmActions=[Ref(topic)],
        OKActions=[Ref(topic)],
    )


def _running_tasks(fewest: int, here: Inputs, topic: sns.Topic) -> cloudwatch.Alarm:
    return cloudwatch.Alarm(
        "RunningTasksAlarm",
        AlarmDescription=f"Fewer than {fewest} tasks have been running for five minutes.",
        # O07: ECS itself has no such metric, Container Insights does.
        Namespace="ECS/ContainerInsights",
        MetricName="RunningTaskCount",
        Dimensions=[
            cloudwatch.MetricDimension(Name="ClusterName", Value=here.cluster_name),
            cloudwatch.MetricDimension(Name="ServiceName", Value=here.service_name),
        ],
        Statistic="Minimum",
        Period=ONE_MINUTE,
        EvaluationPeriods=5,
        Threshold=fewest,
        ComparisonOperator="LessThanThreshold",
        # O09: with no task at all the metric ends.
        TreatMissingData="breaching",
        AlarmActions=[Ref(topic)],
        OKActions=[Ref(topic)],
    )


def _server_errors(most: int, load_balancer: Name, topic: sns.Topic) -> cloudwatch.Alarm:
    return cloudwatch.Alarm(
        "ServerErrorsAlarm",
        AlarmDescription=f"More than {most} requests were answered with a 5xx status within five minutes.",
        Metrics=[
            cloudwatch.MetricDataQuery(
                Id="errors",
                Label="5xx answers",
                # O05: a series without errors is absent, not zero.
                Expression="FILL(target, 0) + FILL(balancer, 0)",
                ReturnData=True,
            ),
            _sum_of("target", "HTTPCode_Target_5XX_Count", load_balancer),
            _sum_of("balancer", "HTTPCode_ELB_5XX_Count", load_balancer),
        ],
        EvaluationPeriods=1,
        Threshold=most,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="notBreaching",
        AlarmActions=[Ref(topic)],
        OKActions=[Ref(topic)],
    )


def _sum_of(query_id: str, metric: str, load_balancer: Name) -> cloudwatch.MetricDataQuery:
    return cloudwatch.MetricDataQuery(
        Id=query_id,
        MetricStat=cloudwatch.MetricStat(
            Metric=cloudwatch.Metric(
                Namespace="AWS/ApplicationELB",
                MetricName=metric,
                # O06: the full name, not the ARN.
                Dimensions=[cloudwatch.MetricDimension(Name="LoadBalancer", Value=load_balancer)],
            ),
            Period=FIVE_MINUTES,
            Stat="Sum",
        ),
        ReturnData=False,
    )

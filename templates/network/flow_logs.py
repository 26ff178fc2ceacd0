"""VPC flow logs: what was let through and what was refused, in a log group with a limit."""

from awacs import logs as logs_actions
from troposphere import AWSObject, GetAtt, Ref, ec2

from tasktracker_cfn.authoring.iam import allow, allow_everywhere, managed_policy, service_role
from tasktracker_cfn.authoring.log_groups import log_group
from tasktracker_cfn.authoring.wires import Arn
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.network import FlowLogsConfig


def build(system: SystemConfig, config: FlowLogsConfig, vpc: ec2.VPC, key_arn: Arn | None) -> list[AWSObject]:
    """Give the log group, the role that writes into it, and the flow log."""
    group = log_group("FlowLogGroup", system.filled(config.log_group), config.retention_days, key_arn)
    policy = managed_policy(
        "FlowLogPolicy",
        "Write VPC flow logs into their log group",
        allow(
            logs_actions.CreateLogStream,
            logs_actions.DescribeLogStreams,
            logs_actions.PutLogEvents,
            on=[GetAtt(group, "Arn")],
            sid="WriteFlowLogs",
        ),
        allow_everywhere(logs_actions.DescribeLogGroups, sid="FindLogGroup"),
    )
    role = service_role(
        "FlowLogRole",
        "vpc-flow-logs",
        "Writes VPC flow logs",
        [policy],
        source="ec2:${AWS::Region}:${AWS::AccountId}:vpc-flow-log/*",
    )
    flow_log = ec2.FlowLog(
        "FlowLog",
        ResourceType="VPC",
        ResourceId=Ref(vpc),
        TrafficType=config.traffic,
        LogDestinationType="cloud-watch-logs",
        LogGroupName=Ref(group),
        DeliverLogsPermissionArn=GetAtt(role, "Arn"),
        MaxAggregationInterval=600,
    )
    return [group, policy, role, flow_log]

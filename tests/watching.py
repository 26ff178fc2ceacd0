"""The monitoring stack of a shipped system, built alone with hand-made wires, and what it comes to."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from troposphere import Ref

from tasktracker_cfn.authoring.wires import Arn, EmailAddress, Name
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.budget import BudgetConfig
from tasktracker_cfn.config.monitoring import MonitoringConfig
from tasktracker_cfn.config.selecting import select
from tasktracker_cfn.config.trail import TrailConfig
from tasktracker_cfn.config.waf import LoadBalancerWafConfig, WafConfig
from templates import monitoring

CLUSTER = "community-tracker/production"
INSTANCE = "task-management-api/development"
# Every setting at once; the addresses are wires and so not among them.
ALL: dict[str, Any] = {
    "email": "all@example.com",
    "critical_email": "on-call@example.com",
    "dashboards": True,
    "database_cpu_percent": 80,
    "database_connections": 100,
    "database_connection_failures": 10,
    "database_acu_percent": 90,
    "database_free_storage_gib": 2,
    "database_replica_lag_seconds": 60,
    "database_cpu_credits": 50,
    "database_events": True,
    "running_tasks_below": 2,
    "tasks_below_desired": True,
    "no_healthy_targets": True,
    "latency_seconds": 2.0,
    "error_percent": 5.0,
    "server_errors": 10,
    "site_error_percent": 5.0,
    "waf_blocked_requests": 1000,
    "availability_percent": 99.9,
    "trail": TrailConfig(),
    "budget": BudgetConfig(monthly_usd=300),
}
Template = dict[str, Any]


@cache
def system_of(folder: str) -> SystemConfig:
    """Give the configuration of a shipped environment, with a firewall before all that it serves."""
    (environment,) = select([folder]).environments
    site = environment.edge.site.model_copy(update={"waf": WafConfig()}) if environment.edge.site else None
    edge = environment.edge.model_copy(update={"waf": LoadBalancerWafConfig(), "site": site})
    return environment.model_copy(update={"edge": edge})


def inputs(
    config: MonitoringConfig, *, targets: tuple[str, ...] = ("api",), site: bool = True, replicas: int = 0
) -> monitoring.Inputs:
    """Give wires as the root would, with what is not asked for left out."""
    return monitoring.Inputs(
        alarm_email=EmailAddress(Ref("Mail")) if config.email else None,
        critical_alarm_email=EmailAddress(Ref("CriticalMail")) if config.critical_email else None,
        load_balancer_full_name=Name(Ref("Balancer")),
        target_group_full_names={name: Name(Ref("Group")) for name in targets},
        alternate_target_group_full_names={},
        cluster_name=Name(Ref("Cluster")),
        service_name=Name(Ref("Service")),
        database_identifier=Name(Ref("Identifier")),
        replica_identifiers={f"replica-{number}": Name(Ref("Replica")) for number in range(1, replicas + 1)},
        database_parameter_group_name=Name(Ref("Parameters")),
        database_log_group_name=Name(Ref("Logs")),
        distribution_id=Name(Ref("Distribution")) if site else None,
        topics_key_arn=None,
        logs_key_arn=None,
        metric_workspace_arn=Arn(Ref("Workspace")),
        data_key_arn=None,
        metric_alerts_arns={"warning": Arn(Ref("Alerts"))},
        task_log_group_name=Name(Ref("TaskLogs")),
    )


def watch(
    settings: Mapping[str, Any],
    system: SystemConfig | str = CLUSTER,
    *,
    targets: tuple[str, ...] = ("api",),
    site: bool = True,
    replicas: int = 0,
) -> Template:
    """Build the monitoring of a system with these settings and no others, in plain values."""
    system = system_of(system) if isinstance(system, str) else system
    config = MonitoringConfig(**settings)
    stack = monitoring.build(system, config, inputs(config, targets=targets, site=site, replicas=replicas))
    body = json.loads(json.dumps(stack.body))
    assert isinstance(body, dict)
    return body


def resources(template: Template, *types: str) -> dict[str, dict[str, Any]]:
    """Give the properties of the resources of some types, by their logical ids."""
    return {
        name: resource["Properties"] for name, resource in template["Resources"].items() if resource["Type"] in types
    }


def alarms(template: Template) -> dict[str, dict[str, Any]]:
    """Give the metric alarms."""
    return resources(template, "AWS::CloudWatch::Alarm")


def dashboards(template: Template) -> dict[str, str]:
    """Give the text of each dashboard's `!Sub`."""
    return {
        name: found["DashboardBody"]["Fn::Sub"]
        for name, found in resources(template, "AWS::CloudWatch::Dashboard").items()
    }

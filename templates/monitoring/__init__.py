"""Monitoring: what watches: topics and the alarms that publish into them, dashboards, rules, Grafana, trail, budget.

It needs the names by which the load balancer, the service, the database and the site appear in metrics.
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from troposphere import AWSObject, GetAtt, Template, cloudwatch

from tasktracker_cfn.authoring.resources import add_all
from tasktracker_cfn.authoring.wires import Address, Arn, EmailAddress, Name, Stack, finish, receive
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.monitoring import MonitoringConfig
from templates.monitoring import database_alarms, edge_alarms, firewalls, service_alarms, topics
from templates.monitoring.watched import WatchedDatabase


class Inputs(NamedTuple):
    """The names of what is watched, who is told, and with which keys topics and log groups are encrypted."""

    alarm_email: EmailAddress | None
    critical_alarm_email: EmailAddress | None
    load_balancer_full_name: Name
    target_group_full_names: Annotated[Mapping[str, Name], "{}TargetGroupFullName"]
    alternate_target_group_full_names: Annotated[Mapping[str, Name], "{}TargetGroupAlternateFullName"]
    cluster_name: Name
    service_name: Name
    database_identifier: Name | None
    replica_identifiers: Annotated[Mapping[str, Name], "Database{}Identifier"]
    database_parameter_group_name: Name | None
    database_log_group_name: Name | None
    distribution_id: Name | None
    topics_key_arn: Arn | None
    logs_key_arn: Arn | None
    metric_workspace_arn: Arn | None
    data_key_arn: Arn | None
    metric_alerts_arns: Annotated[Mapping[str, Arn], "{}MetricAlertsArn"]
    task_log_group_name: Name


class Outputs(NamedTuple):
    """Where people look."""

    grafana_host: Address | None


NONE = Outputs(None)


class Alarms(NamedTuple):
    """What watches each part."""

    api: list[AWSObject]
    database: list[AWSObject]
    site: list[AWSObject]


def build(system: SystemConfig, config: MonitoringConfig, inputs: Inputs) -> Stack[Outputs]:
    """Build the monitoring of a system."""
    template = Template(Description=f"{system.name} monitoring: alarms and who hears of them")
    here = receive(template, inputs)
    told = topics.build(system.name, config, here.alarm_email, here.critical_alarm_email, here.topics_key_arn)
    add_all(template, told.resources)
    watched_database = _database(here)
    of_database = database_alarms.build(system, config, watched_database, told)
    of_api = _of_api(system, config, here, told)
    of_site = _of_site(system, config, here, told)
    add_all(template, [*of_database, *of_api, *of_site])
    if config.database_events and system.data.database is not None and watched_database is not None:
        from templates.monitoring import database_events  # noqa: PLC0415 - who hears no events starts without it

        add_all(template, database_events.subscriptions(system.data.database, watched_database, told.warning))
    if config.dashboards:
        add_all(template, _dashboards(system, config, here, Alarms(of_api, of_database, of_site)))
    add_all(template, _of_account(system, config, here, told))
    outputs = _more(template, system, config, here) if _wants_more(config) else NONE
    return finish("Monitoring", template, inputs, outputs)


def _wants_more(config: MonitoringConfig) -> bool:
    return config.saved_queries or config.rules is not None or config.grafana is not None


def _more(template: Template, system: SystemConfig, config: MonitoringConfig, here: Inputs) -> Outputs:
    # What few systems want is imported where it is wanted.
    from templates.monitoring import more  # noqa: PLC0415 - see above

    seen = more.Seen(here.metric_workspace_arn, here.data_key_arn, here.metric_alerts_arns, here.task_log_group_name)
    heard = more.Heard(here.alarm_email, here.critical_alarm_email)
    made = more.build(system, config, seen, heard)
    add_all(template, made.resources)
    return Outputs(Address(GetAtt(made.grafana, "Endpoint")) if made.grafana else None)


def _database(here: Inputs) -> WatchedDatabase | None:
    if here.database_identifier is None:
        return None
    return WatchedDatabase(
        here.database_identifier,
        here.replica_identifiers,
        here.database_parameter_group_name,
        here.database_log_group_name,
    )


def _of_api(system: SystemConfig, config: MonitoringConfig, here: Inputs, told: topics.Topics) -> list[AWSObject]:
    made = service_alarms.build(config, system.service.fewest_tasks, here.cluster_name, here.service_name, told)
    balanced = edge_alarms.Balanced(
        here.load_balancer_full_name, here.target_group_full_names, here.alternate_target_group_full_names
    )
    made += edge_alarms.build(config, balanced, told)
    made += firewalls.blocks(system, system.edge.waf, "load-balancer", config.waf_blocked_requests, told)
    if config.availability_percent is not None:
        from templates.monitoring import burn_rate  # noqa: PLC0415 - as the dashboards below

        made += burn_rate.build(config.availability_percent, here.load_balancer_full_name, told)
    return made


def _of_site(system: SystemConfig, config: MonitoringConfig, here: Inputs, told: topics.Topics) -> list[AWSObject]:
    if system.edge.site is None or here.distribution_id is None:
        return []
    made: list[AWSObject] = []
    if config.site_error_percent is not None:
        made.append(edge_alarms.site(config.site_error_percent, here.distribution_id, told))
    made += firewalls.blocks(system, system.edge.site.waf, "site", config.waf_blocked_requests, told)
    return made


def _of_account(system: SystemConfig, config: MonitoringConfig, here: Inputs, told: topics.Topics) -> list[AWSObject]:
    made: list[AWSObject] = []
    if config.trail is not None:
        from templates.monitoring import trail  # noqa: PLC0415 - as the dashboards below

        made += trail.build(system, config.trail, here.topics_key_arn, here.logs_key_arn)
    if config.budget is not None:
        from templates.monitoring import budget  # noqa: PLC0415 - as the dashboards below

        made.append(budget.build(system, config.budget, told.warning, here.alarm_email))
    return made


def _dashboards(
    system: SystemConfig, config: MonitoringConfig, here: Inputs, alarms: Alarms
) -> list[cloudwatch.Dashboard]:
    # Half of this stack's code, for who wants dashboards; the others start without it.
    from templates.monitoring.dashboards import api, database, shown, site  # noqa: PLC0415 - see above

    service = {"ClusterName": here.cluster_name, "ServiceName": here.service_name}
    alternates = {f"{name} (alternate)": group for name, group in here.alternate_target_group_full_names.items()}
    seen = api.Seen(here.load_balancer_full_name, {**here.target_group_full_names, **alternates}, service)
    made = [api.build(system, config, seen, shown(alarms.api))]
    watched = _database(here)
    if system.data.database is not None and watched is not None:
        made.append(database.build(system, config, system.data.database, watched, shown(alarms.database)))
    if here.distribution_id is not None:
        made.append(site.build(system, config, here.distribution_id, shown(alarms.site)))
    return made

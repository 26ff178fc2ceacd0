"""Monitoring: what watches: topics, the alarms that publish into them, dashboards, Prometheus rules, Grafana.

It needs the names by which the load balancer, the service, the database and the site appear in metrics.
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from troposphere import AWSObject, GetAtt, Template, cloudwatch

from tasktracker_cfn.authoring.resources import add_all
from tasktracker_cfn.authoring.wires import Address, Arn, EmailAddress, Name, Stack, finish, receive
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.monitoring import MonitoringConfig
from templates.monitoring import database_alarms, edge_alarms, service_alarms, topics


class Inputs(NamedTuple):
    """The names of what is watched, who is told, and with which key the telling is encrypted."""

    alarm_email: EmailAddress | None
    critical_alarm_email: EmailAddress | None
    load_balancer_full_name: Name
    target_group_full_names: Annotated[Mapping[str, Name], "{}TargetGroupFullName"]
    cluster_name: Name
    service_name: Name
    database_identifier: Name | None
    database_log_group_name: Name | None
    distribution_id: Name | None
    topics_key_arn: Arn | None
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
    told = topics.build(system.name, here.alarm_email, here.critical_alarm_email, here.topics_key_arn)
    add_all(template, told.resources)
    of_database = database_alarms.build(system, config, here.database_identifier, here.database_log_group_name, told)
    of_api = _of_api(system, config, here, told)
    of_site = _of_site(config, here, told)
    add_all(template, [*of_database, *of_api, *of_site])
    if config.dashboards:
        add_all(template, _dashboards(system, config, here, Alarms(of_api, of_database, of_site)))
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


def _of_api(system: SystemConfig, config: MonitoringConfig, here: Inputs, told: topics.Topics) -> list[AWSObject]:
    made = service_alarms.build(config, system.service.fewest_tasks, here.cluster_name, here.service_name, told)
    made += edge_alarms.build(config, here.load_balancer_full_name, here.target_group_full_names, told)
    if config.availability_percent is not None:
        from templates.monitoring import burn_rate  # noqa: PLC0415 - as the dashboards below

        made += burn_rate.build(config.availability_percent, here.load_balancer_full_name, told)
    return made


def _of_site(config: MonitoringConfig, here: Inputs, told: topics.Topics) -> list[AWSObject]:
    if config.site_error_percent is None or here.distribution_id is None:
        return []
    return [edge_alarms.site(config.site_error_percent, here.distribution_id, told)]


def _dashboards(
    system: SystemConfig, config: MonitoringConfig, here: Inputs, alarms: Alarms
) -> list[cloudwatch.Dashboard]:
    # Half of this stack's code, for who wants dashboards; the others start without it.
    from templates.monitoring.dashboards import api, database, shown, site  # noqa: PLC0415 - see above

    service = {"ClusterName": here.cluster_name, "ServiceName": here.service_name}
    seen = api.Seen(here.load_balancer_full_name, here.target_group_full_names, service)
    made = [api.build(system, config, seen, shown(alarms.api))]
    if system.data.database is not None and here.database_identifier is not None:
        of_database = shown(alarms.database)
        made.append(database.build(system, config, system.data.database, here.database_identifier, of_database))
    if here.distribution_id is not None:
        made.append(site.build(system, config, here.distribution_id, shown(alarms.site)))
    return made

"""Monitoring: what watches, that is topics, the alarms that publish into them, dashboards, trail and budget.

It needs the names by which the load balancer, the service, the database and the site appear in metrics.
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from troposphere import AWSObject, Template, cloudwatch

from tasktracker_cfn.authoring.resources import add_all
from tasktracker_cfn.authoring.wires import Arn, EmailAddress, Name, Stack, finish, receive
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.monitoring import MonitoringConfig
from templates.monitoring import database_alarms, edge_alarms, service_alarms, topics


class Inputs(NamedTuple):
    """The names of what is watched, who is told, and with which keys topics and log groups are encrypted."""

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
    logs_key_arn: Arn | None


class Outputs(NamedTuple):
    """Nothing that another stack needs."""


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
    of_database = database_alarms.build(system, config, here.database_identifier, here.database_log_group_name, told)
    of_api = _of_api(system, config, here, told)
    of_site = _of_site(config, here, told)
    add_all(template, [*of_database, *of_api, *of_site])
    if config.dashboards:
        add_all(template, _dashboards(system, config, here, Alarms(of_api, of_database, of_site)))
    add_all(template, _of_account(system, config, here, told))
    return finish("Monitoring", template, inputs, Outputs())


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
    seen = api.Seen(here.load_balancer_full_name, here.target_group_full_names, service)
    made = [api.build(system, config, seen, shown(alarms.api))]
    if system.data.database is not None and here.database_identifier is not None:
        of_database = shown(alarms.database)
        made.append(database.build(system, config, system.data.database, here.database_identifier, of_database))
    if here.distribution_id is not None:
        made.append(site.build(system, config, here.distribution_id, shown(alarms.site)))
    return made

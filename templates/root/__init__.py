"""Root: nests the stacks and wires them; the only module here that imports its siblings.

Order: keys, if there are any, then network, then data and edge side by side, then service, then monitoring. A child
waits for those whose outputs it reads and for no others, so the load balancer is built while the database is built.
"""

from typing import NamedTuple

from troposphere import Template

from tasktracker_cfn.authoring.wires import EmailAddress, Nest, Stack, finish_root, nest
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.monitoring import MonitoringConfig
from templates import data, edge, keys, monitoring, network, service
from templates.root import parameters, sizes, task_parameters
from templates.root.outputs import Below, Sources, output


def build(system: SystemConfig) -> Nest:
    """Build all stacks of a system."""
    root = Template(Description=system.description or system.name)
    stacks: list[Stack[NamedTuple]] = []
    key = keys.NONE
    if system.encryption is not None:
        keys_stack = keys.build(system, system.encryption)
        key = nest(root, keys_stack)
        stacks.append(keys_stack)
    network_stack = network.build(system, network.Inputs(logs_key_arn=key.logs_key_arn))
    net = nest(root, network_stack)
    data_stack = data.build(system, _data_inputs(root, system, net, key))
    dat = nest(root, data_stack)
    edge_stack = edge.build(system, _edge_inputs(root, system, net, key))
    edg = nest(root, edge_stack)
    below = Below(key, net, dat, edg)
    service_inputs = _service_inputs(root, system, below)
    service_stack = service.build(system, service_inputs)
    srv = nest(root, service_stack)
    stacks += [network_stack, data_stack, edge_stack, service_stack]
    sources = Sources(*below, srv, monitoring.NONE)
    if system.monitoring is not None:
        inputs = _monitoring_inputs(root, system.monitoring, sources, service_inputs.alarm_email)
        monitoring_stack = monitoring.build(system, system.monitoring, inputs)
        sources = sources._replace(monitoring=nest(root, monitoring_stack))
        stacks.append(monitoring_stack)
    for name, source in system.outputs.items():
        root.add_output(output(name, source, system, sources))
    return finish_root(root, stacks)


def files_beside(system: SystemConfig, source: str) -> dict[str, str]:
    """Give the texts of the files that lie beside the templates, by their paths; most systems have none."""
    if system.data.metrics is None:
        return {}
    from templates.root import beside  # noqa: PLC0415 - for who has any

    return beside.files(system, source)


def _data_inputs(root: Template, system: SystemConfig, net: network.Outputs, key: keys.Outputs) -> data.Inputs:
    database, cache = system.data.database, system.data.cache
    return data.Inputs(
        database_subnet_ids=net.subnet_ids[database.subnets] if database else None,
        database_security_group_id=net.database_security_group_id,
        # The tasks' own group: it reaches the database and Secrets Manager, and the database admits no other.
        rotation_subnet_ids=net.subnet_ids.get("private"),
        rotation_security_group_id=net.task_security_group_id,
        cache_subnet_ids=net.subnet_ids[cache.subnets] if cache else None,
        cache_security_group_id=net.cache_security_group_id,
        database_instance_class=sizes.database_instance_class(root, system),
        database_storage_gib=sizes.database_storage_gib(root, system),
        backup_replication_key=sizes.backup_replication_key(root, system),
        data_key_arn=key.data_key_arn,
        logs_key_arn=key.logs_key_arn,
        topics_key_arn=key.topics_key_arn,
    )


def _edge_inputs(root: Template, system: SystemConfig, net: network.Outputs, key: keys.Outputs) -> edge.Inputs:
    return edge.Inputs(
        vpc_id=net.vpc_id,
        load_balancer_subnet_ids=net.subnet_ids["public"],
        load_balancer_security_group_id=net.load_balancer_security_group_id,
        certificate_arn=parameters.certificate_arn(root, system),
        site_certificate_arn=parameters.site_certificate_arn(root, system),
        hosted_zone_id=parameters.hosted_zone_id(root, system),
        logs_key_arn=key.logs_key_arn,
    )


def _alarm_email(root: Template, system: SystemConfig) -> EmailAddress | None:
    """Give the address that hears of alarms, of the monitoring and of deployments alike."""
    if system.monitoring is None:
        return None
    return parameters.email(root, "AlarmEmail", "alarms", system.monitoring.email)


def _service_inputs(root: Template, system: SystemConfig, below: Below) -> service.Inputs:
    key, net, dat, edg = below
    size = task_parameters.size(root, system)
    return service.Inputs(
        task_subnet_ids=net.subnet_ids[system.service.subnets],
        task_security_group_id=net.task_security_group_id,
        vpc_id=net.vpc_id,
        load_balancer_full_name=edg.load_balancer_full_name,
        target_group_arns=edg.target_group_arns,
        target_group_full_names=edg.target_group_full_names,
        alternate_target_group_arns=edg.alternate_target_group_arns,
        alternate_target_group_full_names=edg.alternate_target_group_full_names,
        rule_arns=edg.rule_arns,
        images=parameters.images(root, system),
        image_tags=task_parameters.image_tags(root, system),
        bootstrap=task_parameters.bootstrap(root, system),
        task_cpu=size.cpu,
        task_memory=size.memory,
        desired_task_count=parameters.desired_task_count(root, system),
        database_host=dat.database_host,
        database_replica_host=dat.database_replica_host,
        database_port=dat.database_port,
        database_secret_arn=dat.database_secret_arn,
        cache_host=dat.cache_host,
        cache_port=dat.cache_port,
        cache_secret_arn=dat.cache_secret_arn,
        bucket_names=dat.bucket_names,
        bucket_arns=dat.bucket_arns,
        secret_arns=dat.secret_arns,
        repository_arns=dat.repository_arns,
        repository_uris=dat.repository_uris,
        alarm_email=_alarm_email(root, system),
        metric_workspace_arn=dat.metric_workspace_arn,
        metric_endpoint=dat.metric_endpoint,
        data_key_arn=key.data_key_arn,
        logs_key_arn=key.logs_key_arn,
        topics_key_arn=key.topics_key_arn,
    )


def _monitoring_inputs(
    root: Template, watch: MonitoringConfig, sources: Sources, alarm_email: EmailAddress | None
) -> monitoring.Inputs:
    key, _, dat, edg, srv, _ = sources
    return monitoring.Inputs(
        alarm_email=alarm_email,
        critical_alarm_email=parameters.email(root, "CriticalAlarmEmail", "critical alarms", watch.critical_email),
        load_balancer_full_name=edg.load_balancer_full_name,
        target_group_full_names=edg.target_group_full_names,
        alternate_target_group_full_names=edg.alternate_target_group_full_names,
        cluster_name=srv.cluster_name,
        service_name=srv.service_name,
        database_identifier=dat.database_identifier,
        replica_identifiers=dat.replica_identifiers,
        database_parameter_group_name=dat.database_parameter_group_name,
        database_log_group_name=dat.database_log_group_name,
        distribution_id=edg.distribution_id,
        topics_key_arn=key.topics_key_arn,
        logs_key_arn=key.logs_key_arn,
        metric_workspace_arn=dat.metric_workspace_arn,
        data_key_arn=key.data_key_arn,
        metric_alerts_arns=dat.metric_alerts_arns,
        task_log_group_name=srv.log_group_name,
    )

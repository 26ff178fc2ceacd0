"""The task definition: containers, what they are told, what they may write."""

from collections.abc import Mapping
from typing import NamedTuple, Never

from troposphere import AWSHelperFn, GetAtt, Ref, Region, ecs, iam, logs

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.wires import Address, Arn, Name, Number
from tasktracker_cfn.config import SystemConfig, sidecars
from tasktracker_cfn.config.container import BUCKET_SOURCE, SECRET_SOURCE, ContainerConfig, volume_suffix
from templates.service import injection

# A port below this one is for root alone, unless the task says otherwise.
FIRST_FREE_PORT = 1024


class Size(NamedTuple):
    """CPU units and MiB of a task, where deployment may change them."""

    cpu: Number | None
    memory: Number | None


class Surroundings(NamedTuple):
    """What the containers refer to."""

    size: Size
    log_group: logs.LogGroup
    execution_role: iam.Role
    task_role: iam.Role
    images: Mapping[str, AWSHelperFn]
    database_host: Address | None
    database_replica_host: Address | None
    database_port: Number | None
    database_secret_arn: Arn | None
    cache_host: Address | None
    cache_port: Number | None
    cache_secret_arn: Arn | None
    bucket_names: Mapping[str, Name]
    secret_arns: Mapping[str, Arn]
    metric_endpoint: Name | None


def definition(system: SystemConfig, around: Surroundings) -> ecs.TaskDefinition:
    """Give the task definition."""
    config = system.service
    volumes = [
        ecs.Volume(Name=_volume_name(name, path))
        for name, container in config.containers.items()
        for path in container.writable_paths
    ]
    return ecs.TaskDefinition(
        "TaskDefinition",
        Family=system.name,
        **platform(system, around.size),
        ExecutionRoleArn=GetAtt(around.execution_role, "Arn"),
        TaskRoleArn=GetAtt(around.task_role, "Arn"),
        ContainerDefinitions=[
            *(_container(system, name, container, around) for name, container in config.containers.items()),
            *_beside(system, around),
        ],
        **given(Volumes=volumes or None),
    )


def platform(system: SystemConfig, size: Size) -> dict[str, Never]:
    """Give what a task definition says about where it runs."""
    config = system.service
    return given(
        Cpu=str(config.cpu) if size.cpu is None else size.cpu,
        Memory=str(config.memory) if size.memory is None else size.memory,
        NetworkMode="awsvpc",
        RequiresCompatibilities=["FARGATE"],
        # E23: explicit, so that an image for the other processor is seen as the mistake that it is.
        RuntimePlatform=ecs.RuntimePlatform(CpuArchitecture=config.architecture, OperatingSystemFamily="LINUX"),
    )


def _beside(system: SystemConfig, around: Surroundings) -> list[ecs.ContainerDefinition]:
    names = [one.name for one in sidecars.sidecars(system)]
    if not names:
        return []
    from templates.service import beside  # noqa: PLC0415 - most systems start without it

    found = beside.Surroundings(
        around.images,
        around.database_host,
        around.database_port,
        around.database_secret_arn,
        around.metric_endpoint,
        {name: logging(name, around.log_group) for name in names},
    )
    return beside.build(system, found)


def _container(
    system: SystemConfig, name: str, config: ContainerConfig, around: Surroundings
) -> ecs.ContainerDefinition:
    environment = {
        **_traced(system),
        **config.environment,
        **{variable: _value(system, source, around) for variable, source in config.environment_from.items()},
    }
    return ecs.ContainerDefinition(
        Name=name,
        Image=around.images[name],
        Essential=True,
        ReadonlyRootFilesystem=config.read_only_root,
        **given(
            Command=list(config.command) or None,
            User=config.user,
            SystemControls=low_ports() if _is_kept_from_its_port(config) else None,
            Memory=config.memory,
            PortMappings=[ecs.PortMapping(ContainerPort=config.port, Protocol="tcp")] if config.port else None,
            Environment=[ecs.Environment(Name=key, Value=environment[key]) for key in sorted(environment)] or None,
            Secrets=_secrets(config, around) or None,
            MountPoints=_mount_points(name, config) or None,
            HealthCheck=_health_check(config),
            StopTimeout=config.stop_seconds,
        ),
        LogConfiguration=logging(name, around.log_group),
    )


def low_ports() -> list[ecs.SystemControl]:
    """Let who is not root listen on the ports below 1024, which Fargate does not by itself.

    https://github.com/aws/containers-roadmap/issues/1721
    """
    return [ecs.SystemControl(Namespace="net.ipv4.ip_unprivileged_port_start", Value="0")]


def _is_kept_from_its_port(config: ContainerConfig) -> bool:
    is_root = config.user is None or config.user.split(":", maxsplit=1)[0].strip("0") == ""
    return config.port is not None and config.port < FIRST_FREE_PORT and not is_root


def _traced(system: SystemConfig) -> dict[str, str]:
    if system.service.tracing is None:
        return {}
    from templates.service import collector  # noqa: PLC0415 - most systems start without it

    return collector.traced(system)


def _value(system: SystemConfig, source: str, around: Surroundings) -> AWSHelperFn | str | None:
    bucket = BUCKET_SOURCE.fullmatch(source)
    if bucket:
        return around.bucket_names[bucket["bucket"]]
    secret = SECRET_SOURCE.fullmatch(source)
    if secret:
        return around.secret_arns[secret["secret"]]
    database = system.data.database
    return {
        "database.host": around.database_host,
        "database.replica-host": around.database_replica_host,
        "database.port": around.database_port,
        "database.name": database.name if database else None,
        "database.secret-arn": around.database_secret_arn,
        "cache.host": around.cache_host,
        "cache.port": around.cache_port,
    }[source]


def _secrets(config: ContainerConfig, around: Surroundings) -> list[ecs.Secret]:
    own = injection.Secrets(around.database_secret_arn, around.cache_secret_arn, around.secret_arns)
    return [
        ecs.Secret(Name=variable, ValueFrom=injection.value_from(source, own))
        for variable, source in sorted(config.secrets.items())
    ]


def _mount_points(name: str, config: ContainerConfig) -> list[ecs.MountPoint]:
    return [
        ecs.MountPoint(SourceVolume=_volume_name(name, path), ContainerPath=path, ReadOnly=False)
        for path in config.writable_paths
    ]


def _health_check(config: ContainerConfig) -> ecs.HealthCheck | None:
    check = config.health_check
    if check is None:
        return None
    return ecs.HealthCheck(
        Command=["CMD-SHELL", check.command],
        Interval=check.interval_seconds,
        Timeout=check.timeout_seconds,
        Retries=check.retries,
        StartPeriod=check.start_seconds,
    )


def logging(name: str, group: logs.LogGroup) -> ecs.LogConfiguration:
    """Give where a container's output goes."""
    # E31: non-blocking, so that a stuck log never stops the application, with room for bursts.
    return ecs.LogConfiguration(
        LogDriver="awslogs",
        Options={
            "awslogs-group": Ref(group),
            "awslogs-region": Region,
            "awslogs-stream-prefix": name,
            "mode": "non-blocking",
            "max-buffer-size": "25m",
        },
    )


def _volume_name(container: str, path: str) -> str:
    # A container's name has no underscore, and the configuration refuses folders that are too alike.
    return container + volume_suffix(path)

"""The containers beside the application: the collector of metrics and traces, and the exporter of the database.

They may stop without taking the application with them, and are started again by themselves (X12). They listen on the
loopback of the task only, which the application shares and nobody else reaches.
"""

from collections.abc import Mapping
from typing import NamedTuple

from troposphere import AWSHelperFn, Region, ecs

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import Address, Arn, Name, Number
from tasktracker_cfn.config import SystemConfig, sidecars
from tasktracker_cfn.config.database import DatabaseConfig
from tasktracker_cfn.config.sidecars import COLLECTOR, DATABASE_EXPORTER
from templates.service import collector

# The user that the collector's image makes for itself; the exporters' images run as nobody.
COLLECTOR_USER = "4317:4317"
NOBODY = "65534:65534"
SECONDS_BETWEEN_RESTARTS = 60


class Surroundings(NamedTuple):
    """What the sidecars refer to, and how every container of the task logs."""

    images: Mapping[str, AWSHelperFn]
    database_host: Address | None
    database_port: Number | None
    database_secret_arn: Arn | None
    metric_endpoint: Name | None
    logging: Mapping[str, ecs.LogConfiguration]


class _Particular(NamedTuple):
    """What is different between sidecars."""

    user: str
    check: list[str]
    environment: Mapping[str, AWSHelperFn | str]
    command: list[AWSHelperFn | str]
    secrets: Mapping[str, AWSHelperFn]


def build(system: SystemConfig, around: Surroundings) -> list[ecs.ContainerDefinition]:
    """Give the containers that run beside the application's own."""
    return [_container(system, one, around) for one in sidecars.sidecars(system)]


def _container(system: SystemConfig, one: sidecars.Sidecar, around: Surroundings) -> ecs.ContainerDefinition:
    its = _collector(system, one, around) if one.name == COLLECTOR else _exporter(system, around)
    return ecs.ContainerDefinition(
        Name=one.name,
        Image=around.images[one.name],
        Essential=False,
        RestartPolicy=ecs.RestartPolicy(Enabled=True, RestartAttemptPeriod=SECONDS_BETWEEN_RESTARTS),
        ReadonlyRootFilesystem=True,
        User=its.user,
        Memory=one.memory,
        **given(
            Command=its.command or None,
            Environment=[ecs.Environment(Name=key, Value=its.environment[key]) for key in sorted(its.environment)]
            or None,
            Secrets=[ecs.Secret(Name=key, ValueFrom=value) for key, value in its.secrets.items()] or None,
        ),
        HealthCheck=ecs.HealthCheck(Command=its.check, Interval=30, Timeout=5, Retries=3, StartPeriod=30),
        LogConfiguration=around.logging[one.name],
    )


def _collector(system: SystemConfig, one: sidecars.Sidecar, around: Surroundings) -> _Particular:
    environment: dict[str, AWSHelperFn | str] = {
        "AOT_CONFIG_CONTENT": collector.configuration(system),
        collector.REGION: Region,
        # Go collects its garbage earlier when it knows of the limit.
        "GOMEMLIMIT": f"{one.memory * 3 // 4}MiB",
    }
    if around.metric_endpoint is not None:
        # X09: the attribute ends in a slash.
        environment[collector.REMOTE_WRITE] = text("{endpoint}api/v1/remote_write", endpoint=around.metric_endpoint)
    # The image holds this program and no shell.
    return _Particular(COLLECTOR_USER, ["CMD", "/healthcheck"], environment, [], {})


def _exporter(system: SystemConfig, around: Surroundings) -> _Particular:
    database, exporter, secret = system.data.database, sidecars.exporter(system), around.database_secret_arn
    if database is None or exporter is None or secret is None:
        message = f"{system.name}: there is nothing for {DATABASE_EXPORTER} to read"
        raise ValueError(message)
    # E05
    password = text("{secret}:password::", secret=secret)
    listen = f"--web.listen-address=127.0.0.1:{exporter.port}"
    check = ["CMD-SHELL", f"wget -q -O /dev/null http://127.0.0.1:{exporter.port}/ || exit 1"]
    if exporter.family == "mysql":
        command = _mysql_command(database, around, listen)
        return _Particular(NOBODY, check, {}, command, {"MYSQLD_EXPORTER_PASSWORD": password})
    environment: dict[str, AWSHelperFn | str] = {
        # Encrypted, but not verified: the image does not know the certificate authority of RDS.
        "DATA_SOURCE_URI": _at(around, f"{{host}}:{{port}}/{database.name}?sslmode=require"),
        "DATA_SOURCE_USER": database.username,
    }
    return _Particular(NOBODY, check, environment, [listen], {"DATA_SOURCE_PASS": password})


def _mysql_command(database: DatabaseConfig, around: Surroundings, listen: str) -> list[AWSHelperFn | str]:
    return [
        _at(around, "--mysqld.address={host}:{port}"),
        f"--mysqld.username={database.username}",
        # It means: encrypt, and do not verify. The image does not know the certificate authority of RDS.
        "--tls.insecure-skip-verify",
        listen,
    ]


def _at(around: Surroundings, pattern: str) -> AWSHelperFn:
    if around.database_host is None or around.database_port is None:
        message = "a database has a host and a port"
        raise ValueError(message)
    return text(pattern, host=around.database_host, port=around.database_port)

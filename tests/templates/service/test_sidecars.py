"""The containers beside the application: what they may, what they take, and that there are none without a reason."""

from pathlib import Path
from typing import Any

import pytest

from tasktracker_cfn.config import load
from templates.service import beside
from tests.nests import Templates, nest_with, of_type, properties
from tests.prometheus.systems import METRICS, file_with, files_of, system_with, with_mysql
from tests.toml_files import Key

TRACING: dict[Key, object] = {"service.tracing": {}, "service.memory": 1024}
PRIVATE = "123456789012.dkr.ecr.us-east-1.amazonaws.com"


@pytest.fixture(name="nest", scope="module")
def _nest(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return nest_with(tmp_path_factory.mktemp("system"), METRICS)


def _containers(nest: Templates) -> dict[str, dict[str, Any]]:
    found = properties(nest["service"], "TaskDefinition")["ContainerDefinitions"]
    return {container["Name"]: container for container in found}


def _variables(container: dict[str, Any]) -> dict[str, Any]:
    return {entry["Name"]: entry["Value"] for entry in container.get("Environment", ())}


def _statements(nest: Templates, policy: str) -> dict[str, dict[str, Any]]:
    document = properties(nest["service"], policy)["PolicyDocument"]
    return {statement["Sid"]: statement for statement in document["Statement"]}


def test_none_without_a_reason(tmp_path: Path) -> None:
    """Without metrics and traces the application is alone."""
    nest = nest_with(tmp_path)
    assert set(_containers(nest)) == {"api"}
    assert "CollectorImage" not in nest["root"]["Parameters"]


def test_s2_85_collector(nest: Templates) -> None:
    """With metrics a collector and the database's exporter run in every task."""
    assert list(_containers(nest)) == ["api", "collector", "database-exporter"]


def test_sidecars_are_not_essential(nest: Templates) -> None:
    """A sidecar that stops takes nothing with it, and is started again."""
    found = _containers(nest)
    assert found["api"]["Essential"] is True
    for name in ("collector", "database-exporter"):
        assert found[name]["Essential"] is False
        assert found[name]["RestartPolicy"] == {"Enabled": True, "RestartAttemptPeriod": 60}


def test_sidecars_are_closed(nest: Templates) -> None:
    """Sidecars run as nobody in particular, cannot write, log, are looked after, and are reached from the task only."""
    for name in ("collector", "database-exporter"):
        sidecar = _containers(nest)[name]
        assert sidecar["User"].split(":")[0] not in {"0", ""}
        assert sidecar["ReadonlyRootFilesystem"] is True
        assert sidecar["LogConfiguration"]["Options"]["awslogs-stream-prefix"] == name
        assert sidecar["HealthCheck"]["Command"][0] in {"CMD", "CMD-SHELL"}
        assert "PortMappings" not in sidecar


def test_memory_of_sidecars(tmp_path: Path) -> None:
    """Each sidecar has a hard limit, which is what is said, and all limits together fit the task."""
    changes: dict[Key, object] = {
        **METRICS,
        "service.collector": {"memory": 300},
        "service.metrics": {"exporter_memory": 40},
        "service.containers.api.memory": 600,
    }
    nest = nest_with(tmp_path, changes)
    limits = {name: container["Memory"] for name, container in _containers(nest).items()}
    assert limits == {"api": 600, "collector": 300, "database-exporter": 40}
    assert _variables(_containers(nest)["collector"])["GOMEMLIMIT"] == "225MiB"


def test_collector_is_told_what_lies_beside_the_templates(nest: Templates, tmp_path: Path) -> None:
    """The configuration in the task definition is word for word the file that can be read."""
    told = _variables(_containers(nest)["collector"])["AOT_CONFIG_CONTENT"]
    assert told == files_of(system_with(tmp_path))["prometheus/collector.yaml"]


def test_metrics_go_to_the_workspace(nest: Templates) -> None:
    """The collector writes to the workspace of this system, and may write to no other."""
    told = _variables(_containers(nest)["collector"])
    assert told["PROMETHEUS_REMOTE_WRITE"] == {"Fn::Sub": "${MetricEndpoint}api/v1/remote_write"}
    assert told["AWS_REGION"] == {"Ref": "AWS::Region"}
    assert _statements(nest, "TaskPolicy")["WriteMetrics"] == {
        "Sid": "WriteMetrics",
        "Effect": "Allow",
        "Action": ["aps:RemoteWrite"],
        "Resource": [{"Ref": "MetricWorkspaceArn"}],
    }


def test_exporter_of_postgres(nest: Templates) -> None:
    """The exporter of PostgreSQL signs in over TLS, with the password that ECS injects."""
    exporter = _containers(nest)["database-exporter"]
    assert exporter["Command"] == ["--web.listen-address=127.0.0.1:9187"]
    assert _variables(exporter) == {
        "DATA_SOURCE_URI": {"Fn::Sub": "${DatabaseHost}:${DatabasePort}/taskdb?sslmode=require"},
        "DATA_SOURCE_USER": "taskapi",
    }
    assert exporter["Secrets"] == [
        {"Name": "DATA_SOURCE_PASS", "ValueFrom": {"Fn::Sub": "${DatabaseSecretArn}:password::"}}
    ]


def test_s2_89_exporter_of_mysql(tmp_path: Path) -> None:
    """The exporter of MySQL listens on 9104 within the task, signs in over TLS, with a password that ECS injects."""
    from troposphere import Ref, ecs

    from tasktracker_cfn.authoring.wires import Address, Arn, ImageUri, Name, Number

    around = beside.Surroundings(
        images={name: ImageUri(Ref(name.title().replace("-", ""))) for name in ("collector", "database-exporter")},
        database_host=Address(Ref("DatabaseHost")),
        database_port=Number(Ref("DatabasePort")),
        database_secret_arn=Arn(Ref("DatabaseSecretArn")),
        metric_endpoint=Name(Ref("MetricEndpoint")),
        logging=dict.fromkeys(("collector", "database-exporter"), ecs.LogConfiguration(LogDriver="awslogs")),
    )
    _, exporter = (one.to_dict() for one in beside.build(with_mysql(system_with(tmp_path)), around))
    assert exporter["Command"] == [
        {"Fn::Sub": "--mysqld.address=${DatabaseHost}:${DatabasePort}"},
        "--mysqld.username=taskapi",
        "--tls.insecure-skip-verify",
        "--web.listen-address=127.0.0.1:9104",
    ]
    assert [secret["Name"] for secret in exporter["Secrets"]] == ["MYSQLD_EXPORTER_PASSWORD"]


def test_exporter_may_be_handed_the_secret(nest: Templates, tmp_path: Path) -> None:
    """The execution role may read the database's secret for the exporter, also when the application needs it not."""
    assert _statements(nest, "ExecutionPolicy")["ReadDatabaseSecret"]["Resource"] == [{"Ref": "DatabaseSecretArn"}]
    without = nest_with(tmp_path, {**METRICS, "service.metrics": {"database_exporter": False}})
    assert "ReadDatabaseSecret" not in _statements(without, "ExecutionPolicy")
    assert set(_containers(without)) == {"api", "collector"}


def test_new_password_reaches_the_exporter(tmp_path: Path) -> None:
    """When the password is changed the tasks are replaced, because the exporter holds it."""
    rotated: dict[Key, object] = {**METRICS, "data.database.rotation": {"method": "managed"}}
    assert "RestartFunction" in nest_with(tmp_path, rotated)["service"]["Resources"]


def test_images_of_ones_own(tmp_path: Path) -> None:
    """Images are parameters; copies in ECR are the defaults where that is said, and the tasks may pull them."""
    changes: dict[Key, object] = {
        **METRICS,
        "service.collector": {"image": f"{PRIVATE}/tools/collector:1"},
        "service.metrics": {"exporter_image": f"{PRIVATE}/tools/exporter:1"},
    }
    nest = nest_with(tmp_path, changes)
    parameters = nest["root"]["Parameters"]
    assert parameters["CollectorImage"]["Default"] == f"{PRIVATE}/tools/collector:1"
    assert parameters["DatabaseExporterImage"]["Default"] == f"{PRIVATE}/tools/exporter:1"
    pulled = str(_statements(nest, "ExecutionPolicy")["PullImages"]["Resource"])
    assert "repository/tools/collector" in pulled
    assert "repository/tools/exporter" in pulled


def test_images_are_pinned(nest: Templates) -> None:
    """The usual images name a version."""
    parameters = nest["root"]["Parameters"]
    collector = "public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0"
    assert parameters["CollectorImage"]["Default"] == collector
    exporter = "quay.io/prometheuscommunity/postgres-exporter:v0.20.1"
    assert parameters["DatabaseExporterImage"]["Default"] == exporter


def test_s2_97_tracing(tmp_path: Path) -> None:
    """With tracing the application is told of the collector, which may send traces; there is a rule and a group."""
    nest = nest_with(tmp_path, TRACING)
    assert list(_containers(nest)) == ["api", "collector"]
    told = _variables(_containers(nest)["api"])
    assert told["OTEL_EXPORTER_OTLP_ENDPOINT"] == "http://127.0.0.1:4318"
    assert told["OTEL_SERVICE_NAME"] == "task-management-api-development"
    assert told["OTEL_TRACES_SAMPLER"] == "xray"
    allowed = _statements(nest, "TaskPolicy")["WriteTraces"]
    assert {"xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules"} <= set(allowed["Action"])
    (rule,) = of_type(nest["service"], "AWS::XRay::SamplingRule").values()
    sampling = rule["Properties"]["SamplingRule"]
    assert (sampling["FixedRate"], sampling["ReservoirSize"]) == (0.05, 1)
    assert sampling["ServiceName"] == told["OTEL_SERVICE_NAME"]
    assert len(of_type(nest["service"], "AWS::XRay::Group")) == 1
    assert "WriteMetrics" not in _statements(nest, "TaskPolicy")


def test_tracing_as_told(tmp_path: Path) -> None:
    """Share, first requests and slowness are those of the table; the application's own variables stay."""
    changes: dict[Key, object] = {
        **TRACING,
        "service.tracing": {"sample_percent": 12.5, "first_per_second": 3, "slow_seconds": 0.5},
        "service.containers.api.environment": {"OTEL_TRACES_SAMPLER": "always_on"},
    }
    nest = nest_with(tmp_path, changes)
    sampling = properties(nest["service"], "SamplingRule")["SamplingRule"]
    assert (sampling["FixedRate"], sampling["ReservoirSize"]) == (0.125, 3)
    assert "responsetime > 0.5" in properties(nest["service"], "TraceGroup")["FilterExpression"]
    assert _variables(_containers(nest)["api"])["OTEL_TRACES_SAMPLER"] == "always_on"


def test_names_that_x_ray_takes(tmp_path: Path) -> None:
    """X-Ray takes 32 characters: a longer name is cut, with a mark by which two long names differ."""
    names = []
    for name in ("development-of-one", "development-of-two"):
        changes: dict[Key, object] = {
            **TRACING,
            "environments": {name[:16]: {}},
            "system": f"a-long-name-of-a-{name[-3:]}system"[:28],
        }
        nest = nest_with(tmp_path, changes)
        names.append(properties(nest["service"], "TraceGroup")["GroupName"])
        assert properties(nest["service"], "SamplingRule")["SamplingRule"]["RuleName"] == names[-1]
    assert all(len(name) <= 32 for name in names)
    assert len(set(names)) == 2


def test_no_tracing(nest: Templates) -> None:
    """Without tracing there is nothing of X-Ray."""
    assert "xray" not in str(nest["service"]).lower()
    assert not [name for name in _variables(_containers(nest)["api"]) if name.startswith("OTEL_")]


def test_nothing_for_an_exporter_to_read(tmp_path: Path) -> None:
    """An engine without an exporter is told when the configuration is read, not when somebody looks for metrics."""
    (system,) = load(file_with(tmp_path))
    database = system.data.database
    assert database is not None
    other = system.model_copy(
        update={"data": system.data.model_copy(update={"database": database.model_copy(update={"engine": "db2"})})}
    )
    from tasktracker_cfn.config.consistency import telemetry

    (found,) = telemetry.telemetry(other)
    assert found.key == ("service", "metrics", "database_exporter")
    assert "there is no exporter for db2, only for mysql, postgres, aurora-postgresql" in found.message

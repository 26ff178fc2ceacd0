"""Prometheus rules, Grafana and saved queries in the monitoring: each where it is asked for."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tasktracker_cfn.gate.linting import lint
from tests.commands import build_here
from tests.nests import nest_with, of_type, properties
from tests.prometheus.systems import METRICS, file_with, files_of, system_with

if TYPE_CHECKING:
    from tests.toml_files import Key

SSO: dict[str, object] = {"authentication": "AWS_SSO"}
SAML: dict[str, object] = {
    "authentication": "SAML",
    "saml": {
        "metadata_url": "https://idp.example.com/metadata",
        "role_attribute": "groups",
        "admin_roles": ["operators"],
        "editor_roles": ["developers"],
    },
}
QUERY = "AWS::Logs::QueryDefinition"


def test_none_of_them(tmp_path: Path) -> None:
    """Without the settings there is none of them."""
    monitoring = nest_with(tmp_path)["monitoring"]
    for kind in ("AWS::APS::RuleGroupsNamespace", "AWS::Grafana::Workspace", QUERY):
        assert not of_type(monitoring, kind)


def test_s2_96_rules(tmp_path: Path) -> None:
    """The workspace has the rules that lie beside the templates, word for word."""
    rules = properties(nest_with(tmp_path, METRICS)["monitoring"], "MetricRules")
    assert rules["Workspace"] == {"Ref": "MetricWorkspaceArn"}
    assert rules["Data"] == files_of(system_with(tmp_path))["prometheus/rules.yaml"]


def test_s2_91_grafana(tmp_path: Path) -> None:
    """Grafana is given a role of its own, which reads this workspace of metrics and nothing else by name."""
    monitoring = nest_with(tmp_path, {**METRICS, "monitoring.grafana": SSO})["monitoring"]
    workspace = properties(monitoring, "GrafanaWorkspace")
    assert workspace["RoleArn"] == {"Fn::GetAtt": ["GrafanaRole", "Arn"]}
    assert (workspace["AccountAccessType"], workspace["PermissionType"]) == ("CURRENT_ACCOUNT", "CUSTOMER_MANAGED")
    assert workspace["AuthenticationProviders"] == ["AWS_SSO"]
    assert workspace["DataSources"] == ["PROMETHEUS", "CLOUDWATCH"]
    assert "SamlConfiguration" not in workspace
    statements = properties(monitoring, "GrafanaPolicy")["PolicyDocument"]["Statement"]
    query, *everywhere = statements
    assert query["Resource"] == [{"Ref": "MetricWorkspaceArn"}]
    assert "aps:QueryMetrics" in query["Action"]
    assert not [action for action in query["Action"] if re.match(r"aps:(Put|Create|Delete|Update|RemoteWrite)", action)]
    actions = {action for entry in everywhere for action in entry["Action"]}
    assert actions == {"aps:ListWorkspaces", "cloudwatch:GetMetricData", "cloudwatch:ListMetrics"}


def test_grafana_reads_what_is_encrypted(tmp_path: Path) -> None:
    """With a key of our own Grafana may have the workspace open what it reads, and nothing more with the key."""
    changes: dict[Key, object] = {**METRICS, "monitoring.grafana": SSO, "encryption": {"data": True}}
    monitoring = nest_with(tmp_path, changes)["monitoring"]
    use = properties(monitoring, "GrafanaPolicy")["PolicyDocument"]["Statement"][-1]
    assert (use["Action"], use["Resource"]) == (["kms:Decrypt"], [{"Ref": "DataKeyArn"}])


def test_who_signs_in_by_saml(tmp_path: Path) -> None:
    """With SAML Grafana knows the identity provider and whom it takes for what."""
    monitoring = nest_with(tmp_path, {**METRICS, "monitoring.grafana": SAML})["monitoring"]
    workspace = properties(monitoring, "GrafanaWorkspace")
    assert workspace["AuthenticationProviders"] == ["SAML"]
    assert workspace["SamlConfiguration"] == {
        "IdpMetadata": {"Url": "https://idp.example.com/metadata"},
        "AssertionAttributes": {"Role": "groups"},
        "RoleValues": {"Admin": ["operators"], "Editor": ["developers"]},
    }


def test_grafana_stays(tmp_path: Path) -> None:
    """Grafana is kept with what people made in it, except where the system is disposable."""
    changes: dict[Key, object] = {**METRICS, "monitoring.grafana": SSO}
    disposable = "environments.development.disposable"
    kept = nest_with(tmp_path, {**changes, disposable: False})["monitoring"]
    assert kept["Resources"]["GrafanaWorkspace"]["DeletionPolicy"] == "Retain"
    gone = nest_with(tmp_path, {**changes, disposable: True})["monitoring"]
    assert gone["Resources"]["GrafanaWorkspace"]["DeletionPolicy"] == "Delete"


def test_address_of_grafana(tmp_path: Path) -> None:
    """The root can say where Grafana is, and refuses to where there is none."""
    changes: dict[Key, object] = {**METRICS, "monitoring.grafana": SSO, "outputs.Grafana": "grafana.host"}
    nest = nest_with(tmp_path, changes)
    assert nest["root"]["Outputs"]["Grafana"]["Value"] == {"Fn::GetAtt": ["Monitoring", "Outputs.GrafanaHost"]}
    assert nest["monitoring"]["Outputs"]["GrafanaHost"]["Value"] == {"Fn::GetAtt": ["GrafanaWorkspace", "Endpoint"]}


def test_s2_119_saved_queries(tmp_path: Path) -> None:
    """Queries for errors, slow requests and slow SQL are ready, each on the log that holds them."""
    found = of_type(nest_with(tmp_path, {"monitoring.saved_queries": True})["monitoring"], QUERY)
    queries = {item["Properties"]["Name"]: item["Properties"] for item in found.values()}
    folder = "task-management-api-development"
    assert set(queries) == {f"{folder}/errors", f"{folder}/slow-requests", f"{folder}/slow-sql"}
    assert queries[f"{folder}/errors"]["LogGroupNames"] == [{"Ref": "TaskLogGroupName"}]
    assert queries[f"{folder}/slow-sql"]["LogGroupNames"] == [f"/aws/rds/instance/{folder}/postgresql"]


def test_slow_sql_is_found_in_what_engines_log() -> None:
    """The patterns of slow SQL match what MySQL and PostgreSQL write."""
    from templates.monitoring.saved_queries import SLOW_SQL

    written = {
        "mysql": "# Query_time: 2.000212  Lock_time: 0.000004 Rows_sent: 1  Rows_examined: 0\nSELECT SLEEP(2);",
        "postgres": "2026-01-01 UTC:10.0.0.1(5):me@db:[1]:LOG:  duration: 2003.511 ms  statement: SELECT pg_sleep(2)",
    }
    for engine, line in written.items():
        found = re.search(r"parse @message /(.*)/$", SLOW_SQL[engine][1], re.MULTILINE)
        assert found is not None
        pattern = re.sub(r"\(\?<(\w+)>", r"(?P<\1>", found[1])
        match = re.search(pattern, line)
        assert match is not None, engine
        assert float(match.groupdict().get("seconds") or match.groupdict()["milliseconds"]) > 1


def test_no_slow_sql_without_database(tmp_path: Path) -> None:
    """Where there is no database there is no query of its log."""
    from tests.toml_files import DATABASE_KEYS

    nest = nest_with(tmp_path, {"monitoring.saved_queries": True}, DATABASE_KEYS)
    assert len(of_type(nest["monitoring"], QUERY)) == 2


@pytest.mark.parametrize("login", [SSO, SAML], ids=["sso", "saml"])
def test_lints_clean(login: dict[str, object], tmp_path: Path) -> None:
    """Everything at once makes templates in which cfn-lint finds nothing, with files beside them."""
    changes: dict[Key, object] = {
        "data.metrics": {"log_retention_days": 30},
        "service.tracing": {},
        "monitoring.grafana": login,
        "monitoring.saved_queries": True,
        "monitoring.critical_email": "on-call@example.com",
        "encryption": {"data": True, "logs": True, "topics": True},
        "outputs.Metrics": "metrics.endpoint",
    }
    file = file_with(tmp_path, changes)
    assert build_here(file, "--no-gate", "--quiet", "--out", tmp_path / "out").code == 0
    written = sorted((tmp_path / "out").glob("*/*/*.yaml"))
    assert len(written) == 7
    assert [finding for findings in lint(written, "us-east-1", 1) for finding in findings] == []

"""Document 002's Prometheus and Grafana: what is scraped, how long it is kept, what is shown and what rings."""

import json
from typing import Any, cast

import yaml

from tests.systems import task_tracker_mysql, tasks
from tests.systems.built import System, number, text

FOLDER = task_tracker_mysql.FOLDER
COLLECTOR, EXPORTER = "collector", "database-exporter"


def workspace_retention(system: System) -> float:
    """Give the days for which the one metric workspace keeps metrics."""
    return number(system.one("AWS::APS::Workspace").get("WorkspaceConfiguration", "RetentionPeriodInDays"))


def collector(system: System) -> dict[str, Any]:
    """Give the collector's configuration: what is in the task definition, which the file beside it repeats."""
    handed = text(tasks.environment(system, COLLECTOR)["AOT_CONFIG_CONTENT"])
    found = cast("dict[str, Any]", yaml.safe_load(handed))
    assert yaml.safe_load((system.folder / "prometheus/collector.yaml").read_text()) == found
    return found


def scrapes(system: System) -> dict[str, list[str]]:
    """Give what is scraped: the addresses of each job."""
    jobs = collector(system)["receivers"]["prometheus"]["config"]["scrape_configs"]
    return {job["job_name"]: [at for one in job["static_configs"] for at in one["targets"]] for job in jobs}


def sources(system: System) -> set[str]:
    """Give what the pipelines of metrics read."""
    pipelines = collector(system)["service"]["pipelines"]
    return {name for key, one in pipelines.items() if key.startswith("metrics") for name in one["receivers"]}


def board(system: System, name: str) -> dict[str, Any]:
    """Give a dashboard of Grafana's, with its panels' queries."""
    found = cast("dict[str, Any]", json.loads((system.folder / f"grafana/{name}.json").read_text()))
    found["queries"] = [target["expr"] for panel in found.get("panels", []) for target in panel.get("targets", [])]
    return found


def test_s2_85_metrics_go_to_a_workspace_of_prometheus(system: System) -> None:
    """The collector in the task writes what it collects into the workspace of this system."""
    workspace = system.one("AWS::APS::Workspace")
    target = tasks.environment(system, COLLECTOR)["PROMETHEUS_REMOTE_WRITE"]
    (endpoint,) = [part for part in getattr(target, "parts", ()) if not isinstance(part, str)]
    assert (system.at(endpoint), endpoint.attribute) == (workspace, "PrometheusEndpoint")
    exporters = collector(system)["exporters"]
    assert {one["endpoint"] for one in exporters.values()} == {"${env:PROMETHEUS_REMOTE_WRITE}"}


def test_s2_86_everything_is_scraped_every_15_seconds(system: System) -> None:
    """The scrape interval is 15 seconds, and that of the containers' metrics, too."""
    receivers = collector(system)["receivers"]
    assert receivers["prometheus"]["config"]["global"]["scrape_interval"] == "15s"
    assert receivers["awsecscontainermetrics"]["collection_interval"] == "15s"
    assert all("scrape_interval" not in job for job in receivers["prometheus"]["config"]["scrape_configs"])


def test_s2_87_metrics_are_kept_for_15_days(system: System) -> None:
    """The workspace keeps metrics for 15 days."""
    assert workspace_retention(system) == 15


def test_s2_88_the_application_is_scraped(system: System) -> None:
    """A job scrapes the application's port 3000, and its metrics are collected."""
    assert scrapes(system)["application"] == ["127.0.0.1:3000"]
    assert "prometheus" in sources(system)


def test_s2_89_mysql_is_scraped(system: System) -> None:
    """A job scrapes port 9104, on which an exporter runs that has the database's address and credentials."""
    assert scrapes(system)["database"] == ["127.0.0.1:9104"]
    assert "mysqld-exporter" in text(tasks.container(system, EXPORTER).get("Image"))
    assert "password" in {key for _, key in tasks.secrets(system, EXPORTER).values()}


def test_s2_90_containers_are_measured(system: System) -> None:
    """The metrics of the task's containers are collected, which Fargate gives in place of a Docker daemon's."""
    assert "awsecscontainermetrics" in sources(system)


def test_s2_91_grafana_is_provisioned(system: System) -> None:
    """Dashboards with something to ask and a datasource for Grafana lie beside the templates."""
    found = {path.stem for path in (system.folder / "grafana").iterdir()}
    assert found == {"datasource", "application", "database", "infrastructure"}
    assert all(board(system, name)["queries"] for name in found - {"datasource"})


def test_s2_92_the_datasource_is_prometheus(system: System) -> None:
    """Grafana's datasource is of the type prometheus, and every dashboard asks it."""
    (source,) = yaml.safe_load((system.folder / "grafana/datasource.yaml").read_text())["datasources"]
    assert source["type"] == "prometheus"
    for name in ("application", "database", "infrastructure"):
        asked = [panel["datasource"] for panel in board(system, name)["panels"] if panel.get("targets")]
        assert {one["type"] for one in asked} == {"prometheus"}


def test_s2_93_a_dashboard_shows_the_application(system: System) -> None:
    """A dashboard shows requests, failures and durations of the application."""
    asked = " ".join(board(system, "application")["queries"])
    assert "http_request" in asked
    assert "5.." in asked
    assert "duration" in asked


def test_s2_94_a_dashboard_shows_the_database(system: System) -> None:
    """A dashboard shows metrics of MySQL."""
    asked = board(system, "database")["queries"]
    assert sum("mysql_" in query for query in asked) >= 5


def test_s2_95_a_dashboard_shows_the_infrastructure(system: System) -> None:
    """A dashboard shows the CPU, memory and network of the containers."""
    asked = " ".join(board(system, "infrastructure")["queries"])
    for word in ("cpu", "memory", "network"):
        assert word in asked


def test_s2_96_alerts_are_judged_by_prometheus(system: System) -> None:
    """The workspace judges alert rules, and its alerts go to topics that somebody has subscribed to."""
    rules = system.one("AWS::APS::RuleGroupsNamespace")
    workspace = system.one("AWS::APS::Workspace")
    assert system.at(rules.get("Workspace")) == workspace
    groups = yaml.safe_load(text(rules.get("Data")))["groups"]
    assert {rule["alert"] for group in groups for rule in group["rules"] if "alert" in rule} >= {"ApplicationDown"}
    told = [part for part in getattr(workspace.get("AlertManagerDefinition"), "parts", ()) if not isinstance(part, str)]
    topics = {item for item in map(system.at, told) if item is not None and item.type == "AWS::SNS::Topic"}
    assert topics
    heard = {system.at(item.get("TopicArn")) for item in system.of("AWS::SNS::Subscription")}
    assert topics <= heard

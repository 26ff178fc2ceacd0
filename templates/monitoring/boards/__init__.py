"""Grafana dashboards on the metrics of the workspace, and the data source that they ask.

CloudFormation cannot put them into Grafana, so they are files beside the templates, to be imported.
"""

from tasktracker_cfn.authoring.plain_yaml import plain_yaml
from tasktracker_cfn.config import SystemConfig, sidecars
from tasktracker_cfn.config.alerting import RulesConfig
from templates.monitoring.boards import application, infrastructure, mysql, postgres
from templates.monitoring.boards.panels import text_of, uid


def files(system: SystemConfig, source: str) -> dict[str, str]:
    """Give the dashboards by the names of their files: those of the application, the containers and the database."""
    watch = system.monitoring
    # The thresholds that a rule has are those that a panel shows; without rules, what they would be.
    config = watch.rules if watch is not None and watch.rules is not None else RulesConfig()
    boards = [application.board(system, config), infrastructure.board(config)]
    exporter = sidecars.exporter(system)
    if exporter is not None:
        boards.append(mysql.board(config) if exporter.family == "mysql" else postgres.board(config))
    return {board.kind: text_of(board, system, source) for board in boards}


def datasource(system: SystemConfig) -> str:
    """Give the data source in the form that Grafana provisions; the endpoint is known after the deployment."""
    metrics = system.service.metrics
    source = {
        "name": f"{system.name} metrics",
        "uid": uid(system, "metrics"),
        "type": "prometheus",
        "access": "proxy",
        "url": "${METRICS_ENDPOINT}",
        "isDefault": True,
        "editable": False,
        "jsonData": {
            "httpMethod": "POST",
            "prometheusType": "Prometheus",
            "timeInterval": f"{metrics.scrape_seconds if metrics else 15}s",
            "sigV4Auth": True,
            "sigV4AuthType": "default",
            "sigV4Region": system.region,
        },
    }
    return plain_yaml({"apiVersion": 1, "datasources": [source]})

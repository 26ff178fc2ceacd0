"""The Grafana dashboards show what there is, in a form that Grafana takes."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tasktracker_cfn.config import SystemConfig
from tests.prometheus import produced
from tests.prometheus.queries import boards_of, expressions, filled, metrics, rules_of
from tests.prometheus.systems import files_of, system_with, with_mysql
from tests.prometheus.tool import promtool

if TYPE_CHECKING:
    from tests.toml_files import Key

# https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/#unit
UNITS = frozenset({"none", "percent", "s", "bytes", "Bps", "reqps", "ops", "opm", "iops", "bool_yes_no"})
PANELS = frozenset({"row", "timeseries", "stat", "heatmap"})
Boards = dict[str, dict[str, Any]]


@pytest.fixture(name="postgres", scope="module")
def _postgres(tmp_path_factory: pytest.TempPathFactory) -> SystemConfig:
    return system_with(tmp_path_factory.mktemp("system"))


@pytest.fixture(name="files", scope="module", params=["postgres", "mysql"])
def _files(request: pytest.FixtureRequest, postgres: SystemConfig) -> dict[str, str]:
    return files_of(with_mysql(postgres) if request.param == "mysql" else postgres)


@pytest.fixture(name="boards", scope="module")
def _boards(files: dict[str, str]) -> Boards:
    return boards_of(files)


def _panels(boards: Boards) -> list[dict[str, Any]]:
    return [panel for board in boards.values() for panel in board["panels"]]


def _produced(files: dict[str, str]) -> frozenset[str]:
    """Give what this system's collector, exporter and rules produce."""
    rules = rules_of(files["prometheus/rules.yaml"])
    recorded = {rule["record"] for rule in rules if "record" in rule}
    is_mysql = "mysql_up" in files["prometheus/rules.yaml"]
    of_database = produced.MYSQL if is_mysql else produced.POSTGRES
    return produced.EVERYWHERE | of_database | produced.OF_RULES | recorded


def _asked(files: dict[str, str]) -> list[str]:
    asked = [filled(text) for board in boards_of(files).values() for text in expressions(board)]
    return asked + [rule["expr"] for rule in rules_of(files["prometheus/rules.yaml"])]


def test_names_of_metrics_are_found() -> None:
    """Of an expression the names of metrics are found, and no function, label, text or word among them."""
    tried = {
        'sum by (job, le) (rate(a_b{x="c",y=~"d|e"}[5m]))': {"a_b"},
        "histogram_quantile(0.95, sum by (le) (job:a:rate5m)) or vector(0)": {"job:a:rate5m"},
        "count by (r) (m) unless count by (r) (m offset 5m)": {"m"},
        "100 * (1 - a / (b > 0)) and on (job) c >= 1e3": {"a", "b", "c"},
        "up": {"up"},
        "max(a) by (job) - min without (x) (b)": {"a", "b"},
    }
    assert {text: metrics(text) for text in tried} == tried


def test_s2_93_94_95_boards(boards: Boards) -> None:
    """There is a dashboard of the application, of the database, and of the infrastructure."""
    assert set(boards) == {"application", "database", "infrastructure"}
    assert all(len([panel for panel in board["panels"] if panel["type"] != "row"]) >= 9 for board in boards.values())


def test_queries_ask_for_what_is_produced(files: dict[str, str]) -> None:
    """Every metric that a rule or a dashboard asks for is given by what is configured, or recorded by a rule."""
    asked = {text: metrics(text) for text in _asked(files)}
    assert all(asked.values()), "an expression without a metric"
    unknown = {text: names - _produced(files) for text, names in asked.items() if names - _produced(files)}
    assert unknown == {}


def test_every_metric_of_the_contract_is_used(files: dict[str, str]) -> None:
    """What the application is asked to give is looked at."""
    used = {name for text in _asked(files) for name in metrics(text)}
    assert {"http_requests_total", "http_request_duration_seconds_bucket"} <= used


def test_queries_are_promql(files: dict[str, str], tmp_path: Path) -> None:
    """Promtool takes every expression, as Grafana sends it."""
    asked = [text for board in boards_of(files).values() for text in expressions(board)]
    rules = [{"record": f"panel:{place}", "expr": filled(text)} for place, text in enumerate(asked)]
    (tmp_path / "panels.yaml").write_text(
        yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}), encoding="utf-8"
    )
    ended = promtool("check", "rules", "panels.yaml", cwd=tmp_path)
    assert ended.code == 0, ended
    assert f"{len(asked)} rules found" in ended.out


def test_labels_of_containers(files: dict[str, str]) -> None:
    """Dashboards group and name containers by labels that the collector keeps."""
    import re

    infrastructure = boards_of(files)["infrastructure"]
    grouped = {
        label.strip()
        for text in expressions(infrastructure)
        for labels in re.findall(r"by \(([^)]*)\)", text)
        for label in labels.split(",")
    }
    assert grouped <= produced.CONTAINER_LABELS
    legends = re.findall(r"\{\{(\w+)\}\}", files["grafana/infrastructure.json"])
    assert set(legends) <= produced.CONTAINER_LABELS | {"alertname"}


def test_model_of_a_board(boards: Boards) -> None:
    """A dashboard has a lasting id of its own, a schema of today, and asks a data source that can be chosen."""
    assert len({board["uid"] for board in boards.values()}) == len(boards)
    for board in boards.values():
        assert len(board["uid"]) <= 40
        assert board["schemaVersion"] >= 40
        assert board["templating"]["list"][0] | {"current": {}} == board["templating"]["list"][0]
        assert board["templating"]["list"][0]["type"] == "datasource"
        assert {mark["name"] for mark in board["annotations"]["list"]} == {"Deployments", "Alerts"}
        assert {link["title"] for link in board["links"]} == {"Dashboards", "Logs Insights"}
        assert board["description"].startswith("Generated from ")


def test_places_of_panels(boards: Boards) -> None:
    """Panels lie beside and below each other, within the width of the screen, and have ids of their own."""
    for board in boards.values():
        panels = board["panels"]
        assert [panel["id"] for panel in panels] == list(range(1, len(panels) + 1))
        taken: set[tuple[int, int]] = set()
        for panel in panels:
            at = panel["gridPos"]
            assert at["x"] + at["w"] <= 24
            spots = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
            assert not spots & taken, panel["title"]
            taken |= spots


def test_every_panel_explains_itself(boards: Boards) -> None:
    """Every panel has a title, says what it shows, and has a unit that Grafana knows and as many letters as queries."""
    for panel in _panels(boards):
        assert panel["type"] in PANELS
        assert panel["title"]
        if panel["type"] == "row":
            continue
        assert panel["description"].endswith(".")
        assert all(target["legendFormat"] for target in panel["targets"])
        assert [target["refId"] for target in panel["targets"]] == list("ABCDEF"[: len(panel["targets"])])
        assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
        unit = panel["fieldConfig"]["defaults"].get("unit", panel["options"].get("yAxis", {}).get("unit"))
        assert unit in UNITS, panel["title"]


def test_steps_of_thresholds(boards: Boards) -> None:
    """Thresholds rise, and only the first has no value, which is all that Grafana takes."""
    for panel in _panels(boards):
        steps = panel.get("fieldConfig", {}).get("defaults", {}).get("thresholds", {}).get("steps")
        if steps is None:
            continue
        assert steps[0]["value"] is None
        values = [step["value"] for step in steps[1:]]
        assert values == sorted(values), panel["title"]


def test_lines_are_where_alerts_are(tmp_path: Path) -> None:
    """A panel's line is at the threshold of the rule; without rules at what it would be."""

    def red(boards: Boards, kind: str, title: str) -> float:
        panels = [panel for panel in boards[kind]["panels"] if panel["title"] == title]
        steps = panels[0]["fieldConfig"]["defaults"]["thresholds"]["steps"]
        return float(next(step["value"] for step in steps if step["color"] == "red"))

    told = boards_of(files_of(system_with(tmp_path, {"monitoring.rules": {"latency_seconds": 0.5}})))
    assert red(told, "application", "Duration of requests") == 0.5
    untold = boards_of(files_of(system_with(tmp_path, {"monitoring.server_errors": 1}, ["monitoring.rules"])))
    assert red(untold, "application", "Duration of requests") == 1
    assert [mark["name"] for mark in untold["application"]["annotations"]["list"]] == ["Deployments"]


def test_objective(tmp_path: Path) -> None:
    """The objective is the one that the burn-rate alarms watch, or 99.9 percent."""
    usual = files_of(system_with(tmp_path))["grafana/application.json"]
    assert "Objective: 99.9 % of the requests succeed" in usual
    watched = files_of(system_with(tmp_path, {"monitoring.availability_percent": 99.5}))["grafana/application.json"]
    assert "Objective: 99.5 % of the requests succeed" in watched
    assert "/ 0.005)" in watched


def test_budget_is_empty_when_the_objective_is_just_met(tmp_path: Path) -> None:
    """With one failure in a thousand, an objective of 99.9 percent has no budget left, and availability is 99.9."""
    board = boards_of(files_of(system_with(tmp_path)))["application"]
    panels = {panel["title"]: panel for panel in board["panels"] if panel["type"] == "stat"}
    expected = {"Availability": 99.9, "Error budget left": 0}
    label = 'job="application",instance="t1",route="/a"'
    series = [
        {"series": f'http_requests_total{{{label},status="200"}}', "values": "0+999x400"},
        {"series": f'http_requests_total{{{label},status="500"}}', "values": "0+1x400"},
    ]
    # Of numbers that are not exact: how far they are off, to the ninth digit.
    tried = [
        {
            "expr": f"round({filled(panels[title]['targets'][0]['expr'])}, 0.000001)",
            "eval_time": "400m",
            "exp_samples": [{"labels": "{}", "value": value}],
        }
        for title, value in expected.items()
    ]
    trial = {"rule_files": [], "tests": [{"interval": "1m", "input_series": series, "promql_expr_test": tried}]}
    (tmp_path / "trial.yaml").write_text(yaml.safe_dump(trial), encoding="utf-8")
    ended = promtool("test", "rules", "trial.yaml", cwd=tmp_path)
    assert ended.code == 0, ended


def test_s2_92_datasource(files: dict[str, str]) -> None:
    """The data source is a Prometheus that is asked with signed requests, as often as it is written to."""
    (source,) = yaml.safe_load(files["grafana/datasource.yaml"])["datasources"]
    assert source["type"] == "prometheus"
    assert source["url"] == "${METRICS_ENDPOINT}"
    assert source["jsonData"]["sigV4Auth"] is True
    assert source["jsonData"]["sigV4Region"] == "us-east-1"
    assert source["jsonData"]["timeInterval"] == "15s"


def test_same_every_time(postgres: SystemConfig) -> None:
    """The same configuration gives the same text, as JSON that reads back as what it is."""
    assert files_of(postgres) == files_of(postgres)
    for name, text in files_of(postgres).items():
        if name.endswith(".json"):
            assert json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n" == text


def test_no_console_elsewhere(tmp_path: Path) -> None:
    """Where AWS's console has another address there is no link to it."""
    drop = ("edge.https", "edge.domain")
    changes: dict[Key, object] = {"region": "us-gov-west-1", "service.containers.api.environment": {}}
    text = files_of(system_with(tmp_path, changes, drop))["grafana/application.json"]
    assert "console" not in text

"""The rules are such as Prometheus takes, and alert when they should and at no other time, by promtool."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tasktracker_cfn.config import SystemConfig
from tests.prometheus.cases import ON_ANY, ON_MYSQL, ON_POSTGRES, Case, requests
from tests.prometheus.queries import rules_of
from tests.prometheus.systems import files_of, system_with, with_mysql
from tests.prometheus.tool import promtool


@pytest.fixture(name="postgres", scope="module")
def _postgres(tmp_path_factory: pytest.TempPathFactory) -> SystemConfig:
    return system_with(tmp_path_factory.mktemp("system"))


@pytest.fixture(name="mysql", scope="module")
def _mysql(postgres: SystemConfig) -> SystemConfig:
    return with_mysql(postgres)


def _written(folder: Path, system: SystemConfig) -> Path:
    file = folder / "rules.yaml"
    file.write_text(files_of(system)["prometheus/rules.yaml"], encoding="utf-8")
    return file


def _trial(case: Case) -> dict[str, Any]:
    counts = [
        {
            "expr": f'count(ALERTS{{alertname="{case.alert}",alertstate="firing"}})',
            "eval_time": f"{minute}m",
            "exp_samples": [{"labels": "{}", "value": count}] if count else [],
        }
        for minute, count in case.firing.items()
    ]
    series = [{"series": name, "values": values} for name, values in case.series.items()]
    return {"interval": "1m", "input_series": series, "promql_expr_test": counts}


def _tried(folder: Path, system: SystemConfig, case: Case) -> str:
    """Try the rules on series, and give what promtool says against it."""
    _written(folder, system)
    trial = {"rule_files": ["rules.yaml"], "evaluation_interval": "1m", "tests": [_trial(case)]}
    (folder / "trial.yaml").write_text(yaml.safe_dump(trial), encoding="utf-8")
    ended = promtool("test", "rules", "trial.yaml", cwd=folder)
    return "" if ended.code == 0 else ended.out + ended.err


@pytest.mark.parametrize("engine", ["postgres", "mysql"])
def test_s2_96_rules_are_valid(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Promtool finds nothing against the rules of either engine, and as many as are in the file."""
    system: SystemConfig = request.getfixturevalue(engine)
    file = _written(tmp_path, system)
    ended = promtool("check", "rules", "--lint-fatal", file, cwd=tmp_path)
    assert ended.code == 0, ended
    assert f"SUCCESS: {len(rules_of(file.read_text(encoding='utf-8')))} rules found" in ended.out


@pytest.mark.parametrize("name", ON_ANY)
def test_alerts_of_any_system(name: str, postgres: SystemConfig, tmp_path: Path) -> None:
    """Alerts on requests, containers and exporters fire when something lasts, and not for a moment or of too little."""
    assert _tried(tmp_path, postgres, ON_ANY[name]) == ""


@pytest.mark.parametrize("name", ON_MYSQL)
def test_alerts_of_mysql(name: str, mysql: SystemConfig, tmp_path: Path) -> None:
    """Alerts on a MySQL database fire when all exporters say so, and count once what several see."""
    assert _tried(tmp_path, mysql, ON_MYSQL[name]) == ""


@pytest.mark.parametrize("name", ON_POSTGRES)
def test_alerts_of_postgres(name: str, postgres: SystemConfig, tmp_path: Path) -> None:
    """Alerts on a PostgreSQL database fire when all exporters say so, and count once what several see."""
    assert _tried(tmp_path, postgres, ON_POSTGRES[name]) == ""


def test_every_alert_is_tried_both_ways(postgres: SystemConfig, mysql: SystemConfig) -> None:
    """There is no alert that has not been seen firing, nor one that has not been seen silent."""
    there = {
        rule["alert"]
        for system in (postgres, mysql)
        for rule in rules_of(files_of(system)["prometheus/rules.yaml"])
        if "alert" in rule
    }
    cases = [*ON_ANY.values(), *ON_MYSQL.values(), *ON_POSTGRES.values()]
    assert {case.alert for case in cases if any(case.firing.values())} == there
    assert {case.alert for case in cases if not all(case.firing.values())} == there


def test_a_wrong_expectation_is_noticed(postgres: SystemConfig, tmp_path: Path) -> None:
    """The trials can fail: an alert that is expected and does not fire is told."""
    wrong = ON_ANY["no traffic"]._replace(firing={30: 1})
    assert "FAILED" in _tried(tmp_path, postgres, wrong)


def test_what_an_alert_says(postgres: SystemConfig, tmp_path: Path) -> None:
    """An alert names what it is about, how grave it is, and what it has measured."""
    _written(tmp_path, postgres)
    series = dict([requests("200", "0+90x40"), requests("500", "0+10x40")])
    expected = {
        "exp_labels": {"severity": "critical", "job": "application"},
        "exp_annotations": {
            "summary": "More than 5 % of the requests fail.",
            "description": "10.0 % fail with a 5xx. Look at the errors by route, and at the last deployment.",
        },
    }
    trial = {
        "rule_files": ["rules.yaml"],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": [{"series": name, "values": values} for name, values in series.items()],
                "alert_rule_test": [{"eval_time": "30m", "alertname": "HighErrorRatio", "exp_alerts": [expected]}],
            }
        ],
    }
    (tmp_path / "trial.yaml").write_text(yaml.safe_dump(trial), encoding="utf-8")
    ended = promtool("test", "rules", "trial.yaml", cwd=tmp_path)
    assert ended.code == 0, ended


def test_thresholds_are_the_configurations(tmp_path: Path) -> None:
    """Every number of the table is in a rule."""
    numbers = {
        "error_percent": 1.25,
        "error_floor_requests": 123,
        "latency_seconds": 0.375,
        "database_connections_percent": 71,
        "deadlocks_per_minute": 3.5,
        "replica_lag_seconds": 77,
        "container_memory_percent": 83,
    }
    system = system_with(tmp_path, {"monitoring.rules": {**numbers, "slow_queries_per_minute": 6.5}})
    words = {word for rule in rules_of(files_of(system)["prometheus/rules.yaml"]) for word in rule["expr"].split()}
    assert {f"{number:g}" for number in numbers.values()} <= words
    of_mysql = rules_of(files_of(with_mysql(system))["prometheus/rules.yaml"])
    assert "6.5" in {word for rule in of_mysql for word in rule["expr"].split()}


def test_no_rules_of_no_database(tmp_path: Path) -> None:
    """Where no exporter runs there are no rules on the database."""
    system = system_with(tmp_path, {"service.metrics": {"database_exporter": False}})
    text = files_of(system)["prometheus/rules.yaml"]
    assert 'job="application"' in text
    assert 'job="database"' not in text

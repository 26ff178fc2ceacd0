"""The rules are such as Prometheus takes, and alert when they should and at no other time, by promtool."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tasktracker_cfn.config import SystemConfig
from tests.prometheus.queries import rules_of
from tests.prometheus.systems import files_of, system_with, with_mysql
from tests.prometheus.tool import promtool

APP = 'job="application",instance="t1"'
DB = 'job="database",instance="t1"'
OTHER_DB = 'job="database",instance="t2"'
BOX = 'job="containers",instance="t1",container_name="api"'


class Case(NamedTuple):
    """Series by minute, and how many alerts of a name fire at some minutes."""

    series: dict[str, str]
    alert: str
    # minute: how many
    firing: dict[int, int]


def _requests(status: str, values: str) -> tuple[str, str]:
    return f'http_requests_total{{{APP},route="/a",method="GET",status="{status}"}}', values


def _durations(fast: str, slow: str) -> dict[str, str]:
    """Give requests of which some take up to half a second, and the others up to five."""
    bucket = f'http_request_duration_seconds_bucket{{{APP},route="/a",le="%s"}}'
    series = {bucket % "0.5": fast, bucket % "5": slow, bucket % "+Inf": slow}
    return {**series, **dict([_requests("200", slow)])}


ON_ANY: dict[str, Case] = {
    "no traffic": Case(dict([_requests("200", "0x40"), _requests("500", "0x40")]), "HighErrorRatio", {10: 0, 30: 0}),
    "no series at all": Case({f"up{{{APP}}}": "1x40"}, "HighErrorRatio", {30: 0}),
    "no failures": Case(dict([_requests("200", "0+100x40")]), "HighErrorRatio", {30: 0}),
    "one bad minute": Case(
        dict([_requests("200", "0+100x40"), _requests("500", "0x15 100x25")]),
        "HighErrorRatio",
        dict.fromkeys(range(14, 40), 0),
    ),
    "failures that stay": Case(
        dict([_requests("200", "0+90x40"), _requests("500", "0+10x40")]), "HighErrorRatio", {5: 0, 14: 1, 30: 1}
    ),
    "failures that end": Case(
        dict([_requests("200", "0+90x60"), _requests("500", "0+10x20 200x40")]), "HighErrorRatio", {20: 1, 30: 0}
    ),
    "few requests, all failed": Case(dict([_requests("500", "0+1x40")]), "HighErrorRatio", {30: 0}),
    "few failures": Case(dict([_requests("200", "0+97x40"), _requests("500", "0+3x40")]), "HighErrorRatio", {30: 0}),
    "slow": Case(_durations("0+80x40", "0+100x40"), "HighLatency", {5: 0, 30: 1}),
    "fast": Case(_durations("0+99x40", "0+100x40"), "HighLatency", {30: 0}),
    "slow, and hardly used": Case(_durations("0x40", "0+1x40"), "HighLatency", {30: 0}),
    "application down": Case({f"up{{{APP}}}": "1x5 0x30"}, "ApplicationDown", {9: 0, 12: 1}),
    "application down for a moment": Case({f"up{{{APP}}}": "1x5 0x3 1x30"}, "ApplicationDown", {8: 0, 20: 0}),
    "nothing arrives": Case({f"up{{{DB}}}": "1x30"}, "ApplicationSilent", {5: 0, 12: 1}),
    "something arrives": Case({f"up{{{APP}}}": "0x30"}, "ApplicationSilent", {20: 0}),
    "memory nearly full": Case(
        {f"container_memory_utilized{{{BOX}}}": "240x30", f"container_memory_reserved{{{BOX}}}": "256x30"},
        "ContainerMemoryHigh",
        {5: 0, 12: 1},
    ),
    "memory full for a moment": Case(
        {f"container_memory_utilized{{{BOX}}}": "100x10 250x5 100x20", f"container_memory_reserved{{{BOX}}}": "256x40"},
        "ContainerMemoryHigh",
        {14: 0, 30: 0},
    ),
    "container without a limit": Case(
        {f"container_memory_utilized{{{BOX}}}": "240x30", f"container_memory_reserved{{{BOX}}}": "0x30"},
        "ContainerMemoryHigh",
        {20: 0},
    ),
    "task nearly full": Case(
        {
            'ecs_task_memory_utilized{job="containers",instance="t1"}': "1000x30",
            'ecs_task_memory_reserved{job="containers",instance="t1"}': "1024x30",
        },
        "TaskMemoryHigh",
        {5: 0, 12: 1},
    ),
    "exporters down": Case({f"up{{{DB}}}": "0x30", f"up{{{OTHER_DB}}}": "0x30"}, "DatabaseExporterDown", {3: 0, 8: 1}),
    "one exporter down": Case({f"up{{{DB}}}": "0x30", f"up{{{OTHER_DB}}}": "1x30"}, "DatabaseExporterDown", {20: 0}),
}
ON_MYSQL: dict[str, Case] = {
    "database down": Case(
        {f"mysql_up{{{DB}}}": "1x5 0x30", f"mysql_up{{{OTHER_DB}}}": "1x5 0x30"}, "MySqlDown", {6: 0, 9: 1}
    ),
    "one task cannot sign in": Case(
        {f"mysql_up{{{DB}}}": "0x30", f"mysql_up{{{OTHER_DB}}}": "1x30"}, "MySqlDown", {20: 0}
    ),
    "failover": Case({f"mysql_up{{{DB}}}": "1x5 0 1x30"}, "MySqlDown", {6: 0, 20: 0}),
    "connections": Case(
        {
            f"mysql_global_status_threads_connected{{{DB}}}": "55x30",
            f"mysql_global_variables_max_connections{{{DB}}}": "60x30",
        },
        "MySqlConnectionsHigh",
        {3: 0, 8: 1},
    ),
    "few connections": Case(
        {
            f"mysql_global_status_threads_connected{{{DB}}}": "30x30",
            f"mysql_global_variables_max_connections{{{DB}}}": "60x30",
        },
        "MySqlConnectionsHigh",
        {20: 0},
    ),
    "slow queries": Case({f"mysql_global_status_slow_queries{{{DB}}}": "0+20x40"}, "MySqlSlowQueries", {5: 0, 20: 1}),
    "slow queries, seen by two": Case(
        {
            f"mysql_global_status_slow_queries{{{DB}}}": "0+8x40",
            f"mysql_global_status_slow_queries{{{OTHER_DB}}}": "0+8x40",
        },
        "MySqlSlowQueries",
        {30: 0},
    ),
    "replica of 8.0 behind": Case(
        {f"mysql_slave_status_seconds_behind_master{{{DB}}}": "0+30x40"}, "MySqlReplicaLag", {5: 0, 12: 1}
    ),
    "replica of 8.4 behind": Case(
        {f"mysql_slave_status_seconds_behind_source{{{DB}}}": "120x40"}, "MySqlReplicaLag", {3: 0, 8: 1}
    ),
    "replica with its source": Case(
        {f"mysql_slave_status_seconds_behind_source{{{DB}}}": "1x40"}, "MySqlReplicaLag", {20: 0}
    ),
}
ON_POSTGRES: dict[str, Case] = {
    "database down": Case(
        {f"pg_up{{{DB}}}": "1x5 0x30", f"pg_up{{{OTHER_DB}}}": "1x5 0x30"}, "PostgresDown", {6: 0, 9: 1}
    ),
    "one task cannot sign in": Case(
        {f"pg_up{{{DB}}}": "0x30", f"pg_up{{{OTHER_DB}}}": "1x30"}, "PostgresDown", {20: 0}
    ),
    "connections, seen by two": Case(
        {
            f'pg_stat_activity_count{{{DB},state="active"}}': "20x30",
            f'pg_stat_activity_count{{{DB},state="idle"}}': "30x30",
            f'pg_stat_activity_count{{{OTHER_DB},state="active"}}': "20x30",
            f'pg_stat_activity_count{{{OTHER_DB},state="idle"}}': "30x30",
            f"pg_settings_max_connections{{{DB}}}": "100x30",
        },
        "PostgresConnectionsHigh",
        {20: 0},
    ),
    "connections": Case(
        {
            f'pg_stat_activity_count{{{DB},state="active"}}': "50x30",
            f'pg_stat_activity_count{{{DB},state="idle"}}': "40x30",
            f"pg_settings_max_connections{{{DB}}}": "100x30",
        },
        "PostgresConnectionsHigh",
        {3: 0, 8: 1},
    ),
    "deadlocks": Case(
        {f'pg_stat_database_deadlocks{{{DB},datname="a"}}': "0+3x40"}, "PostgresDeadlocks", {5: 0, 20: 1}
    ),
    "replica behind": Case({f"pg_replication_lag_seconds{{{DB}}}": "120x40"}, "PostgresReplicaLag", {3: 0, 8: 1}),
}


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
    series = dict([_requests("200", "0+90x40"), _requests("500", "0+10x40")])
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

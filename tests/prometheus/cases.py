"""Series on which alerts are tried: what lasts and what does not, what is enough to judge and what is too little."""

from typing import NamedTuple

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


def requests(status: str, values: str) -> tuple[str, str]:
    """Give the series of requests that were answered alike."""
    return f'http_requests_total{{{APP},route="/a",method="GET",status="{status}"}}', values


def _durations(fast: str, slow: str) -> dict[str, str]:
    """Give requests of which some take up to half a second, and the others up to five."""
    bucket = f'http_request_duration_seconds_bucket{{{APP},route="/a",le="%s"}}'
    series = {bucket % "0.5": fast, bucket % "5": slow, bucket % "+Inf": slow}
    return {**series, **dict([requests("200", slow)])}


ON_ANY: dict[str, Case] = {
    "no traffic": Case(dict([requests("200", "0x40"), requests("500", "0x40")]), "HighErrorRatio", {10: 0, 30: 0}),
    "no series at all": Case({f"up{{{APP}}}": "1x40"}, "HighErrorRatio", {30: 0}),
    "no failures": Case(dict([requests("200", "0+100x40")]), "HighErrorRatio", {30: 0}),
    "one bad minute": Case(
        dict([requests("200", "0+100x40"), requests("500", "0x15 100x25")]),
        "HighErrorRatio",
        dict.fromkeys(range(14, 40), 0),
    ),
    "failures that stay": Case(
        dict([requests("200", "0+90x40"), requests("500", "0+10x40")]), "HighErrorRatio", {5: 0, 14: 1, 30: 1}
    ),
    "failures that end": Case(
        dict([requests("200", "0+90x60"), requests("500", "0+10x20 200x40")]), "HighErrorRatio", {20: 1, 30: 0}
    ),
    "few requests, all failed": Case(dict([requests("500", "0+1x40")]), "HighErrorRatio", {30: 0}),
    "few failures": Case(dict([requests("200", "0+97x40"), requests("500", "0+3x40")]), "HighErrorRatio", {30: 0}),
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

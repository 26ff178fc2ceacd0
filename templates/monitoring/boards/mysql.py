"""The dashboard of a MySQL database, as mysqld_exporter sees it; every task's exporter reads the same."""

from tasktracker_cfn.config.alerting import RulesConfig
from tasktracker_cfn.config.telemetry import DATABASE_JOB
from templates.monitoring.boards.panels import Board, Limits, Query, Row, at_once, over_time

OF_IT = f'{{job="{DATABASE_JOB}"}}'


def board(config: RulesConfig) -> Board:
    """Give the dashboard."""
    return Board(
        kind="database",
        title="database",
        description="Connections, queries, InnoDB and replication of the MySQL database.",
        variables=[],
        rows=[_overview(config), _connections(), _queries(config), _innodb(), _traffic(config)],
    )


def _status(name: str) -> str:
    return f"max by (job) (mysql_global_status_{name}{OF_IT})"


def _setting(name: str) -> str:
    return f"max by (job) (mysql_global_variables_{name}{OF_IT})"


def _rate(name: str) -> str:
    return f"max by (job) (rate(mysql_global_status_{name}{OF_IT}[$__rate_interval]))"


def _rates_by(label: str, name: str) -> str:
    return f"topk(10, max by ({label}) (rate(mysql_global_status_{name}{OF_IT}[$__rate_interval])))"


def _overview(config: RulesConfig) -> Row:
    reads, asked = _rate("innodb_buffer_pool_reads"), _rate("innodb_buffer_pool_read_requests")
    used = f"100 * {_status('threads_connected')} / {_setting('max_connections')}"
    return Row(
        "Overview",
        [
            at_once(
                "Reachable",
                Query(f"max by (job) (mysql_up{OF_IT})", "up"),
                "bool_yes_no",
                "Whether a task can sign in to the database.",
                Limits(1, 1, falling=True),
            ),
            at_once("Runs for", Query(_status("uptime"), "uptime"), "s", "Time since the database started."),
            at_once(
                "Connections used",
                Query(used, "used"),
                "percent",
                "Share of the connections that the database takes.",
                Limits(config.database_connections_percent * 0.75, config.database_connections_percent),
            ),
            at_once("Queries", Query(_rate("queries"), "queries"), "ops", "Statements each second."),
            at_once(
                "Slow queries",
                Query(f"60 * {_rate('slow_queries')}", "slow"),
                "opm",
                "Slow queries each minute.",
                Limits(config.slow_queries_per_minute / 2, config.slow_queries_per_minute),
            ),
            at_once(
                "Found in the buffer pool",
                Query(f"100 * (1 - {reads} / ({asked} > 0))", "hits"),
                "percent",
                "Share of reads that need no disk; below 99 % the database wants more memory.",
                Limits(99, 95, falling=True),
            ),
        ],
    )


def _connections() -> Row:
    return Row(
        "Connections",
        [
            over_time(
                "Connections",
                [
                    Query(_status("threads_connected"), "open"),
                    Query(_status("threads_running"), "running"),
                    Query(_setting("max_connections"), "most"),
                ],
                "none",
                "Open connections, those that run something, and how many the database takes.",
            ),
            over_time(
                "Failed connections",
                [
                    Query(f"60 * {_rate('aborted_connects')}", "not signed in"),
                    Query(f"60 * {_rate('aborted_clients')}", "left without a word"),
                    Query(f"60 * {_rates_by('error', 'connection_errors_total')}", "{{error}}"),
                ],
                "opm",
                "Connections each minute that did not come about or were cut, by reason.",
            ),
        ],
    )


def _queries(config: RulesConfig) -> Row:
    return Row(
        "Queries",
        [
            over_time(
                "Commands",
                [Query(_rates_by("command", "commands_total"), "{{command}}")],
                "ops",
                "The ten most frequent kinds of statements, each second.",
            ),
            over_time(
                "Slow queries",
                [Query(f"60 * {_rate('slow_queries')}", "slow")],
                "opm",
                "Slow queries each minute; the line is where somebody is told.",
                Limits(bad=config.slow_queries_per_minute),
            ),
            over_time(
                "Work that an index would save",
                [
                    Query(_rate("select_full_join"), "joins without an index"),
                    Query(_rate("select_scan"), "scans of a table"),
                    Query(_rate("created_tmp_disk_tables"), "temporary tables on disk"),
                    Query(_rate("sort_merge_passes"), "sorts on disk"),
                ],
                "ops",
                "What makes queries slow, each second.",
            ),
        ],
    )


def _innodb() -> Row:
    return Row(
        "InnoDB",
        [
            over_time(
                "Rows",
                [Query(_rates_by("operation", "innodb_row_ops_total"), "{{operation}}")],
                "ops",
                "Rows that are read and written, each second.",
            ),
            over_time(
                "Buffer pool",
                [Query(f"max by (state) (mysql_global_status_buffer_pool_pages{OF_IT})", "{{state}}")],
                "none",
                "Pages of the buffer pool by what is in them.",
            ),
            over_time(
                "Waiting for rows",
                [
                    Query(_rate("innodb_row_lock_waits"), "waits"),
                    Query(f"{_rate('innodb_row_lock_time')} / 1000", "seconds waited"),
                ],
                "none",
                "Statements that wait for a row that another transaction holds, each second.",
            ),
        ],
    )


def _traffic(config: RulesConfig) -> Row:
    behind = " or ".join(
        f"max by (job) (mysql_slave_status_seconds_behind_{name}{OF_IT})" for name in ("master", "source")
    )
    return Row(
        "Traffic and replication",
        [
            over_time(
                "Network",
                [Query(_rate("bytes_received"), "in"), Query(_rate("bytes_sent"), "out")],
                "Bps",
                "Bytes each second between the database and its clients.",
            ),
            over_time(
                "Disk",
                [Query(_rate("innodb_data_reads"), "reads"), Query(_rate("innodb_data_writes"), "writes")],
                "iops",
                "Reads and writes of InnoDB, each second.",
            ),
            over_time(
                "Replica is behind",
                [Query(behind, "behind")],
                "s",
                "Seconds behind the source; empty where the database that is read is no replica.",
                Limits(bad=config.replica_lag_seconds),
            ),
        ],
    )

"""The dashboard of a PostgreSQL database, as postgres_exporter sees it; every task's exporter reads the same."""

from tasktracker_cfn.config.alerting import RulesConfig
from tasktracker_cfn.config.telemetry import DATABASE_JOB
from templates.monitoring.boards.panels import Board, Limits, Query, Row, at_once, over_time

OF_IT = f'{{job="{DATABASE_JOB}"}}'


def board(config: RulesConfig) -> Board:
    """Give the dashboard."""
    return Board(
        kind="database",
        title="database",
        description="Connections, transactions, reads and locks of the PostgreSQL database.",
        variables=[],
        rows=[_overview(config), _connections(config), _work(config), _locks(config), _storage()],
    )


def _all_of(name: str, by: str = "") -> str:
    """Give the sum over databases, states and the like as one exporter sees it, and the greatest of all exporters'."""
    kept = f", {by}" if by else ""
    return f"max by (job{kept}) (sum by (job, instance{kept}) (pg_{name}{OF_IT}))"


def _rate(name: str) -> str:
    return f"max by (job) (sum by (job, instance) (rate(pg_{name}{OF_IT}[$__rate_interval])))"


def _greatest(name: str) -> str:
    return f"max by (job) (pg_{name}{OF_IT})"


def _overview(config: RulesConfig) -> Row:
    hits, reads = _rate("stat_database_blks_hit"), _rate("stat_database_blks_read")
    return Row(
        "Overview",
        [
            at_once(
                "Reachable",
                Query(_greatest("up"), "up"),
                "bool_yes_no",
                "Whether a task can sign in to the database.",
                Limits(1, 1, falling=True),
            ),
            at_once(
                "Connections used",
                Query(f"100 * {_all_of('stat_activity_count')} / {_greatest('settings_max_connections')}", "used"),
                "percent",
                "Share of the connections that the database takes.",
                Limits(config.database_connections_percent * 0.75, config.database_connections_percent),
            ),
            at_once(
                "Transactions",
                Query(_rate("stat_database_xact_commit"), "committed"),
                "ops",
                "Transactions that succeed, each second.",
            ),
            at_once(
                "Found in memory",
                Query(f"100 * {hits} / ({hits} + {reads} > 0)", "hits"),
                "percent",
                "Share of reads that need no disk; below 99 % the database wants more memory.",
                Limits(99, 95, falling=True),
            ),
            at_once("Size", Query(_all_of("database_size_bytes"), "size"), "bytes", "Size of all databases."),
        ],
    )


def _connections(config: RulesConfig) -> Row:
    limit = _greatest("settings_max_connections")
    return Row(
        "Connections",
        [
            over_time(
                "Connections by state",
                [Query(_all_of("stat_activity_count", "state"), "{{state}}"), Query(limit, "most")],
                "none",
                "Open connections by what they do, and how many the database takes.",
            ),
            over_time(
                "Share of connections in use",
                [Query(f"100 * {_all_of('stat_activity_count')} / {limit}", "used")],
                "percent",
                "The line is where somebody is told.",
                Limits(bad=config.database_connections_percent),
            ),
            over_time(
                "Longest transaction",
                [Query(_greatest("stat_activity_max_tx_duration"), "longest")],
                "s",
                "Age of the oldest transaction; one that is idle keeps rows from being cleaned up.",
            ),
        ],
    )


def _work(config: RulesConfig) -> Row:
    return Row(
        "Work",
        [
            over_time(
                "Transactions",
                [
                    Query(_rate("stat_database_xact_commit"), "committed"),
                    Query(_rate("stat_database_xact_rollback"), "rolled back"),
                ],
                "ops",
                "Transactions each second.",
            ),
            over_time(
                "Rows",
                [
                    Query(_rate(f"stat_database_tup_{kind}"), kind)
                    for kind in ("returned", "fetched", "inserted", "updated", "deleted")
                ],
                "ops",
                "Rows that are read and written, each second.",
            ),
            over_time(
                "Deadlocks",
                [Query(f"60 * {_rate('stat_database_deadlocks')}", "deadlocks")],
                "opm",
                "Deadlocks each minute; the line is where somebody is told.",
                Limits(bad=config.deadlocks_per_minute),
            ),
        ],
    )


def _locks(config: RulesConfig) -> Row:
    return Row(
        "Locks and replication",
        [
            over_time(
                "Locks", [Query(_all_of("locks_count", "mode"), "{{mode}}")], "none", "Locks that are held, by kind."
            ),
            over_time(
                "Replica is behind",
                [Query(_greatest("replication_lag_seconds"), "behind")],
                "s",
                "Seconds behind the source; 0 where the database that is read is no replica.",
                Limits(bad=config.replica_lag_seconds),
            ),
        ],
    )


def _storage() -> Row:
    return Row(
        "Storage",
        [
            over_time(
                "Size",
                [Query(f"max by (datname) (pg_database_size_bytes{OF_IT})", "{{datname}}")],
                "bytes",
                "Size of each database.",
            ),
            over_time(
                "Temporary files",
                [Query(_rate("stat_database_temp_bytes"), "written")],
                "Bps",
                "What sorts and joins write to disk because it does not fit into memory, each second.",
            ),
            over_time(
                "Rows to be cleaned up",
                [Query(f"topk(10, max by (relname) (pg_stat_user_tables_n_dead_tup{OF_IT}))", "{{relname}}")],
                "none",
                "Dead rows of the ten tables with the most; they grow where vacuum does not keep up.",
            ),
        ],
    )

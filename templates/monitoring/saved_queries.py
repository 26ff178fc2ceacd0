"""Queries of CloudWatch Logs Insights that are ready to run: errors, slow requests, slow SQL.

They read what the containers and the database log. A field that a log has under another name is empty there; who logs
JSON gets `level`, `status`, `path` and `duration_ms` as fields by themselves.
"""

from troposphere import AWSHelperFn, logs

from tasktracker_cfn.config import SystemConfig, given_names

ERRORS = r"""fields @timestamp, @logStream, @message
| filter @message like /(?i)\b(error|exception|fatal|panic|traceback)\b/ or level in ["error", "fatal"] or status >= 500
| sort @timestamp desc
| limit 200"""
SLOW_REQUESTS = """filter ispresent(duration_ms)
| stats count(*) as requests, pct(duration_ms, 50) as p50, pct(duration_ms, 95) as p95, max(duration_ms) as slowest
    by path
| sort p95 desc
| limit 50"""
# Each engine says it in its own words, in a log of its own.
_OF_MYSQL = (
    "slowquery",
    r"""parse @message /Query_time: (?<seconds>[0-9.]+)\s+Lock_time: (?<locked>[0-9.]+)\s+Rows_sent: (?<sent>[0-9]+)/
| filter ispresent(seconds)
| fields @timestamp, seconds, locked, sent, @message
| sort seconds desc
| limit 50""",
)
_OF_POSTGRES = (
    "postgresql",
    r"""parse @message /duration: (?<milliseconds>[0-9.]+) ms\s+(statement|execute [^:]*): (?<statement>[\s\S]*)/
| filter ispresent(milliseconds)
| fields @timestamp, milliseconds, statement
| sort milliseconds desc
| limit 50""",
)
SLOW_SQL = {"mysql": _OF_MYSQL, "postgres": _OF_POSTGRES, "aurora-postgresql": _OF_POSTGRES}


def build(system: SystemConfig, task_log_group_name: AWSHelperFn) -> list[logs.QueryDefinition]:
    """Give the queries, in a folder of the system's name."""
    folder = system.name
    made = [
        _query("ErrorsQuery", f"{folder}/errors", ERRORS, task_log_group_name),
        _query("SlowRequestsQuery", f"{folder}/slow-requests", SLOW_REQUESTS, task_log_group_name),
    ]
    database = system.data.database
    if database is not None and database.engine in SLOW_SQL:
        kind, words = SLOW_SQL[database.engine]
        # RDS writes to a group of this name, which the data stack has made (D19), where the log is exported.
        group = given_names.exported_logs(system, database).get(kind)
        made += [_query("SlowSqlQuery", f"{folder}/slow-sql", words, group)] if group else []
    return made


def _query(logical_id: str, name: str, words: str, group: AWSHelperFn | str) -> logs.QueryDefinition:
    return logs.QueryDefinition(logical_id, Name=name, QueryString=words, LogGroupNames=[group])

"""Rules on any database: is it there, does anybody know, and has it connections left."""

from tasktracker_cfn.config.alerting import RulesConfig
from tasktracker_cfn.config.telemetry import DATABASE_JOB
from templates.monitoring.rules.rule import Rule, alert

OF_IT = f'job="{DATABASE_JOB}"'


def alerts(engine: str, up: str, used: str, most: str, config: RulesConfig) -> list[Rule]:
    """Give what somebody is told of.

    :param engine: what the names of the alerts start with
    :param up: the metric that says whether an exporter could sign in
    :param used: how many connections are open
    :param most: how many the database takes
    """
    return [
        alert(
            "DatabaseExporterDown",
            f"max by (job) (up{{{OF_IT}}}) == 0",
            minutes=5,
            severity="warning",
            summary="No exporter gives the database's metrics.",
            advice="Nothing is known of the database. Look at the log of the exporter.",
        ),
        alert(
            f"{engine}Down",
            f"max by (job) ({up}{{{OF_IT}}}) == 0",
            minutes=2,
            severity="critical",
            summary="No task can reach the database.",
            advice="The exporters of all tasks fail to sign in. Look at the database's events, its security group and "
            "its secret.",
        ),
        alert(
            f"{engine}ConnectionsHigh",
            f"100 * {used} / {most} > {config.database_connections_percent}",
            minutes=5,
            severity="warning",
            summary="The database's connections are nearly used up.",
            advice='{{ $value | printf "%.0f" }} % are in use. Look at the pools of the application and its tasks.',
        ),
    ]

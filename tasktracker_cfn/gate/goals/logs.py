"""Goals for log groups and alarms."""

from collections.abc import Iterator

from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.gate.goals.keys import is_own_key
from tasktracker_cfn.model.system import System, listed, number

LOGS = Area("Logs")
ALARMS = Area("Alarms")

GROUP = "AWS::Logs::LogGroup"
YEAR = 365


@LOGS.always(
    "log-retention",
    "CKV_AWS_66 CW_LOGGROUP_RETENTION_PERIOD_CHECK CloudWatchLogGroupRetentionPeriod cn:W86",
)
def retention(system: System) -> Iterator[Breach]:
    """No log is kept for ever."""
    yield from ((group, "is kept for ever") for group in system.of(GROUP) if not group.get("RetentionInDays"))


@LOGS.production("log-retention-year", "CT.CLOUDWATCH.PR.2 CKV_AWS_338")
def a_year(system: System) -> Iterator[Breach]:
    """Every log is kept for a year or longer."""
    for group in system.of(GROUP):
        days = group.get("RetentionInDays")
        if days is not None and number(days) < YEAR:
            yield group, f"is kept for {number(days):g} days"


@LOGS.production(
    "log-key",
    "CKV_AWS_158 CT.CLOUDWATCH.PR.3 CLOUDWATCH_LOG_GROUP_ENCRYPTED CloudWatchLogGroupEncrypted cn:W84",
)
def own_key(system: System) -> Iterator[Breach]:
    """Every log is encrypted with a key of the account's own."""
    for group in system.of(GROUP):
        if not is_own_key(system, group.get("KmsKeyId")):
            yield group, "has a key of AWS's own"


@ALARMS.always(
    "alarm-actions",
    "CT.CLOUDWATCH.PR.1 CT.CLOUDWATCH.PR.4 CLOUDWATCH_ALARM_ACTION_CHECK CloudWatchAlarmAction CKV_AWS_319 "
    "SH:CloudWatch.15",
)
def actions(system: System) -> Iterator[Breach]:
    """Every alarm tells somebody."""
    for alarm in system.of("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"):
        if not listed(alarm.get("AlarmActions")):
            yield alarm, "tells nobody"
        if alarm.get("ActionsEnabled") in (False, "false"):
            yield alarm, "is switched off"

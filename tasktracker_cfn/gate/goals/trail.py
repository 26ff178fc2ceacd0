"""Goals for trails and backup vaults: wherever one is made."""

from collections.abc import Iterator

from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.gate.goals.keys import is_own_key
from tasktracker_cfn.model.inside import literals
from tasktracker_cfn.model.system import Item, System, entries, follow, number, true

TRAILS = Area("Trail")
BACKUP = Area("Backup")

TRAIL = "AWS::CloudTrail::Trail"
DAYS = 35
ALL_BUCKETS = "arn:aws:s3"


@TRAILS.production(
    "trail-basics",
    "CKV_AWS_35 CKV_AWS_36 CKV_AWS_67 CT.CLOUDTRAIL.PR.1 CT.CLOUDTRAIL.PR.2 CT.CLOUDTRAIL.PR.3 "
    "CT.CLOUDTRAIL.PR.4 CLOUD_TRAIL_ENABLED CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED "
    "CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED MULTI_REGION_CLOUD_TRAIL_ENABLED MULTI_REGION_CLOUDTRAIL_ENABLED "
    "CloudTrailCloudWatchLogsEnabled CloudTrailEncryptionEnabled CloudTrailLogFileValidationEnabled "
    "SH:CloudTrail.1 SH:CloudTrail.2 SH:CloudTrail.3 SH:CloudTrail.4 SH:CloudTrail.5 SH:CloudTrail.6 "
    "SH:CloudTrail.7 CKV_AWS_252",
)
def basics(system: System) -> Iterator[Breach]:
    """A trail covers every region, is encrypted and sealed, and is read by CloudWatch."""
    for trail in system.of(TRAIL):
        found = [problem for problem, holds in _of(system, trail).items() if not holds]
        if found:
            yield trail, f"it {', '.join(found)}"


@TRAILS.exempted("trail-of-objects", "CLOUDTRAIL_S3_DATAEVENTS_ENABLED CLOUD_TRAIL_ENCRYPTION_ENABLED")
def objects(system: System) -> Iterator[Breach]:
    """A trail notes who reads and writes objects in every bucket."""
    for trail in system.of(TRAIL):
        selectors = literals((trail.get("EventSelectors"), trail.get("AdvancedEventSelectors")))
        if not any(literal.startswith(ALL_BUCKETS) or literal == "AWS::S3::Object" for literal in selectors):
            yield trail, "does not note who reads and writes objects"


@BACKUP.production(
    "backup-vault",
    "CKV_AWS_166 SH:Backup.1 BACKUP_RECOVERY_POINT_ENCRYPTED BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK",
)
def vault(system: System) -> Iterator[Breach]:
    """A backup vault has a key of the account's own, and what goes in each day stays for five weeks."""
    for item in system.of("AWS::Backup::BackupVault"):
        if not is_own_key(system, item.get("EncryptionKeyArn")):
            yield item, "has a key of AWS's own"
    for plan in system.of("AWS::Backup::BackupPlan"):
        for rule in entries(plan.get("BackupPlan", "BackupPlanRule")):
            kept = follow(rule, "Lifecycle", "DeleteAfterDays")
            if kept is not None and number(kept) < DAYS:
                yield plan, f"keeps what {rule.get('RuleName')} makes for {number(kept):g} days"


def _of(system: System, trail: Item) -> dict[str, bool]:
    return {
        "leaves other regions out": true(trail.get("IsMultiRegionTrail")),
        "is not switched on": true(trail.get("IsLogging")),
        "has a key of AWS's own": is_own_key(system, trail.get("KMSKeyId")),
        "is not sealed": true(trail.get("EnableLogFileValidation")),
        "is not read by CloudWatch": bool(trail.get("CloudWatchLogsLogGroupArn")),
    }

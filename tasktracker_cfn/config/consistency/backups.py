"""Where backups go, and what they are of."""

from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.regions import partition
from tasktracker_cfn.config.system import SystemConfig


def backups(system: SystemConfig) -> Violations:
    """Check that copies go elsewhere, and that there is something to back up."""
    database, plan = system.data.database, system.data.backup_plan
    if database is not None and database.backup_region is not None:
        yield from _elsewhere(system, ("data", "database", "backup_region"), database.backup_region)
    if plan is None:
        return
    if plan.copy_to_region is not None:
        yield from _elsewhere(system, ("data", "backup_plan", "copy_to_region"), plan.copy_to_region)
    if "copy_to_vault" in plan.model_fields_set and plan.copy_to_region is None:
        yield Violation(("data", "backup_plan", "copy_to_vault"), "takes no copies without copy_to_region")
    if database is None and not plan.buckets:
        yield Violation(("data", "backup_plan"), "backs up nothing; there is no data.database, and buckets names none")
    for name in plan.buckets:
        bucket = system.data.buckets.get(name)
        if bucket is None:
            yield Violation(("data", "backup_plan", "buckets"), f'there is no bucket "{name}" in data.buckets')
        elif not bucket.versioned:
            # https://docs.aws.amazon.com/aws-backup/latest/devguide/s3-backups.html
            yield Violation(
                ("data", "backup_plan", "buckets"),
                f'AWS Backup takes only buckets with versions, and "{name}" has versioned = false',
            )


def _elsewhere(system: SystemConfig, key: tuple[str, ...], region: str) -> Violations:
    if region == system.region:
        yield Violation(key, f'"{region}" is the region that the system itself is in; name another, or leave it out')
    elif partition(region) != partition(system.region):
        yield Violation(key, f"AWS copies nothing from {system.region} to {region}, which is another partition")

"""Property 7: the database is backed up, and can be put back to any moment of so many days.

Document 001 asks for at least 7 days, which is the default here. The configuration may say less, and a development
environment may want it; so what must hold is that backups are on, never 0 days, for exactly the days that are
configured, hence for 7 or more wherever it says so. Automated backups are what point-in-time recovery is made of. A
deleted or replaced database leaves a snapshot. Copies in another region and a plan of AWS Backup are there where they
are asked for.
"""

from tests.properties.database import databases
from tests.properties.subject import Complaints, Environment, of_each
from tests.systems.built import number, references

ELSEWHERE = "AutomaticBackupReplicationRegion"
SELECTION = "AWS::Backup::BackupSelection"


@of_each
def backed_up(environment: Environment) -> Complaints:
    """Give the databases without the backups that were asked for."""
    config, built = environment
    for database in databases(built):
        days = number(database.get("BackupRetentionPeriod") or 0)
        if days < 1:
            yield f"{database} has no backups"
        if config.data.database is None or days != config.data.database.backup_retention_days:
            yield f"{database} keeps backups for {days:g} days"
        if config.data.database and database.get(ELSEWHERE) != config.data.database.backup_region:
            yield f"{database} has copies of its backups in {database.get(ELSEWHERE)}"
        planned = [arn for item in built.of(SELECTION) for arn in references(item.get("BackupSelection", "Resources"))]
        if (config.data.backup_plan is not None) != (database in map(built.at, planned)):
            yield f"{database} is in a backup plan that nobody asked for, or lacks one"
        for policy in ("DeletionPolicy", "UpdateReplacePolicy"):
            if database.resource.attributes.get(policy) != "Snapshot":
                yield f"{database} leaves no snapshot ({policy})"

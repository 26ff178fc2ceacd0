"""Property 7: the database is backed up, and can be put back to any moment of so many days.

Document 001 asks for at least 7 days, which is the default here. The configuration may say less, and a development
environment may want it; so what must hold is that backups are on, never 0 days, for exactly the days that are
configured, hence for 7 or more wherever it says so. Automated backups are what point-in-time recovery is made of. A
deleted or replaced database leaves a snapshot.
"""

from tests.properties.database import databases
from tests.properties.subject import Complaints, Environment, of_each
from tests.systems.built import number


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
        for policy in ("DeletionPolicy", "UpdateReplacePolicy"):
            if database.resource.attributes.get(policy) != "Snapshot":
                yield f"{database} leaves no snapshot ({policy})"

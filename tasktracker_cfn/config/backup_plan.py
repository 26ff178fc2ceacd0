"""What the data stack is told about AWS Backup: what is backed up, for how long, and where a second copy goes."""

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import STRICT, BackupVaultName, PartName, Region


class BackupPlanConfig(BaseModel):
    """A daily backup by AWS Backup into a vault, which is kept when the stack is deleted."""

    model_config = STRICT

    retention_days: int = Field(
        default=35,
        ge=1,
        le=36500,
        description="Days for which a backup is kept; about 0.10 USD a month for each GiB of an instance, and 0.02 of "
        "a cluster of Aurora.",
    )
    buckets: tuple[PartName, ...] = Field(
        default=(),
        description="Buckets of data.buckets, with versions, that are backed up beside the database; about 0.05 USD a "
        "month for each GiB.",
    )
    copy_to_region: Region | None = Field(
        default=None,
        description="Region that each backup is copied to, for as many days; costs as much there, and 0.02 USD for "
        "each GiB on the way. None when absent.",
    )
    copy_to_vault: BackupVaultName = Field(
        default="Default",
        description="Vault of that region that takes the copies. It must be there: AWS makes the one called Default "
        "when somebody first opens AWS Backup in a region.",
    )

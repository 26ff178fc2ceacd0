"""What the data stack is told: the database, buckets and image repositories."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import (
    STRICT,
    DatabaseName,
    EngineVersion,
    InstanceClass,
    KeyPrefix,
    PartName,
    RepositoryName,
    RetentionDays,
    UserName,
)
from tasktracker_cfn.config.problems import Violation, Violations

# D09: names that the engine keeps for itself. D11: database names that it refuses.
RESERVED_USERS = frozenset({"admin", "administrator", "postgres", "public", "rdsadmin", "root", "user"})
RESERVED_DATABASES = frozenset({"admin", "database", "db", "postgres", "rdsadmin", "template0", "template1"})
# D08: under 400 GiB the engine sets gp3's IOPS and throughput itself.
SMALLEST_STORAGE_GIB = 20


class DatabaseConfig(BaseModel):
    """A PostgreSQL instance in RDS, its credentials generated into Secrets Manager."""

    model_config = STRICT

    engine: Literal["postgres"] = Field(default="postgres", description="Database engine.")
    version: EngineVersion = Field(
        description="Engine version with its minor number, for example 16.13; the gate refuses retired ones.",
    )
    instance_class: InstanceClass = Field(description="Instance class, for example db.t3.micro.")
    name: DatabaseName = Field(description="Name of the database inside the engine.")
    username: UserName = Field(default="tasktracker", description="Name of the master user.")
    port: int = Field(default=5432, ge=1150, le=65535, description="TCP port.")
    storage_gib: int = Field(default=20, ge=SMALLEST_STORAGE_GIB, le=65536, description="Storage in GiB, type gp3.")
    storage_limit_gib: int | None = Field(
        default=None, ge=22, le=65536, description="Storage may grow by itself up to this many GiB; fixed when absent."
    )
    subnets: Literal["private", "isolated"] = Field(default="isolated", description="Tier that the database is in.")
    multi_az: bool = Field(default=False, description="A standby in a second zone; doubles the instance's price.")
    backup_retention_days: int = Field(default=7, ge=1, le=35, description="Days of automated backups.")
    deletion_protection: bool = Field(
        default=True, description="Refuse to delete the instance until this is switched off by an update."
    )
    log_retention_days: RetentionDays = Field(default=30, description="Days for which exported logs are kept.")

    @property
    def major(self) -> str:
        """Give the engine's major version, which names its parameter group family."""
        return self.version.split(".")[0]

    def violations(self) -> Violations:
        """Check names against the engine's reserved words, and the storage limit."""
        if self.username.lower() in RESERVED_USERS or self.username.lower().startswith("pg_"):
            yield Violation(("username",), f'"{self.username}" is reserved by {self.engine}; choose another name')
        if self.name.lower() in RESERVED_DATABASES:
            yield Violation(("name",), f'"{self.name}" is reserved by {self.engine}; choose another name')
        # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
        if self.storage_limit_gib is not None and self.storage_limit_gib * 10 < self.storage_gib * 11:
            yield Violation(
                ("storage_limit_gib",),
                f"must be at least 10 % above storage_gib ({self.storage_gib}), not {self.storage_limit_gib}",
            )


class ExpiryConfig(BaseModel):
    """Objects below a prefix that are deleted after some days."""

    model_config = STRICT

    prefix: KeyPrefix = Field(description="Key prefix, ending in a slash.")
    days: int = Field(ge=1, le=36500, description="Days after which an object is deleted, with its old versions.")


class BucketConfig(BaseModel):
    """A private bucket, encrypted by S3, reachable over TLS only."""

    model_config = STRICT

    versioned: bool = Field(default=True, description="Keep old versions of objects.")
    noncurrent_days: int | None = Field(
        default=None, ge=1, le=36500, description="Days after which old versions are deleted; kept when absent."
    )
    expire: tuple[ExpiryConfig, ...] = Field(default=(), description="Prefixes whose objects are deleted after a time.")

    def violations(self) -> Violations:
        """Check that each prefix is named once and old versions exist where they are to be deleted."""
        prefixes = [rule.prefix for rule in self.expire]
        for prefix in sorted({p for p in prefixes if prefixes.count(p) > 1}):
            yield Violation(("expire",), f'names the prefix "{prefix}" twice')
        if self.noncurrent_days is not None and not self.versioned:
            yield Violation(("noncurrent_days",), "has no meaning without versioned = true")


class RepositoryConfig(BaseModel):
    """A private image repository in ECR, scanned on push."""

    model_config = STRICT

    name: RepositoryName = Field(description="Name of the repository.")
    keep_images: int = Field(default=20, ge=1, le=1000, description="Tagged images that are kept; older ones expire.")
    untagged_days: int = Field(default=7, ge=1, le=365, description="Days after which untagged images expire.")
    immutable_tags: bool = Field(default=True, description='Refuse to move a tag, except "latest".')


class DataConfig(BaseModel):
    """What must survive."""

    model_config = STRICT

    database: DatabaseConfig | None = Field(default=None, description="The relational database; none when absent.")
    buckets: Mapping[PartName, BucketConfig] = Field(default={}, description="Buckets by the name of their use.")
    repositories: Mapping[PartName, RepositoryConfig] = Field(
        default={}, description="Image repositories by the name of their use."
    )

    def violations(self) -> Violations:
        """Check each part, and that there is one."""
        if self.database is None and not self.buckets and not self.repositories:
            yield Violation((), "is empty; a stack needs a database, a bucket or a repository")
        if self.database is not None:
            yield from (violation.under("database") for violation in self.database.violations())
        for name, bucket in self.buckets.items():
            yield from (violation.under("buckets", name) for violation in bucket.violations())
        names = [repository.name for repository in self.repositories.values()]
        for key, repository in self.repositories.items():
            if names.count(repository.name) > 1:
                yield Violation(("repositories", key, "name"), f'"{repository.name}" is used by two repositories')

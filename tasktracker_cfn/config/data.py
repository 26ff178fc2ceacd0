"""What the data stack is told: the database, buckets and image repositories."""

from collections.abc import Mapping

from pydantic import BaseModel, Field

from tasktracker_cfn.config.database import DatabaseConfig
from tasktracker_cfn.config.fields import (
    STRICT,
    Ascii,
    KeyPrefix,
    PartName,
    RepositoryName,
)
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.telemetry import WorkspaceConfig

# The templates call the secret of the master user so, and wire it as DatabaseSecretArn.
NAME_OF_THE_DATABASES = "database"


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

    name: RepositoryName = Field(description="Name of the repository; {environment} stands for the environment's name.")
    keep_images: int = Field(default=20, ge=1, le=1000, description="Tagged images that are kept; older ones expire.")
    untagged_days: int = Field(default=7, ge=1, le=365, description="Days after which untagged images expire.")
    immutable_tags: bool = Field(default=True, description='Refuse to move a tag, except "latest".')


class SecretConfig(BaseModel):
    """A secret that somebody fills by hand; the stack makes it empty."""

    model_config = STRICT

    description: Ascii = Field(description="What the secret holds, for whoever fills it.")


class DataConfig(BaseModel):
    """What must survive."""

    model_config = STRICT

    database: DatabaseConfig | None = Field(default=None, description="The relational database; none when absent.")
    buckets: Mapping[PartName, BucketConfig] = Field(default={}, description="Buckets by the name of their use.")
    repositories: Mapping[PartName, RepositoryConfig] = Field(
        default={}, description="Image repositories by the name of their use."
    )
    secrets: Mapping[PartName, SecretConfig] = Field(
        default={}, description="Secrets that are filled by hand, by the name of their use."
    )
    metrics: WorkspaceConfig | None = Field(
        default=None, description="Where metrics are kept, a Prometheus workspace; none when absent."
    )

    def violations(self) -> Violations:
        """Check each part, and that there is one."""
        if self.database is None and not self.buckets and not self.repositories and not self.secrets:
            yield Violation((), "is empty; a stack needs a database, a bucket, a repository or a secret")
        if self.database is not None:
            yield from (violation.under("database") for violation in self.database.violations())
        for name, bucket in self.buckets.items():
            yield from (violation.under("buckets", name) for violation in bucket.violations())
        if NAME_OF_THE_DATABASES in self.secrets:
            yield Violation(
                ("secrets", NAME_OF_THE_DATABASES),
                "is what the database's own secret is called here; choose another name",
            )
        names = [repository.name for repository in self.repositories.values()]
        for key, repository in self.repositories.items():
            if names.count(repository.name) > 1:
                yield Violation(("repositories", key, "name"), f'"{repository.name}" is used by two repositories')

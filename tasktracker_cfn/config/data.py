"""What the data stack is told: the database, buckets and image repositories."""

from collections import Counter
from collections.abc import Mapping

from pydantic import BaseModel, Field

from tasktracker_cfn.config.backup_plan import BackupPlanConfig
from tasktracker_cfn.config.buckets import NAME_OF_THE_ACCESS_LOG, BucketConfig
from tasktracker_cfn.config.cache import NAME_OF_THE_CACHES, CacheConfig
from tasktracker_cfn.config.database import DatabaseConfig
from tasktracker_cfn.config.fields import (
    STRICT,
    AccountId,
    Ascii,
    ImageTag,
    PartName,
    RepositoryName,
    SecretJsonKey,
)
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.telemetry import WorkspaceConfig

# The templates call the secret of the master user so, and wire it as DatabaseSecretArn.
NAME_OF_THE_DATABASES = "database"
# What a key of a generated secret says until somebody fills it; Secrets Manager makes up one value only.
PLACEHOLDER = "fill-me-in"


class RepositoryConfig(BaseModel):
    """A private image repository in ECR, scanned on push."""

    model_config = STRICT

    name: RepositoryName | None = Field(
        default=None,
        description="Name of the repository; {system} and {environment} stand for their names. Made up when absent, "
        "and to be had as an output. Another name is another, empty repository.",
    )
    keep_images: int = Field(default=20, ge=1, le=1000, description="Tagged images that are kept; older ones expire.")
    untagged_days: int = Field(default=7, ge=1, le=365, description="Days after which untagged images expire.")
    immutable_tags: bool = Field(default=True, description="Refuse to move a tag to another image.")
    movable_tags: tuple[ImageTag, ...] = Field(
        default=(), max_length=5, description='Tags that may move all the same, for example "latest".'
    )
    pull_accounts: tuple[AccountId, ...] = Field(
        default=(), max_length=50, description="Other accounts that may pull the images, and do nothing else."
    )

    def violations(self) -> Violations:
        """Check that each account is named once, and that tags move for one reason."""
        for account in sorted({a for a in self.pull_accounts if self.pull_accounts.count(a) > 1}):
            yield Violation(("pull_accounts",), f'names the account "{account}" twice')
        if self.movable_tags and not self.immutable_tags:
            yield Violation(("movable_tags",), "has no meaning with immutable_tags = false, under which all tags move")

    def moves(self, tag: str) -> bool:
        """Tell whether a tag may be pushed again."""
        return not self.immutable_tags or tag in self.movable_tags


class SecretConfig(BaseModel):
    """A secret that somebody fills by hand; the stack makes it empty, or with something to start with.

    0.40 USD a month.
    """

    model_config = STRICT

    description: Ascii = Field(description="What the secret holds, for whoever fills it.")
    generate: bool = Field(
        default=False,
        description="Start with 32 random letters and digits, so that tasks that are given the secret can start before "
        "somebody fills it. Changing this or keys later writes over what was filled in.",
    )
    keys: tuple[SecretJsonKey, ...] = Field(
        default=(),
        max_length=20,
        description="With generate: the secret is a JSON object with these keys. The first one gets the random text, "
        f'the others "{PLACEHOLDER}". A plain text when empty.',
    )

    def violations(self) -> Violations:
        """Check that keys are generated, and that each is named once."""
        if self.keys and not self.generate:
            yield Violation(("keys",), "has no meaning without generate = true")
        for key in sorted({key for key in self.keys if self.keys.count(key) > 1}):
            yield Violation(("keys",), f'names "{key}" twice')


class DataConfig(BaseModel):
    """What must survive."""

    model_config = STRICT

    database: DatabaseConfig | None = Field(default=None, description="The relational database; none when absent.")
    cache: CacheConfig | None = Field(default=None, description="The cache in memory; none when absent.")
    buckets: Mapping[PartName, BucketConfig] = Field(default={}, description="Buckets by the name of their use.")
    access_log_days: int = Field(
        default=90, ge=1, le=3650, description="Days for which the access logs of buckets are kept."
    )
    repositories: Mapping[PartName, RepositoryConfig] = Field(
        default={}, description="Image repositories by the name of their use."
    )
    secrets: Mapping[PartName, SecretConfig] = Field(
        default={}, description="Secrets that are filled by hand, by the name of their use."
    )
    backup_plan: BackupPlanConfig | None = Field(
        default=None, description="Daily backups by AWS Backup beside the database's own; none when absent."
    )
    metrics: WorkspaceConfig | None = Field(
        default=None, description="Where metrics are kept, a Prometheus workspace; none when absent."
    )

    def violations(self) -> Violations:
        """Check each part, and that there is one."""
        if not (self.database or self.cache or self.buckets or self.repositories or self.secrets):
            yield Violation((), "is empty; a stack needs a database, a cache, a bucket, a repository or a secret")
        if self.database is not None:
            yield from (violation.under("database") for violation in self.database.violations())
        if self.cache is not None:
            yield from (violation.under("cache") for violation in self.cache.violations())
        for table, parts in (("buckets", self.buckets), ("repositories", self.repositories), ("secrets", self.secrets)):
            for name, part in parts.items():
                yield from (violation.under(table, name) for violation in part.violations())
        yield from self._names_in_use()

    def _names_in_use(self) -> Violations:
        for name, whose in ((NAME_OF_THE_DATABASES, "database"), (NAME_OF_THE_CACHES, "cache")):
            # Without a cache its name is free; the database's is kept for a database that may come.
            if name in self.secrets and (whose == "database" or self.cache is not None):
                yield Violation(
                    ("secrets", name), f"is what the {whose}'s own secret is called here; choose another name"
                )
        if NAME_OF_THE_ACCESS_LOG in self.buckets and any(bucket.access_log for bucket in self.buckets.values()):
            yield Violation(
                ("buckets", NAME_OF_THE_ACCESS_LOG),
                "is what the bucket for access logs is called here; choose another name",
            )
        names = Counter(repository.name for repository in self.repositories.values())
        for key, repository in self.repositories.items():
            if repository.name is not None and names[repository.name] > 1:
                yield Violation(("repositories", key, "name"), f'"{repository.name}" is used by two repositories')

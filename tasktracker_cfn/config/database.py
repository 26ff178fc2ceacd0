"""What the data stack is told about the relational database: engine, size, credentials and their rotation."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field

from tasktracker_cfn.config.engines import TRAITS, WITHOUT_INSIGHTS, Engine, Traits, usual_port
from tasktracker_cfn.config.fields import (
    STRICT,
    DatabaseName,
    EngineVersion,
    InstanceClass,
    LogGroupName,
    Region,
    RetentionDays,
    UserName,
    whole_number,
)
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.serverless import ServerlessConfig

# D08: under 400 GiB the engine sets gp3's IOPS and throughput itself.
SMALLEST_STORAGE_GIB = 20
MOST_STORAGE_GIB = 65536
# Keys that describe an instance of RDS and mean nothing to a serverless cluster of Aurora, with what does.
OF_AN_INSTANCE: Mapping[str, str] = {
    "instance_class": "serverless",
    "storage_gib": "serverless",
    "storage_limit_gib": "serverless",
    "multi_az": "serverless",
    "read_replicas": "serverless.readers",
    "backup_region": "data.backup_plan",
    "size_parameters": "serverless",
}
# E06: what RDS itself puts into the secret that it manages.
KEYS_OF_A_MANAGED_SECRET = frozenset({"database.username", "database.password"})
MonitoringSeconds = Annotated[Literal[1, 5, 10, 15, 30, 60], BeforeValidator(whole_number)]


class RotationConfig(BaseModel):
    """Regular change of the master user's password; cents a month."""

    model_config = STRICT

    method: Literal["hosted-function", "managed"] = Field(
        description='"hosted-function": AWS\'s rotation function changes the generated secret, which holds host, port, '
        "database and engine too; it runs in the private subnets and needs CAPABILITY_AUTO_EXPAND when deployed. "
        '"managed": RDS makes, keeps and changes the secret, which holds username and password only.'
    )
    days: int = Field(default=30, ge=1, le=1000, description="Days between two changes.")


class DatabaseConfig(BaseModel):
    """A PostgreSQL or MySQL database: an instance of RDS, or a serverless cluster of Aurora.

    It refuses connections without TLS.
    """

    model_config = STRICT

    engine: Engine = Field(default="postgres", description="Database engine.")
    version: EngineVersion = Field(
        description="Engine version with its minor number, for example 16.13, or 8.4.8 of MySQL; the gate refuses "
        "retired ones. MySQL 8.0 costs Extended Support since August 2026, at first about 73 USD a month for each "
        "vCPU and twice that with a standby; 8.4 does not.",
    )
    instance_class: InstanceClass | None = Field(
        default=None, description="Instance class, for example db.t3.micro; needed by instances of RDS."
    )
    serverless: ServerlessConfig | None = Field(
        default=None, description="Capacity of the Aurora cluster; needed by Aurora."
    )
    name: DatabaseName = Field(description="Name of the database inside the engine.")
    username: UserName = Field(default="tasktracker", description="Name of the master user.")
    port: int = Field(
        default_factory=usual_port, ge=1150, le=65535, description="TCP port; when absent, 3306 of MySQL and else 5432."
    )
    storage_gib: int = Field(
        default=20, ge=SMALLEST_STORAGE_GIB, le=MOST_STORAGE_GIB, description="Storage of an instance in GiB, type gp3."
    )
    storage_limit_gib: int | None = Field(
        default=None,
        ge=22,
        le=MOST_STORAGE_GIB,
        description="Storage may grow by itself up to this many GiB; fixed when absent.",
    )
    size_parameters: bool = Field(
        default=False,
        description="Instance class and storage become parameters of the stack, with what is said here as defaults.",
    )
    subnets: Literal["private", "isolated"] = Field(default="isolated", description="Tier that the database is in.")
    multi_az: bool = Field(
        default=False, description="A standby of an instance in a second zone; doubles the instance's price."
    )
    read_replicas: int = Field(
        default=0,
        ge=0,
        le=15,
        description="Copies of an instance that answer reads, a little later than it; each costs as much as an "
        "instance without a standby. Their hosts are database.replica-host.",
    )
    backup_retention_days: int = Field(
        default=7, ge=1, le=35, description="Days of automated backups, and so of point-in-time recovery."
    )
    backup_region: Region | None = Field(
        default=None,
        description="Region that the automated backups of an instance are copied to, for as many days; about 0.10 USD "
        "a month for each GiB there, and 0.02 USD for each GiB on the way. None when absent.",
    )
    deletion_protection: bool = Field(
        default=True,
        description="Refuse to delete the database until this is switched off by an update; free of charge.",
    )
    rotation: RotationConfig | None = Field(
        default=None, description="Regular change of the password; it stays what it is when absent."
    )
    slow_query_seconds: float = Field(
        default=1, ge=0.001, le=3600, description="Seconds after which a statement is logged as slow."
    )
    enhanced_monitoring_seconds: MonitoringSeconds | None = Field(
        default=None,
        description="Seconds between two looks at the operating system of each instance (Enhanced Monitoring): 1, 5, "
        "10, 15, 30 or 60. Its log costs about 0.20 USD a month for each instance at 60, and 60 times that at 1; none "
        "when absent.",
    )
    performance_insights: bool = Field(
        default=False,
        description="Keep for 7 days what the database waited for (Performance Insights); free of charge. Not for the "
        "micro and small classes of MySQL; it holds a serverless cluster above its least capacity.",
    )
    log_group: LogGroupName | None = Field(
        default=None,
        description="Name of one more log group for the database, for example for a log shipper: RDS writes to a group "
        "whose name it makes itself, and that one is always made.",
    )
    log_retention_days: RetentionDays = Field(default=30, description="Days for which the database's logs are kept.")

    @property
    def major(self) -> str:
        """Give the engine's major version, which names its parameter group family."""
        parts = self.version.split(".")
        # The first two numbers of MySQL are its major version.
        return ".".join(parts[:2]) if self.engine == "mysql" else parts[0]

    @property
    def traits(self) -> Traits:
        """Give what the engine has of its own."""
        return TRAITS[self.engine]

    @property
    def is_cluster(self) -> bool:
        """Tell whether the database is a cluster of Aurora."""
        return self.engine.startswith("aurora-")

    @property
    def bursts(self) -> bool:
        """Tell whether the instance's class lives on credits of CPU."""
        return self.instance_class is not None and self.instance_class.startswith("db.t")

    @property
    def readable_copies(self) -> int:
        """Count what answers reads beside the database itself: replicas of an instance, readers of a cluster."""
        return self.serverless.readers if self.serverless is not None else self.read_replicas

    @property
    def why_no_copies(self) -> str | None:
        """Say what to set where nothing but the database itself answers reads; None where something does."""
        key = "serverless.readers" if self.is_cluster else "read_replicas"
        return None if self.readable_copies else f"nothing answers reads for the database; set data.database.{key}"

    @property
    def managed_secret(self) -> bool:
        """Tell whether RDS makes and keeps the secret."""
        return self.rotation is not None and self.rotation.method == "managed"

    def violations(self) -> Violations:
        """Check version and names against the engine, and what belongs to instances and to clusters."""
        traits = self.traits
        if not traits.versions.fullmatch(self.version):
            yield Violation(
                ("version",), f'"{self.version}" is no version of {self.engine}; take one such as {traits.examples}'
            )
        user = self.username.lower()
        if user in traits.reserved_users or (user.startswith("pg_") and self.engine != "mysql"):
            yield Violation(("username",), f'"{self.username}" is reserved by {self.engine}; choose another name')
        if self.name.lower() in traits.reserved_databases:
            yield Violation(("name",), f'"{self.name}" is reserved by {self.engine}; choose another name')
        if self.is_cluster:
            yield from self._as_cluster()
        else:
            yield from self._as_instance()

    def _as_cluster(self) -> Violations:
        if self.serverless is None:
            yield Violation(("serverless",), f"is missing; {self.engine} needs its capacity")
        else:
            yield from (violation.under("serverless") for violation in self.serverless.violations())
            # What is no version at all has been said.
            too_old = self.traits.versions.fullmatch(self.version) and self.serverless.too_old(self.version)
            if too_old:
                yield Violation(("version",), too_old)
        for key, instead in OF_AN_INSTANCE.items():
            if key in self.model_fields_set:
                yield Violation((key,), f"belongs to an instance of RDS, not to {self.engine}; see {instead}")

    def _as_instance(self) -> Violations:
        if self.instance_class is None:
            yield Violation(("instance_class",), f"is missing; {self.engine} needs one, for example db.t4g.micro")
        if self.serverless is not None:
            yield Violation(("serverless",), f"belongs to Aurora, not to {self.engine}; see instance_class")
        # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
        if self.storage_limit_gib is not None and self.storage_limit_gib * 10 < self.storage_gib * 11:
            yield Violation(
                ("storage_limit_gib",),
                f"must be at least 10 % above storage_gib ({self.storage_gib}), not {self.storage_limit_gib}",
            )
        # D13
        if self.read_replicas and self.managed_secret:
            yield Violation(
                ("read_replicas",),
                "RDS makes no replica of a database whose password it manages; choose rotation.method = "
                '"hosted-function", or no rotation',
            )
        # D06
        small = self.instance_class is not None and WITHOUT_INSIGHTS.fullmatch(self.instance_class)
        if self.performance_insights and self.engine == "mysql" and small:
            yield Violation(
                ("performance_insights",),
                f"MySQL has none on {self.instance_class}; choose a class of medium size or larger, or leave it out",
            )

"""What the data stack is told about the relational database: engine, size, credentials and their rotation."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import (
    STRICT,
    DatabaseName,
    EngineVersion,
    InstanceClass,
    LogGroupName,
    RetentionDays,
    UserName,
)
from tasktracker_cfn.config.problems import Violation, Violations

# D09: names that the engine keeps for itself. D11: database names that it refuses.
RESERVED_USERS = frozenset({"admin", "administrator", "postgres", "public", "rdsadmin", "root", "user"})
RESERVED_DATABASES = frozenset({"admin", "database", "db", "postgres", "rdsadmin", "template0", "template1"})
# D08: under 400 GiB the engine sets gp3's IOPS and throughput itself.
SMALLEST_STORAGE_GIB = 20
# Keys that describe an instance of RDS and mean nothing to a serverless cluster of Aurora.
OF_AN_INSTANCE = ("instance_class", "storage_gib", "storage_limit_gib", "multi_az")
# D21: of each major version, the first minor version with Aurora Serverless v2, and the first that can pause; all later
# major versions can do both.
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.Aurora_Fea_Regions_DB-eng.Feature.ServerlessV2.html
FIRST_SERVERLESS = {13: 6, 14: 3, 15: 2, 16: 1}
FIRST_PAUSING = {13: 15, 14: 12, 15: 7, 16: 3}
# E06: what RDS itself puts into the secret that it manages.
KEYS_OF_A_MANAGED_SECRET = frozenset({"database.username", "database.password"})


class ServerlessConfig(BaseModel):
    """Capacity of an Aurora Serverless v2 cluster."""

    model_config = STRICT

    minimum_acu: float = Field(
        ge=0, le=256, multiple_of=0.5, description="Least capacity in ACU (about 2 GiB each), in steps of 0.5."
    )
    maximum_acu: float = Field(ge=1, le=256, multiple_of=0.5, description="Most capacity in ACU, in steps of 0.5.")
    readers: int = Field(
        default=0,
        ge=0,
        le=15,
        description="Readers beside the writer, in other zones; each costs as much.",
    )
    pause_after_seconds: int | None = Field(
        default=None, ge=300, le=86400, description="Seconds without a connection after which the cluster pauses."
    )

    def violations(self) -> Violations:
        """Check the range, and that pausing and a minimum of 0 go together."""
        if self.minimum_acu > self.maximum_acu:
            yield Violation(("minimum_acu",), f"{self.minimum_acu:g} is above maximum_acu ({self.maximum_acu:g})")
        # D21
        if (self.minimum_acu == 0) != (self.pause_after_seconds is not None):
            yield Violation(
                ("pause_after_seconds",), "goes with minimum_acu = 0 and with nothing else: set both or neither"
            )


class RotationConfig(BaseModel):
    """Regular change of the master user's password."""

    model_config = STRICT

    method: Literal["hosted-function", "managed"] = Field(
        description='"hosted-function": AWS\'s rotation function changes the generated secret, which holds host, port, '
        "database and engine too; it runs in the private subnets and needs CAPABILITY_AUTO_EXPAND when deployed. "
        '"managed": RDS makes, keeps and changes the secret, which holds username and password only.'
    )
    days: int = Field(default=30, ge=1, le=1000, description="Days between two changes.")


class DatabaseConfig(BaseModel):
    """A PostgreSQL database: an instance of RDS, or a serverless cluster of Aurora."""

    model_config = STRICT

    engine: Literal["postgres", "aurora-postgresql"] = Field(default="postgres", description="Database engine.")
    version: EngineVersion = Field(
        description="Engine version with its minor number, for example 16.13; the gate refuses retired ones.",
    )
    instance_class: InstanceClass | None = Field(
        default=None, description="Instance class, for example db.t3.micro; needed by instances of RDS."
    )
    serverless: ServerlessConfig | None = Field(
        default=None, description="Capacity of the Aurora cluster; needed by Aurora."
    )
    name: DatabaseName = Field(description="Name of the database inside the engine.")
    username: UserName = Field(default="tasktracker", description="Name of the master user.")
    port: int = Field(default=5432, ge=1150, le=65535, description="TCP port.")
    storage_gib: int = Field(
        default=20, ge=SMALLEST_STORAGE_GIB, le=65536, description="Storage of an instance in GiB, type gp3."
    )
    storage_limit_gib: int | None = Field(
        default=None, ge=22, le=65536, description="Storage may grow by itself up to this many GiB; fixed when absent."
    )
    subnets: Literal["private", "isolated"] = Field(default="isolated", description="Tier that the database is in.")
    multi_az: bool = Field(
        default=False, description="A standby of an instance in a second zone; doubles the instance's price."
    )
    backup_retention_days: int = Field(
        default=7, ge=1, le=35, description="Days of automated backups, and so of point-in-time recovery."
    )
    deletion_protection: bool = Field(
        default=True, description="Refuse to delete the database until this is switched off by an update."
    )
    rotation: RotationConfig | None = Field(
        default=None, description="Regular change of the password; it stays what it is when absent."
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
        return self.version.split(".")[0]

    @property
    def is_cluster(self) -> bool:
        """Tell whether the database is a cluster of Aurora."""
        return self.engine.startswith("aurora-")

    @property
    def managed_secret(self) -> bool:
        """Tell whether RDS makes and keeps the secret."""
        return self.rotation is not None and self.rotation.method == "managed"

    def violations(self) -> Violations:
        """Check names against the engine's reserved words, and what belongs to instances and to clusters."""
        if self.username.lower() in RESERVED_USERS or self.username.lower().startswith("pg_"):
            yield Violation(("username",), f'"{self.username}" is reserved by {self.engine}; choose another name')
        if self.name.lower() in RESERVED_DATABASES:
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
            if not self._is_at_least(FIRST_SERVERLESS):
                yield Violation(("version",), _too_old(self.version, "run serverless", FIRST_SERVERLESS))
            elif self.serverless.minimum_acu == 0 and not self._is_at_least(FIRST_PAUSING):
                yield Violation(("version",), _too_old(self.version, "pause at 0 ACU", FIRST_PAUSING))
        for key in OF_AN_INSTANCE:
            if key in self.model_fields_set:
                yield Violation((key,), f"belongs to an instance of RDS, not to {self.engine}; see serverless")

    def _is_at_least(self, first: Mapping[int, int]) -> bool:
        """Tell whether the version is at or above the first minor of its major, or of a later major than all."""
        major, minor = (int(part) for part in self.version.split("."))
        return major > max(first) or (major in first and minor >= first[major])

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


def _too_old(version: str, ability: str, first: Mapping[int, int]) -> str:
    allowed = ", ".join(f"{major}.{minor}" for major, minor in first.items())
    return f'"{version}" cannot {ability}; the first of each major version that can are {allowed}'

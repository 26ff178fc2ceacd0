"""What the data stack is told about the cache: nodes, where they are, and what is kept of them."""

from typing import Literal

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import STRICT, CacheNodeType, CacheVersion
from tasktracker_cfn.config.problems import Violation, Violations

# The templates call the secret with the cache's token so, and wire it as CacheSecretArn.
NAME_OF_THE_CACHES = "cache"
CACHE_PORT = 6379
# What the token is called in its secret.
TOKEN_KEY = "token"  # noqa: S105 - a name, no token
# The first version of Valkey that ElastiCache has.
FIRST_VALKEY = (7, 2)


class CacheConfig(BaseModel):
    """A replication group of Valkey: encrypted at rest and in transit, opened by a token, reached by the tasks only."""

    model_config = STRICT

    version: CacheVersion = Field(default="8.0", description="Version of Valkey, major and minor number.")
    node_type: CacheNodeType = Field(
        default="cache.t4g.micro",
        description="Size of each node; a cache.t4g.micro is about 10 USD a month, others in proportion to memory.",
    )
    nodes: int = Field(
        default=1, ge=1, le=6, description="Nodes: one that is written to, and copies that stand in for it."
    )
    multi_az: bool = Field(
        default=False, description="Place the nodes in different zones; needs two, and costs what the second costs."
    )
    subnets: Literal["private", "isolated"] = Field(default="isolated", description="Tier that the cache is in.")
    snapshot_days: int = Field(
        default=1,
        ge=0,
        le=35,
        description="Days for which daily snapshots are kept, none with 0; about 0.085 USD a month for each GB "
        "beyond the first snapshot.",
    )

    def violations(self) -> Violations:
        """Check the version, and that there is a node for each zone."""
        major, minor = (int(part) for part in self.version.split("."))
        if (major, minor) < FIRST_VALKEY:
            yield Violation(("version",), f"{self.version} is no version of Valkey; the first one here is 7.2")
        if self.multi_az and self.nodes == 1:
            # X07
            yield Violation(("multi_az",), "needs a second node to fail over to; set nodes = 2 or more")

"""What the data stack is told about the capacity of a serverless cluster, and which versions can have it."""

from collections.abc import Mapping

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import STRICT
from tasktracker_cfn.config.problems import Violation, Violations

# D21: of each major version, the first minor version with Aurora Serverless v2, and the first that can pause; all later
# major versions can do both.
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.Aurora_Fea_Regions_DB-eng.Feature.ServerlessV2.html
FIRST_SERVERLESS = {13: 6, 14: 3, 15: 2, 16: 1}
FIRST_PAUSING = {13: 15, 14: 12, 15: 7, 16: 3}


class ServerlessConfig(BaseModel):
    """Capacity of an Aurora Serverless v2 cluster."""

    model_config = STRICT

    minimum_acu: float = Field(
        ge=0,
        le=256,
        multiple_of=0.5,
        description="Least capacity in ACU (about 2 GiB each), in steps of 0.5; each costs about 88 USD a month for "
        "the writer, and as much for each reader.",
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

    def too_old(self, version: str) -> str | None:
        """Say why a version of the engine cannot have this capacity; None where it can."""
        if not _is_at_least(version, FIRST_SERVERLESS):
            return _lacks(version, "run serverless", FIRST_SERVERLESS)
        if self.minimum_acu == 0 and not _is_at_least(version, FIRST_PAUSING):
            return _lacks(version, "pause at 0 ACU", FIRST_PAUSING)
        return None


def _is_at_least(version: str, first: Mapping[int, int]) -> bool:
    """Tell whether a version is at or above the first minor of its major, or of a later major than all."""
    major, minor = (int(part) for part in version.split("."))
    return major > max(first) or (major in first and minor >= first[major])


def _lacks(version: str, ability: str, first: Mapping[int, int]) -> str:
    allowed = ", ".join(f"{major}.{minor}" for major, minor in first.items())
    return f'"{version}" cannot {ability}; the first of each major version that can are {allowed}'

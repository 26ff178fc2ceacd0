"""How many tasks run."""

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import STRICT, Percent
from tasktracker_cfn.config.problems import Violation, Violations


class AutoscalingConfig(BaseModel):
    """Target tracking on the service's average load."""

    model_config = STRICT

    minimum: int = Field(ge=1, le=5000, description="Fewest tasks.")
    maximum: int = Field(ge=1, le=5000, description="Most tasks.")
    cpu_percent: Percent | None = Field(
        default=None, description="CPU load to hold, in percent; not tracked when absent."
    )
    memory_percent: Percent | None = Field(
        default=None, description="Memory use to hold, in percent; not tracked when absent."
    )
    scale_out_seconds: int = Field(default=60, ge=0, le=3600, description="Seconds between two additions of tasks.")
    scale_in_seconds: int = Field(default=300, ge=0, le=3600, description="Seconds between two removals of tasks.")

    def violations(self) -> Violations:
        """Check the bounds, and that something is tracked."""
        if self.minimum > self.maximum:
            yield Violation(("minimum",), f"{self.minimum} is above maximum ({self.maximum})")
        if self.cpu_percent is None and self.memory_percent is None:
            yield Violation((), "tracks nothing; set cpu_percent, memory_percent or both")

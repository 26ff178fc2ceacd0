"""How many tasks run, and on what capacity."""

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import STRICT, Percent
from tasktracker_cfn.config.problems import Violation, Violations


class CapacityConfig(BaseModel):
    """Fargate and Fargate Spot by capacity providers, in place of a launch type."""

    model_config = STRICT

    on_demand_base: int = Field(
        default=0, ge=0, le=100_000, description="Tasks that run on demand before the weights count."
    )
    on_demand_weight: int = Field(
        default=1, ge=0, le=1000, description="Share of the other tasks that runs on demand, against spot_weight."
    )
    spot_weight: int = Field(
        default=0,
        ge=0,
        le=1000,
        description="Share of the other tasks that runs on Spot, which costs up to 70 percent less and is taken back "
        "with two minutes' notice.",
    )

    def violations(self) -> Violations:
        """Check that the strategy is one that ECS can follow."""
        if self.on_demand_weight == 0 and self.spot_weight == 0:
            # E09
            yield Violation(("on_demand_weight",), "and spot_weight are both 0; ECS needs one that is not")
        elif self.on_demand_base and self.on_demand_weight == 0:
            # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-clustercapacityproviderassociations-capacityproviderstrategy.html
            yield Violation(
                ("on_demand_weight",),
                "is 0, and ECS places no task on a provider without weight, also not the base; set it to 1 or more, "
                "and spot_weight to many times that",
            )


class AutoscalingConfig(BaseModel):
    """Target tracking on the service's average load; a task of 0.25 vCPU and 512 MiB costs about 9 USD a month."""

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

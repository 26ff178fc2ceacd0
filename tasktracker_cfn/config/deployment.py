"""How a new version of the service replaces the old one: strategy, alarms that undo it, the very first time."""

from typing import Literal

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import STRICT, ImageReference
from tasktracker_cfn.config.problems import Violation, Violations

# CloudFormation gives up after 36 hours, and refuses a deployment that is planned to take more than 33.
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-service-canaryconfiguration.html
LONGEST_MINUTES = 33 * 60
# The last that a listener has. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html
LAST_PRIORITY = 50_000
WHOLE = 100
SMALLEST_LINEAR_STEP = 3
# ECS counts percentages in tenths.
TENTHS = 10


class DeploymentAlarmsConfig(BaseModel):
    """Alarms that undo a deployment while it is going on. They also tell whom the monitoring's alarms tell."""

    model_config = STRICT

    server_errors: int | None = Field(
        default=None,
        ge=0,
        le=1_000_000,
        description="5xx answers of a target's tasks within one minute above which a deployment is undone; not "
        "watched when absent. 0.10 USD a month for each target, twice that with blue_green.",
    )
    latency_seconds: float | None = Field(
        default=None,
        gt=0,
        le=300,
        description="Seconds that the slowest 5 percent of a target's requests may take, in two minutes one after the "
        "other, before a deployment is undone; not watched when absent. 0.10 USD a month for each target, twice that "
        "with blue_green.",
    )

    def violations(self) -> Violations:
        """Check that something is watched."""
        if self.server_errors is None and self.latency_seconds is None:
            yield Violation((), "watches nothing; set server_errors, latency_seconds or both")


class BlueGreenConfig(BaseModel):
    """Blue/green deployment by ECS: the new tasks run beside the old ones, and traffic is shifted between the two.

    It costs a second set of tasks for as long as a deployment takes, and nothing at other times.
    """

    model_config = STRICT

    shift: Literal["all-at-once", "canary", "linear"] = Field(
        default="all-at-once",
        description='How traffic moves: at once, a small share first ("canary"), or in equal steps ("linear").',
    )
    bake_minutes: int = Field(
        default=10,
        ge=0,
        le=1440,
        description="Minutes for which the old tasks wait after the shift, so that going back takes seconds.",
    )
    step_percent: float | None = Field(
        default=None,
        ge=0.1,
        le=100,
        description='Percent of the traffic that moves first with "canary" (5 when absent), or in each step with '
        '"linear" (10 when absent, 3 at least); in tenths.',
    )
    step_minutes: int | None = Field(
        default=None,
        ge=0,
        le=1440,
        description='Minutes after the first share with "canary" (10 when absent), or between two steps with "linear" '
        "(6 when absent).",
    )

    @property
    def percent(self) -> float:
        """Give the share that moves first, or in each step."""
        return self.step_percent or (5.0 if self.shift == "canary" else 10.0)

    @property
    def minutes(self) -> int:
        """Give the wait after the first share, or between two steps."""
        if self.step_minutes is None:
            return 10 if self.shift == "canary" else 6
        return self.step_minutes

    @property
    def planned_minutes(self) -> int:
        """Give how long CloudFormation takes a deployment to last."""
        if self.shift == "all-at-once":
            return self.bake_minutes
        if self.shift == "canary":
            return self.bake_minutes + self.minutes
        # In tenths, so that 100 / 3.3 is not a matter of rounding. After the last step there is no wait.
        step = round(self.percent * TENTHS)
        whole = WHOLE * TENTHS
        waits = whole // step - (whole % step == 0)
        return self.bake_minutes + waits * self.minutes

    def violations(self) -> Violations:
        """Check that the steps are such as ECS takes, and the whole as CloudFormation does."""
        for key in ("step_percent", "step_minutes"):
            if self.shift == "all-at-once" and getattr(self, key) is not None:
                yield Violation((key,), 'has no meaning with shift = "all-at-once"')
        if self.step_percent is not None and round(self.step_percent * TENTHS, 6) % 1:
            yield Violation(("step_percent",), f"{self.step_percent:g} is finer than tenths, which ECS does not take")
        elif self.shift == "linear" and self.percent < SMALLEST_LINEAR_STEP:
            yield Violation(
                ("step_percent",), f"must be at least {SMALLEST_LINEAR_STEP} with linear, not {self.percent:g}"
            )
        elif self.planned_minutes > LONGEST_MINUTES:
            yield Violation(
                ("bake_minutes",),
                f"and the steps add up to {self.planned_minutes} minutes; CloudFormation refuses more than "
                f"{LONGEST_MINUTES}",
            )


class BootstrapConfig(BaseModel):
    """The placeholder of the first deployment, where containers run images of the system's own repositories.

    Deployed with the parameter Bootstrap=1, it answers in place of every target until an image has been pushed.
    """

    model_config = STRICT

    image: ImageReference = Field(
        default="public.ecr.aws/docker/library/node:24-alpine",
        description="An image with Node.js for the service's processor; its small server is in the template. Tasks "
        "without a way out need a copy in ECR of their own region.",
    )

"""What the monitoring stack is told about the budget: how much a month may cost, and when somebody is told."""

from typing import Annotated

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import STRICT, TagKey
from tasktracker_cfn.config.problems import Violation, Violations

# https://docs.aws.amazon.com/cost-management/latest/userguide/management-limits.html
MOST_NOTIFICATIONS = 5

PercentOfBudget = Annotated[int, Field(ge=1, le=1000)]


class BudgetConfig(BaseModel):
    """A budget for each calendar month, which tells the alarms' topic and address; it stops nothing. Free of charge."""

    model_config = STRICT

    monthly_usd: int = Field(ge=1, le=1_000_000_000, description="What a month may cost, in USD.")
    actual_percents: tuple[PercentOfBudget, ...] = Field(
        default=(80, 100), description="Tell when the month has cost more than these percents of the budget."
    )
    forecast_percents: tuple[PercentOfBudget, ...] = Field(
        default=(100,),
        description="Tell when the month is expected to cost more than these percents; AWS needs some weeks of history "
        "for its first forecast.",
    )
    tag: TagKey | None = Field(
        default=None,
        description="Count only what carries this tag of the system, for example Project; the whole account when "
        "absent. AWS counts by a tag only after it was activated for cost allocation, by hand in the billing console.",
    )

    def violations(self) -> Violations:
        """Check that somebody is told, each time once, and not more often than AWS tells."""
        count = len(self.actual_percents) + len(self.forecast_percents)
        if count == 0:
            yield Violation((), "tells nobody; set actual_percents or forecast_percents")
        if count > MOST_NOTIFICATIONS:
            yield Violation(
                (), f"has {count} percents, actual and forecast together; AWS takes at most {MOST_NOTIFICATIONS}"
            )
        for key in ("actual_percents", "forecast_percents"):
            percents = getattr(self, key)
            if len(set(percents)) != len(percents):
                yield Violation((key,), "names a percentage twice")

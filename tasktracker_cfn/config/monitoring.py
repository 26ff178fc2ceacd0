"""What the monitoring stack is told: alarms and who hears of them."""

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import STRICT, EmailAddress, Percent
from tasktracker_cfn.config.problems import Violation, Violations


class MonitoringConfig(BaseModel):
    """Alarms into one topic. An alarm whose threshold is absent is not made."""

    model_config = STRICT

    email: EmailAddress | None = Field(
        default=None,
        description="Default of the stack's AlarmEmail parameter; nobody is subscribed when absent.",
    )
    database_cpu_percent: Percent | None = Field(
        default=None, description="Alarm when the database's CPU is above this many percent for ten minutes."
    )
    running_tasks_below: int | None = Field(
        default=None,
        ge=1,
        le=5000,
        description="Alarm when fewer tasks run for five minutes; needs Container Insights.",
    )
    server_errors: int | None = Field(
        default=None,
        ge=0,
        description="Alarm when the load balancer and its targets answer more than this many 5xx in five minutes.",
    )

    def violations(self) -> Violations:
        """Check that there is an alarm."""
        if (self.database_cpu_percent, self.running_tasks_below, self.server_errors) == (None, None, None):
            yield Violation((), "has no alarm; set a threshold, or leave the table out")

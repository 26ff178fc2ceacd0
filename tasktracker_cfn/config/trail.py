"""What the monitoring stack is told about the trail: how long the record of the account's calls is kept."""

from pydantic import BaseModel, Field

from tasktracker_cfn.config.access_log import AccessLogConfig
from tasktracker_cfn.config.fields import STRICT, RetentionDays


class TrailConfig(BaseModel):
    """Who called which API of AWS when, in every region of the account: one trail serves all systems of an account.

    The first trail of an account is free, each further one costs 2 USD for 100,000 calls; what is kept costs some cents
    a month, and 0.50 USD for each GB that enters the log group.
    """

    model_config = STRICT

    retention_days: int = Field(
        default=365, ge=1, le=36500, description="Days for which the record is kept in its bucket, about 0.02 USD a GB."
    )
    log_retention_days: RetentionDays = Field(
        default=365, description="Days for which it is kept in its log group as well, where it can be searched."
    )
    access_log: AccessLogConfig | None = Field(
        default=None, description="Log of who reads the record in its bucket; none when absent."
    )

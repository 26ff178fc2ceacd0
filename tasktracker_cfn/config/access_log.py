"""What a bucket of access logs is told: how long, and where in it."""

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import STRICT, LogPrefix
from tasktracker_cfn.config.problems import Violation, Violations


class AccessLogConfig(BaseModel):
    """Access logs in a private bucket of their own, which is always kept; about 0.02 USD a month for a GB."""

    model_config = STRICT

    expire_days: int = Field(default=90, ge=1, le=3650, description="Days after which logs are deleted.")


class LoadBalancerAccessLogConfig(AccessLogConfig):
    """Access logs of the load balancer in a private bucket of their own; about 0.02 USD a month for a GB."""

    prefix: LogPrefix | None = Field(default=None, description="Folder in the bucket; none when absent.")

    def violations(self) -> Violations:
        """Check the folder's name."""
        # L02
        if self.prefix is not None and "AWSLogs" in self.prefix:
            yield Violation(("prefix",), "holds AWSLogs, which AWS puts behind the prefix itself; leave that out")

"""A name under which the tasks are found inside the VPC."""

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import STRICT, DomainName, PartName


class DiscoveryConfig(BaseModel):
    """A private DNS name of the tasks' own addresses, kept by AWS Cloud Map. 0.50 USD a month for its hosted zone."""

    model_config = STRICT

    namespace: DomainName | None = Field(
        default=None,
        description="Private domain; <environment>.<system>.internal when absent.",
    )
    name: PartName | None = Field(
        default=None, description="First part of the name; the default target's name when absent."
    )
    ttl_seconds: int = Field(
        default=10, ge=1, le=3600, description="Seconds for which others may remember the addresses."
    )

"""What the Prometheus rules and Grafana are told."""

from typing import Literal

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import STRICT, HttpsUrl, Percent, SamlName
from tasktracker_cfn.config.problems import Violation, Violations


class RulesConfig(BaseModel):
    """Recording and alert rules on the metrics of `data.metrics`; alerts reach those whom alarms reach."""

    model_config = STRICT

    error_percent: float = Field(
        default=5, gt=0, lt=100, description="Critical alert when more of the requests fail with a 5xx for ten minutes."
    )
    error_floor_requests: int = Field(
        default=20, ge=1, le=1_000_000, description="Requests in five minutes below which errors are not judged."
    )
    latency_seconds: float = Field(
        default=1,
        gt=0,
        le=300,
        description="Alert when the slowest 5 percent of requests take longer for ten minutes.",
    )
    database_connections_percent: Percent = Field(
        default=80, description="Alert when this share of the connections that the database takes is in use."
    )
    slow_queries_per_minute: float = Field(
        default=10, gt=0, le=1_000_000, description="Alert when a MySQL database has more slow queries for ten minutes."
    )
    deadlocks_per_minute: float = Field(
        default=1,
        gt=0,
        le=1_000_000,
        description="Alert when a PostgreSQL database has more deadlocks for ten minutes.",
    )
    replica_lag_seconds: int = Field(
        default=60,
        ge=1,
        le=86_400,
        description="Alert when the database that is read is a replica, and further behind for five minutes.",
    )
    container_memory_percent: Percent = Field(
        default=90, description="Alert when a container uses more of its memory limit for ten minutes."
    )


class SamlConfig(BaseModel):
    """Who may sign in to Grafana, by an identity provider that speaks SAML."""

    model_config = STRICT

    metadata_url: HttpsUrl = Field(description="Address of the identity provider's metadata.")
    role_attribute: SamlName = Field(default="role", description="Attribute of an assertion that holds the roles.")
    admin_roles: tuple[SamlName, ...] = Field(min_length=1, description="Roles that administer Grafana.")
    editor_roles: tuple[SamlName, ...] = Field(default=(), description="Roles that change dashboards.")


class GrafanaConfig(BaseModel):
    """A managed Grafana workspace: 9 USD a month for each active editor or administrator, 5 for each viewer."""

    model_config = STRICT

    authentication: Literal["AWS_SSO", "SAML"] = Field(
        description="Who signs people in: IAM Identity Center, which the account must have, or an identity provider of "
        "your own."
    )
    saml: SamlConfig | None = Field(default=None, description="The identity provider; needed by SAML.")

    def violations(self) -> Violations:
        """Check that somebody can sign in."""
        # X10
        if self.authentication == "SAML" and self.saml is None:
            yield Violation(("saml",), 'is missing; with "SAML" and no identity provider nobody could sign in')
        if self.authentication == "AWS_SSO" and self.saml is not None:
            yield Violation(("saml",), 'belongs to "SAML"; IAM Identity Center needs nothing more')

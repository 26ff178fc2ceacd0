"""Grafana workspaces that are not created, or that nobody gets into."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System

WORKSPACE = "AWS::Grafana::Workspace"


@rule(
    "grafana-role-given",
    rows="X10",
    severity="error",
    why="When the permission type is CUSTOMER_MANAGED a workspace role must be provided; only the console makes one.",
    remedy="Give RoleArn: a role that grafana.amazonaws.com may assume, with what the data sources need.",
    source="https://github.com/hashicorp/terraform-provider-aws/issues/24342",
)
def role(system: System) -> Iterator[Fault]:
    """A Grafana workspace whose permissions are the customer's has a role."""
    for workspace in system.of(WORKSPACE):
        own = workspace.text("AccountAccessType") == "CURRENT_ACCOUNT"
        if own and workspace.text("PermissionType") == "CUSTOMER_MANAGED" and workspace.get("RoleArn") is None:
            yield Fault(workspace, "manages its permissions itself and has no RoleArn", "PermissionType")


@rule(
    "grafana-sign-in",
    rows="X10",
    severity="warning",
    why="A workspace with SAML and without its configuration is created, and nobody can sign in.",
    remedy="Give SamlConfiguration with the provider's metadata and the roles of administrators.",
    source="https://docs.aws.amazon.com/grafana/latest/userguide/authentication-in-AMG-SAML.html",
)
def sign_in(system: System) -> Iterator[Fault]:
    """A Grafana workspace into which one signs in by SAML has its configuration."""
    for workspace in system.of(WORKSPACE):
        providers = workspace.listed("AuthenticationProviders")
        if providers == ("SAML",) and workspace.get("SamlConfiguration") is None:
            yield Fault(workspace, "is signed in to by SAML and has no SamlConfiguration", "AuthenticationProviders")

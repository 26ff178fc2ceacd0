"""A managed Grafana workspace, and the role by which it reads metrics; its dashboards lie beside the templates."""

from typing import NamedTuple

from awacs import aps, cloudwatch
from troposphere import AWSObject, GetAtt, grafana, iam

from tasktracker_cfn.authoring.iam import allow, allow_everywhere, managed_policy, service_role, use_key
from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.wires import Arn
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.alerting import GrafanaConfig, SamlConfig


class Grafana(NamedTuple):
    """The workspace, and all resources of it in reading order."""

    workspace: grafana.Workspace
    resources: list[AWSObject]


def build(system: SystemConfig, config: GrafanaConfig, metric_workspace_arn: Arn, key_arn: Arn | None) -> Grafana:
    """Give the workspace and its role; CloudFormation cannot put data sources and dashboards into it (X10)."""
    policy, role = _access(metric_workspace_arn, key_arn)
    kept = "Delete" if system.disposable else "Retain"
    workspace = grafana.Workspace(
        "GrafanaWorkspace",
        # What people made in it is in no file.
        DeletionPolicy=kept,
        UpdateReplacePolicy="Retain",
        Name=system.name,
        Description=f"Dashboards of {system.name}",
        AccountAccessType="CURRENT_ACCOUNT",
        AuthenticationProviders=[config.authentication],
        # X10: only the console makes a role of Grafana's own.
        PermissionType="CUSTOMER_MANAGED",
        RoleArn=GetAtt(role, "Arn"),
        DataSources=["PROMETHEUS", "CLOUDWATCH"],
        **given(SamlConfiguration=_saml(config.saml) if config.saml else None),
    )
    return Grafana(workspace, [policy, role, workspace])


def _access(metric_workspace_arn: Arn, key_arn: Arn | None) -> tuple[iam.ManagedPolicy, iam.Role]:
    policy = managed_policy(
        "GrafanaPolicy",
        "Read the metrics of one workspace and those of CloudWatch",
        allow(
            aps.DescribeWorkspace,
            aps.GetLabels,
            aps.GetMetricMetadata,
            aps.GetSeries,
            aps.ListAlerts,
            aps.ListRules,
            aps.QueryMetrics,
            on=[metric_workspace_arn],
            sid="QueryMetrics",
        ),
        allow_everywhere(aps.ListWorkspaces, sid="FindWorkspaces"),
        allow_everywhere(cloudwatch.GetMetricData, cloudwatch.ListMetrics, sid="ReadCloudWatchMetrics"),
        *([use_key(key_arn, "aps", sid="UseKeyOfMetrics")] if key_arn is not None else []),
    )
    role = service_role(
        "GrafanaRole",
        "grafana",
        "Reads metrics for Grafana",
        [policy],
        source="grafana:${AWS::Region}:${AWS::AccountId}:/workspaces/*",
    )
    return policy, role


def _saml(config: SamlConfig) -> grafana.SamlConfiguration:
    return grafana.SamlConfiguration(
        IdpMetadata=grafana.IdpMetadata(Url=config.metadata_url),
        AssertionAttributes=grafana.AssertionAttributes(Role=config.role_attribute),
        RoleValues=grafana.RoleValues(
            Admin=list(config.admin_roles), **given(Editor=list(config.editor_roles) or None)
        ),
    )

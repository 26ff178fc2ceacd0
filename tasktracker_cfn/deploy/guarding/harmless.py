"""The types that surely hold nothing: all that there is of them, their template says, and it can be made again.

Whatever is not here needs a person's yes before it is replaced or removed, types that nobody knows here included. So
a type is entered only when it keeps no data, no history of its own, no credential, no address that others know, and
nothing that people or programs fill it with. Each group says why; where one is in doubt, it is left out.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple


class Group(NamedTuple):
    """Types that hold nothing for the same reason, their nouns by service, and the page that says so."""

    reason: str
    source: str
    nouns: Mapping[str, str]

    def types(self) -> Iterator[str]:
        """Give the names of the types."""
        for service, nouns in self.nouns.items():
            yield from (f"AWS::{service}::{noun}" for noun in nouns.split())


DOCS = "https://docs.aws.amazon.com"
GROUPS = (
    Group(
        "who may do what: a policy, and what it is attached to",
        f"{DOCS}/IAM/latest/UserGuide/access_policies.html",
        {
            "ACMPCA": "Permission",
            "APS": "ResourcePolicy",
            "Bedrock": "ResourcePolicy",
            "BedrockAgentCore": "ResourcePolicy",
            "CloudTrail": "ResourcePolicy",
            "Cognito": "IdentityPoolPrincipalTag IdentityPoolRoleAttachment",
            "ECR": "RegistryPolicy",
            "EKS": "AccessEntry PodIdentityAssociation",
            "EventSchemas": "RegistryPolicy",
            "Events": "EventBusPolicy",
            "EventsV2": "ResourcePolicy",
            "IAM": "Group GroupPolicy InstanceProfile ManagedPolicy OIDCProvider Policy Role RolePolicy "
            "ServiceLinkedRole UserPolicy UserToGroupAddition",
            "KMS": "Alias",
            "Kinesis": "ResourcePolicy",
            "LakeFormation": "DataCellsFilter Permissions PrincipalPermissions TagAssociation",
            "Lambda": "CodeSigningConfig LayerVersionPermission Permission ResourcePolicy",
            "Lex": "ResourcePolicy",
            "Logs": "ResourcePolicy",
            "MSK": "BatchScramSecret ClusterPolicy",
            "MediaPackageV2": "ChannelPolicy OriginEndpointPolicy",
            "MediaTailor": "ChannelPolicy",
            "OpenSearchServerless": "AccessPolicy",
            "Organizations": "ResourcePolicy",
            "RAM": "PermissionAssociation PrincipalAssociation ResourceAssociation SourceAssociation",
            "RolesAnywhere": "Profile",
            "S3": "AccessGrant AccessGrantsLocation BucketPolicy MultiRegionAccessPointPolicy",
            "S3Express": "BucketPolicy",
            "S3Files": "FileSystemPolicy",
            "S3ObjectLambda": "AccessPointPolicy",
            "S3Outposts": "BucketPolicy",
            "S3Tables": "TableBucketPolicy TablePolicy",
            "S3Vectors": "VectorBucketPolicy",
            "SNS": "TopicInlinePolicy TopicPolicy",
            "SQS": "QueueInlinePolicy QueuePolicy",
            "SSM": "ResourcePolicy",
            "SSO": "ApplicationAssignment Assignment",
            "SecretsManager": "ResourcePolicy",
            "Signer": "ProfilePermission",
            "VpcLattice": "AuthPolicy ResourcePolicy",
            "XRay": "ResourcePolicy",
        },
    ),
    Group(
        "routes, rules and associations of a network: settings of what they join, without an address of their own",
        f"{DOCS}/vpc/latest/userguide/how-it-works.html",
        {
            "AppMesh": "GatewayRoute Mesh Route VirtualGateway VirtualNode VirtualRouter VirtualService",
            "EC2": "ClientVpnAuthorizationRule ClientVpnRoute ClientVpnTargetNetworkAssociation DHCPOptions "
            "EgressOnlyInternetGateway EIPAssociation FlowLog GatewayRouteTableAssociation "
            "IPAMResourceDiscoveryAssociation IpPoolRouteTableAssociation LocalGatewayRoute "
            "LocalGatewayRouteTableVPCAssociation LocalGatewayRouteTableVirtualInterfaceGroupAssociation NetworkAcl "
            "NetworkAclEntry NetworkInsightsAccessScope NetworkInsightsPath NetworkInterfacePermission "
            "NetworkPerformanceMetricSubscription Route RouteServerAssociation RouteServerPropagation RouteTable "
            "SecurityGroup SecurityGroupEgress SecurityGroupIngress SecurityGroupVpcAssociation SubnetCidrReservation "
            "SubnetNetworkAclAssociation SubnetRouteTableAssociation TrafficMirrorFilter TrafficMirrorFilterRule "
            "TrafficMirrorSession TrafficMirrorTarget TransitGatewayMulticastDomainAssociation "
            "TransitGatewayMulticastGroupMember TransitGatewayMulticastGroupSource "
            "TransitGatewayPolicyTableAssociation TransitGatewayRoute TransitGatewayRouteTableAssociation "
            "TransitGatewayRouteTablePropagation VPCBlockPublicAccessExclusion VPCBlockPublicAccessOptions "
            "VPCDHCPOptionsAssociation VPCEndpointConnectionNotification VPCEndpointServicePermissions "
            "VPCGatewayAttachment VPNConnectionRoute VPNGatewayRoutePropagation",
            "NetworkFirewall": "FirewallPolicy LoggingConfiguration",
            "NetworkManager": "CoreNetworkPrefixListAssociation CustomerGatewayAssociation LinkAssociation "
            "TransitGatewayRegistration",
            "Route53": "HealthCheck QueryLoggingConfig RecordSet RecordSetGroup",
            "Route53Profiles": "ProfileAssociation ProfileResourceAssociation",
            "Route53Resolver": "FirewallRuleGroupAssociation ResolverConfig ResolverDNSSECConfig "
            "ResolverQueryLoggingConfig ResolverQueryLoggingConfigAssociation ResolverRuleAssociation",
        },
    ),
    Group(
        "how requests are taken and handed on: rules of a load balancer, an API, a content network or a firewall",
        f"{DOCS}/elasticloadbalancing/latest/application/introduction.html",
        {
            "ApiGateway": "Account Authorizer BasePathMapping BasePathMappingV2 Deployment DocumentationPart "
            "DocumentationVersion GatewayResponse Method Model RequestValidator Resource Stage UsagePlanKey",
            "ApiGatewayV2": "ApiGatewayManagedOverrides ApiMapping Authorizer Deployment Integration "
            "IntegrationResponse Model Route RouteResponse RoutingRule Stage",
            "AppSync": "DataSource DomainNameApiAssociation FunctionConfiguration GraphQLSchema Resolver "
            "SourceApiAssociation",
            "CloudFront": "CachePolicy CloudFrontOriginAccessIdentity ContinuousDeploymentPolicy Function "
            "MonitoringSubscription OriginAccessControl OriginRequestPolicy RealtimeLogConfig ResponseHeadersPolicy",
            "ElasticLoadBalancingV2": "Listener ListenerCertificate ListenerRule TargetGroup",
            "GlobalAccelerator": "EndpointGroup Listener",
            "Shield": "Protection ProtectionGroup",
            "VpcLattice": "AccessLogSubscription Listener Rule ServiceNetworkResourceAssociation "
            "ServiceNetworkServiceAssociation ServiceNetworkVpcAssociation TargetGroup",
            "WAF": "Rule WebACL",
            "WAFRegional": "RateBasedRule Rule WebACL WebACLAssociation",
            "WAFv2": "LoggingConfiguration RuleGroup WebACL WebACLAssociation",
        },
    ),
    Group(
        "what watches and tells: the figures, the logs and the events themselves are kept elsewhere",
        f"{DOCS}/AmazonCloudWatch/latest/monitoring/WhatIsCloudWatch.html",
        {
            "APS": "RuleGroupsNamespace Scraper",
            "ApplicationSignals": "Discovery ServiceLevelObjective",
            "AutoScaling": "LifecycleHook ScalingPolicy ScheduledAction",
            "Budgets": "Budget BudgetsAction",
            "CE": "AnomalySubscription",
            "Chatbot": "CustomAction MicrosoftTeamsChannelConfiguration SlackChannelConfiguration",
            "CloudTrail": "Dashboard Trail",
            "CloudWatch": "Alarm AlarmMuteRule CompositeAlarm Dashboard InsightRule LogAlarm MetricStream",
            "CodeStarNotifications": "NotificationRule",
            "Config": "AggregationAuthorization ConfigRule DeliveryChannel RemediationConfiguration StoredQuery",
            "DMS": "EventSubscription",
            "DocDB": "EventSubscription",
            "Events": "ApiDestination Rule",
            "GuardDuty": "Filter PublishingDestination",
            "InternetMonitor": "Monitor",
            "Logs": "AccountPolicy Delivery DeliveryDestination DeliverySource Destination MetricFilter "
            "QueryDefinition SubscriptionFilter Transformer",
            "Neptune": "EventSubscription",
            "Notifications": "ChannelAssociation EventRule ManagedNotificationAccountContactAssociation "
            "ManagedNotificationAdditionalChannelAssociation NotificationConfiguration",
            "Oam": "Link",
            "RDS": "EventSubscription",
            "Redshift": "EventSubscription",
            "SES": "ConfigurationSetEventDestination",
            "SNS": "Subscription",
            "XRay": "Group SamplingRule",
        },
    ),
    Group(
        "what runs, or says how something runs: what it works on is kept elsewhere, its code in an image or a bucket",
        f"{DOCS}/AmazonECS/latest/developerguide/Welcome.html",
        {
            "AppConfig": "DeploymentStrategy ExtensionAssociation",
            "AppRunner": "AutoScalingConfiguration ObservabilityConfiguration VpcConnector",
            "ApplicationAutoScaling": "ScalableTarget ScalingPolicy",
            "AutoScaling": "LaunchConfiguration",
            "Athena": "NamedQuery PreparedStatement",
            "AutoScalingPlans": "ScalingPlan",
            "Batch": "JobDefinition SchedulingPolicy",
            "CodeDeploy": "DeploymentConfig",
            "EC2": "InstanceEventWindow LaunchTemplate PlacementGroup",
            "ECS": "CapacityProvider Cluster ClusterCapacityProviderAssociations DaemonTaskDefinition "
            "PrimaryTaskSet Service TaskDefinition TaskSet",
            "ImageBuilder": "Component ContainerRecipe DistributionConfiguration ImageRecipe "
            "InfrastructureConfiguration LifecyclePolicy",
            "Lambda": "Alias EventInvokeConfig Function LayerVersion Version",
            "MediaConvert": "JobTemplate Preset",
            "SSM": "Association Document MaintenanceWindow MaintenanceWindowTarget MaintenanceWindowTask "
            "PatchBaseline ResourceDataSync",
            "SageMaker": "AppImageConfig Endpoint EndpointConfig Model NotebookInstanceLifecycleConfig "
            "StudioLifecycleConfig",
            "Scheduler": "Schedule",
            "StepFunctions": "StateMachineAlias",
        },
    ),
    Group(
        "settings of a store, of what is copied from it, or of how long it keeps: the store has the data",
        f"{DOCS}/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html",
        {
            "AmazonMQ": "ConfigurationAssociation",
            "Backup": "BackupPlan BackupSelection Framework ReportPlan RestoreTestingPlan RestoreTestingSelection",
            "DAX": "ParameterGroup SubnetGroup",
            "DLM": "LifecyclePolicy",
            "DMS": "ReplicationSubnetGroup",
            "DocDB": "DBClusterParameterGroup DBSubnetGroup",
            "ECR": "PullThroughCacheRule RegistryScanningConfiguration ReplicationConfiguration "
            "RepositoryCreationTemplate",
            "EFS": "AccessPoint",
            "EMR": "SecurityConfiguration",
            "ElastiCache": "ParameterGroup SecurityGroup SecurityGroupIngress",
            "Glue": "Classifier SecurityConfiguration Trigger",
            "Kinesis": "StreamConsumer",
            "MemoryDB": "ACL ParameterGroup SubnetGroup",
            "Neptune": "DBClusterParameterGroup DBParameterGroup DBSubnetGroup",
            "OpenSearchServerless": "LifecyclePolicy SecurityPolicy",
            "RDS": "DBClusterParameterGroup DBParameterGroup DBProxyTargetGroup DBSecurityGroup "
            "DBSecurityGroupIngress OptionGroup",
            "Redshift": "ClusterParameterGroup ClusterSecurityGroup ClusterSecurityGroupIngress ClusterSubnetGroup "
            "ScheduledAction SnapshotSchedule UsageLimit",
            "SecretsManager": "RotationSchedule SecretTargetAttachment",
        },
    ),
    Group(
        "an instruction to CloudFormation: nothing outside the stack is made by it",
        f"{DOCS}/AWSCloudFormation/latest/TemplateReference/AWS_CloudFormation.html",
        {
            "CDK": "Metadata",
            "CloudFormation": "HookDefaultVersion HookTypeConfig Macro ModuleDefaultVersion ResourceDefaultVersion "
            "WaitCondition WaitConditionHandle",
        },
    ),
)
HARMLESS = frozenset(name for group in GROUPS for name in group.types())

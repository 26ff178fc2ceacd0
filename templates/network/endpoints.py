"""Private ways to AWS's services: a gateway for S3, and for others an interface in each zone.

The policies are the second of two locks: what a role may do is said at the role, and here whose roles may come this
way. https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
"""

from awacs import s3
from awacs.aws import Action, Allow, Condition, PolicyDocument, Principal, Statement, StringEquals
from troposphere import AccountId, AWSHelperFn, GetAtt, Ref, ec2

from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.endpoints import EndpointService
from tasktracker_cfn.config.ways_out import OF_ECS, endpoint_tier, endpoints, tasks_without_nat
from templates.network.addresses import Addresses

# What IAM calls a service, where that is not how its endpoint starts.
IAM_PREFIXES = {"monitoring": "cloudwatch", "aps-workspaces": "aps"}


def gateway(system: SystemConfig, network: Addresses) -> list[ec2.VPCEndpoint]:
    """Give the endpoint for S3, if it is wanted."""
    if not system.network.s3_endpoint:
        return []
    tables = network.tables["private"] or network.tables["public"]
    return [
        # A gateway endpoint takes route tables and neither subnets nor security groups (N09).
        ec2.VPCEndpoint(
            "S3Endpoint",
            VpcId=Ref(network.vpc),
            VpcEndpointType="Gateway",
            ServiceName=text("com.amazonaws.${AWS::Region}.s3"),
            RouteTableIds=[Ref(table) for table in tables],
            **given(PolicyDocument=_s3_policy(system) if system.network.s3_endpoint_account_only else None),
        )
    ]


def interfaces(system: SystemConfig, network: Addresses, group: ec2.SecurityGroup | None) -> list[ec2.VPCEndpoint]:
    """Give the interface endpoints, each with an address in every zone and the service's own name."""
    if group is None:
        return []
    return [
        ec2.VPCEndpoint(
            f"{pascal(service.replace('.', '-'))}Endpoint",
            VpcId=Ref(network.vpc),
            # N09: the default is a gateway.
            VpcEndpointType="Interface",
            ServiceName=text(f"com.amazonaws.${{AWS::Region}}.{service}"),
            SubnetIds=[Ref(subnet) for subnet in network.subnets[endpoint_tier(system)]],
            SecurityGroupIds=[GetAtt(group, "GroupId")],
            PrivateDnsEnabled=True,
            **given(PolicyDocument=_policy(service)),
        )
        for service in endpoints(system)
    ]


def _policy(service: EndpointService) -> PolicyDocument | None:
    # Fargate itself speaks to ECS, and not as this account.
    if service in OF_ECS:
        return None
    prefix = IAM_PREFIXES.get(service, service.split(".", maxsplit=1)[0])
    return PolicyDocument(Version="2012-10-17", Statement=[_own_account(prefix)])


def _s3_policy(system: SystemConfig) -> PolicyDocument:
    statements = [
        _own_account("s3"),
        # Layers are fetched by links that ECR has signed.
        # https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
        _anyone_reads(
            "FetchImageLayers", text("arn:${AWS::Partition}:s3:::prod-${AWS::Region}-starport-layer-bucket/*")
        ),
    ]
    if not tasks_without_nat(system):
        # Always, because an image can also be given as a parameter.
        # Docker Hub answers who asks from AWS with links into a bucket of its own, and the route to S3 is this one.
        # https://github.com/docker/hub-feedback/issues/1318
        hub = text("arn:${AWS::Partition}:s3:::docker-images-prod/*")
        statements.append(_anyone_reads("FetchLayersOfDockerHub", hub))
    if system.network.bastion is not None:
        # Packages of Amazon Linux are fetched by nobody in particular.
        # https://docs.aws.amazon.com/linux/al2023/ug/managing-repos-os-updates.html
        packages = text("arn:${AWS::Partition}:s3:::al2023-repos-${AWS::Region}-de612dc2/*")
        statements.append(_anyone_reads("FetchPackages", packages))
    return PolicyDocument(Version="2012-10-17", Statement=statements)


def _own_account(prefix: str) -> Statement:
    return Statement(
        Sid="OwnAccountOnly",
        Effect=Allow,
        # A gateway endpoint takes no other principal; whose it is, the condition says.
        Principal=Principal("*"),
        Action=[Action(prefix, "*")],
        Resource=["*"],
        Condition=Condition(StringEquals("aws:PrincipalAccount", AccountId)),
    )


def _anyone_reads(sid: str, objects: AWSHelperFn) -> Statement:
    return Statement(Sid=sid, Effect=Allow, Principal=Principal("*"), Action=[s3.GetObject], Resource=[objects])

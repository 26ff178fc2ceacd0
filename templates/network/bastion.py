"""The bastion: an instance that nobody can connect to, and that opens connections for who may use Session Manager."""

from typing import NamedTuple

from awacs import ssm, ssmmessages, sts
from awacs.aws import Allow, PolicyDocument, Principal, Statement
from troposphere import AWSObject, GetAtt, Ref, ec2, iam

from tasktracker_cfn.authoring.iam import allow, allow_everywhere, managed_policy
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.config.administration import BastionConfig
from templates.network.addresses import Addresses

# X13: the newest one at each update that changes the instance, which then is another; it holds nothing.
IMAGE = "{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}"
ROOT_DEVICE = "/dev/xvda"
DISK_GIB = 8


class Bastion(NamedTuple):
    """The instance, and all resources in reading order."""

    instance: ec2.Instance
    resources: list[AWSObject]


def build(
    config: BastionConfig, network: Addresses, group: ec2.SecurityGroup, endpoints: list[ec2.VPCEndpoint]
) -> Bastion:
    """Give the instance in the first private subnet, with its role."""
    policy, role = _role()
    profile = iam.InstanceProfile("BastionProfile", Roles=[Ref(role)])
    instance = ec2.Instance(
        "Bastion",
        # An agent that finds no way out when it starts waits longer and longer before it looks again.
        DependsOn=[*network.nat_routes, *endpoints],
        ImageId=IMAGE,
        InstanceType=config.instance_type,
        SubnetId=Ref(network.subnets["private"][0]),
        SecurityGroupIds=[GetAtt(group, "GroupId")],
        IamInstanceProfile=Ref(profile),
        # X14
        MetadataOptions=ec2.MetadataOptions(HttpEndpoint="enabled", HttpTokens="required", HttpPutResponseHopLimit=1),
        EbsOptimized=True,
        BlockDeviceMappings=[
            ec2.BlockDeviceMapping(
                DeviceName=ROOT_DEVICE,
                Ebs=ec2.EbsBlockDevice(VolumeType="gp3", VolumeSize=DISK_GIB, Encrypted=True, DeleteOnTermination=True),
            )
        ],
        PropagateTagsToVolumeOnCreation=True,
    )
    return Bastion(instance, [policy, role, profile, instance])


def _role() -> tuple[iam.ManagedPolicy, iam.Role]:
    """Give what Session Manager needs and no more: AWS's own policy also lets every parameter be read.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-add-permissions-to-existing-profile.html
    """
    policy = managed_policy(
        "BastionPolicy",
        "Take part in sessions of Session Manager",
        allow(
            ssm.UpdateInstanceInformation,
            on=[text("arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:instance/*")],
            sid="RegisterInstance",
        ),
        allow_everywhere(
            ssmmessages.CreateControlChannel,
            ssmmessages.CreateDataChannel,
            ssmmessages.OpenControlChannel,
            ssmmessages.OpenDataChannel,
            sid="OpenSessions",
        ),
    )
    role = iam.Role(
        "BastionRole",
        Description="Takes part in sessions of Session Manager",
        AssumeRolePolicyDocument=PolicyDocument(Version="2012-10-17", Statement=[_trust()]),
        ManagedPolicyArns=[Ref(policy)],
    )
    return policy, role


def _trust() -> Statement:
    # Without a condition: EC2 names no source account, and a role cannot be handed to an instance of another account.
    return Statement(
        Sid="AssumedByInstance",
        Effect=Allow,
        Principal=Principal("Service", ["ec2.amazonaws.com"]),
        Action=[sts.AssumeRole],
    )

"""The rules that security groups are made of, always TCP and one port."""

from troposphere import GetAtt, ec2

from tasktracker_cfn.authoring.resources import given

ANYWHERE = "0.0.0.0/0"
NOWHERE = "127.0.0.1/32"


def tcp(port: int, **peer: object) -> ec2.SecurityGroupRule:
    """Give a rule that stands inside a group."""
    return ec2.SecurityGroupRule(IpProtocol="tcp", FromPort=port, ToPort=port, **given(**peer))


def to_nowhere(port: int) -> ec2.SecurityGroupRule:
    """Give the outbound rule of a group whose wearers open no connections."""
    return tcp(port, CidrIp=NOWHERE, Description="No outbound traffic, in place of the implicit allow-all")


def ingress(
    logical_id: str, group: ec2.SecurityGroup, port: int, source: ec2.SecurityGroup, description: str
) -> ec2.SecurityGroupIngress:
    """Give a rule of its own that lets the wearers of another group in."""
    return ec2.SecurityGroupIngress(
        logical_id,
        GroupId=GetAtt(group, "GroupId"),
        IpProtocol="tcp",
        FromPort=port,
        ToPort=port,
        SourceSecurityGroupId=GetAtt(source, "GroupId"),
        Description=description,
    )

"""What one mutation is, and the texts of templates that several of them replace."""

from typing import NamedTuple

# The rows that must notice, a file, a text in it and what stands in its place.
Broken = tuple[str, str, str, str]

ANYONE = "CidrIp: 0.0.0.0/0"
BALANCER_SOURCE = "SourceSecurityGroupId: !GetAtt LoadBalancerSecurityGroup.GroupId"
TASK_SOURCE = "SourceSecurityGroupId: !GetAtt TaskSecurityGroup.GroupId"
PASSWORD = "!Sub '{{resolve:secretsmanager:${DatabaseSecret}:SecretString:password}}'"
SECOND_ZONE = "- 1\n      - !GetAZs ''"
FIRST_ZONE = "- 0\n      - !GetAZs ''"


class Mutation(NamedTuple):
    """In one file of a built system, one text in place of another; the rows that must notice."""

    folder: str
    rows: str
    file: str
    old: str
    new: str


def ports(port: int, indent: int) -> str:
    """Give the two lines of a rule for one port, the second of them indented."""
    return f"FromPort: {port}\n{' ' * indent}ToPort: {port}\n"


SSH_FROM_ANYONE = f"""\
      SecurityGroupIngress:
      - IpProtocol: tcp
        {ports(22, 8)}        {ANYONE}
"""

"""The trail's ARN, which policies have to know before there is a trail."""

from troposphere import Sub

from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.config import SystemConfig, given_names


def trail_arn(system: SystemConfig) -> Sub:
    """Give the ARN of a system's trail, made of its name (X04)."""
    return text(
        f"arn:${{AWS::Partition}}:cloudtrail:${{AWS::Region}}:${{AWS::AccountId}}:trail/{given_names.trail(system)}"
    )

"""What troposphere does not have, or has wrong; each goes when troposphere has it right."""

from troposphere import rds
from troposphere.validators import double, integer


class ServerlessV2ScalingConfiguration(rds.ServerlessV2ScalingConfiguration):
    """Capacity from 0 (paused) to 256 ACU; troposphere 4.11 stops at 0.5 and 128.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-rds-dbcluster-serverlessv2scalingconfiguration.html
    """

    props = {  # noqa: RUF012 - troposphere's own way to say what a property holds
        "MaxCapacity": (double, False),
        "MinCapacity": (double, False),
        "SecondsUntilAutoPause": (integer, False),
    }

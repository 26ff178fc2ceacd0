"""The interface endpoints that there are: private ways to single services of AWS."""

from typing import Literal

# N09: the last part of com.amazonaws.<region>.<service>; another spelling is no service.
# https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
EndpointService = Literal[
    "needed",
    "aps-workspaces",
    "ec2messages",
    "ecr.api",
    "ecr.dkr",
    "ecs",
    "ecs-agent",
    "ecs-telemetry",
    "kms",
    "logs",
    "monitoring",
    "secretsmanager",
    "ssm",
    "ssmmessages",
    "sts",
    "xray",
]
# Stands for what `ways_out.needed_endpoints` finds.
NEEDED: EndpointService = "needed"

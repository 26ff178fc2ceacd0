"""What is broken in the community tracker's production, where it differs from the other environments."""

from tests.systems.mutations.mutation import Broken

BROKEN: list[Broken] = [
    ("S1-09", "network", "NatGatewayId: !Ref NatGatewayB", "NatGatewayId: !Ref NatGatewayA"),
    (
        "S1-09",
        "network",
        "RouteTableId: !Ref PrivateRouteTableB\n      Dest",
        "RouteTableId: !Ref PrivateRouteTableA\n      Dest",
    ),
    ("S1-21", "data", "MinCapacity: 2", "MinCapacity: 0.5"),
    ("S1-22", "data", "MaxCapacity: 16", "MaxCapacity: 4"),
    (
        "S1-140",
        "data",
        "DatabaseReader1:\n    Type: AWS::RDS::DBInstance",
        "DatabaseReader1:\n    Type: AWS::RDS::DBProxy",
    ),
    ("S1-33", "service", "Cpu: '1024'", "Cpu: '512'"),
    ("S1-34", "service", "Memory: '2048'", "Memory: '4096'"),
    ("S1-49", "service", "MinCapacity: 3", "MinCapacity: 2"),
    ("S1-50", "service", "MaxCapacity: 20", "MaxCapacity: 10"),
    ("S1-103 S1-142", "service", "Name: containerInsights", "Name: insights"),
    ("S1-107", "monitoring", "Threshold: 3\n", "Threshold: 2\n"),
    ("S1-112", "monitoring", "- !Ref CriticalAlarmTopic\n", "- !Ref AlarmTopic\n"),
    ("S1-112", "monitoring", "- !Ref AlarmTopic\n", "- !Ref CriticalAlarmTopic\n"),
    ("S1-115", "monitoring", "AlarmRule: ", "ActionsEnabled: false\n      AlarmRule: "),
    ("S1-116", "keys", "cloudwatch.amazonaws.com", "budgets.amazonaws.com"),
    ("S1-123 S1-P4", "monitoring", "Value: production\n", "Value: dev\n"),
]

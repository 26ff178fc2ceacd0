"""Cases of the rules about how a service's tasks are reached."""

from tests.gate.rules.case import breaks, case, holds, nest
from tests.gate.rules.ecs_templates import MISSING, ON_INSTANCES, PARAMETERS, WIRED, service_case

CASES = {
    "target-type-fits-network": (
        service_case(
            breaks("      TargetType: ip\n", "", at="Service", line="TargetGroupArn: !Ref TargetGroup"),
            breaks("NetworkMode: awsvpc\n      RequiresCompatibilities: [FARGATE]", "NetworkMode: host"),
            holds("TargetType: ip\n", "TargetType: !Ref Text\n"),
            holds("TaskDefinition: !Ref Task", "TaskDefinition: !Ref Text"),
        ),
        case(
            ON_INSTANCES,
            breaks("{Port: 80, Health", "{Port: 80, TargetType: ip, Health"),
            breaks("NetworkMode: bridge", "NetworkMode: awsvpc"),
            holds("      NetworkMode: bridge\n", ""),
            rest=PARAMETERS,
        ),
    ),
    "target-group-in-service-network": (
        service_case(
            breaks("VpcId: !Ref Vpc\n", "VpcId: !Ref OtherVpc\n", at="Service"),
            holds("VpcId: !Ref Vpc\n", "VpcId: !Ref Text\n"),
            holds("Subnets: [!Ref Subnet]", "Subnets: [!Ref Text]"),
        ),
    ),
    "health-check-port-open": (
        service_case(
            breaks("traffic-port", "'81'", at="TargetGroup", line="HealthCheckPort: '81'"),
            holds("traffic-port", "8080"),
            holds("traffic-port", "!Ref Number"),
        ),
        case(ON_INSTANCES, holds("HealthCheckPort: 9000", "HealthCheckPort: 9001"), rest=PARAMETERS),
    ),
    "service-names-container-port": (
        service_case(
            breaks("ContainerPort: 80\n", "ContainerPort: 443\n", at="Service", line="ContainerPort: 443"),
            breaks("ContainerName: api", "ContainerName: web", line="- ContainerName: web"),
            breaks("[{ContainerPort: 80}]", MISSING),
            breaks(
                "      LoadBalancers:",
                "      ServiceRegistries: [{ContainerName: api, ContainerPort: 9}]\n      LoadBalancers:",
            ),
            holds("ContainerPort: 80\n", "ContainerPort: '80'\n"),
            holds("ContainerPort: 80\n", "ContainerPort: !Ref Number\n"),
            holds("[{ContainerPort: 80}]", "[!If [A, {ContainerPort: 1}, {ContainerPort: 2}]]"),
            holds("Name: api", "Name: !Ref Text"),
        ),
        case(ON_INSTANCES, breaks("[{ContainerPort: 80, H", "[{ContainerPort: 81, H"), rest=PARAMETERS),
        nest(WIRED, holds("ContainerPort: 80", "ContainerPort: 81")),
    ),
    "container-ports-unique": (
        service_case(
            breaks("ContainerPort: 8080", "ContainerPort: 80", at="Task"),
            holds("ContainerPort: 8080, Protocol: tcp", "ContainerPort: 80, Protocol: udp"),
            holds("ContainerPort: 8080", "ContainerPort: !Ref Number"),
        ),
        case(
            """
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - {Name: one, PortMappings: [{ContainerPort: 80, HostPort: 0}]}
        - {Name: two, PortMappings: [{ContainerPort: 80, HostPort: 0}]}
""",
            breaks("      ContainerD", "      NetworkMode: host\n      ContainerD"),
        ),
    ),
    "port-variable-mapped": (
        service_case(
            breaks('Value: "80"', "Value: 3000", at="Task", line="Environment: [{Name: PORT, Value: 3000}]"),
            holds('Value: "80"', "Value: !Ref Number"),
            holds("Name: PORT", "Name: METRICS_PORT"),
            holds("[{ContainerPort: 80}]", MISSING),
        ),
    ),
}

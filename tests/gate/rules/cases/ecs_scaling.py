"""Cases of the rules about the scaling of services."""

from tests.gate.rules.case import breaks, holds, nest
from tests.gate.rules.ecs_templates import WIRED, service_case

CASES = {
    "desired-count-left-to-scaling": (
        service_case(
            breaks("      PropagateTags", "      DesiredCount: 2\n      PropagateTags", line="DesiredCount: 2"),
            breaks("      PropagateTags", "      DesiredCount: !Ref Count\n      PropagateTags"),
            holds("      PropagateTags", "      DesiredCount: !Ref FirstCount\n      PropagateTags"),
        ),
        nest(WIRED, breaks("at the start", "that run", at="Api/Service")),
    ),
    "scalable-target-names-service": (
        service_case(
            breaks(
                "${Service.Name}", "${Service}", at="Scalable", line="ResourceId: !Sub service/${Cluster}/${Service}"
            ),
            breaks("${Cluster}", "${Cluster.Arn}"),
            breaks("!Sub service/${Cluster}/${Service.Name}", "main/api"),
            holds("!Sub service/${Cluster}/${Service.Name}", "!Select [5, !Split [':', !Ref Service]]"),
            holds("!Sub service/${Cluster}/${Service.Name}", "service/main/api"),
        ),
    ),
    "scaling-limits-ordered": (
        service_case(
            breaks("MinCapacity: 2", "MinCapacity: '5'", at="Scalable", line="MinCapacity: '5'"),
            holds("MinCapacity: 2", "MinCapacity: 4"),
            holds("MinCapacity: 2", "MinCapacity: !Ref Number"),
        ),
        nest(
            {**WIRED, "root.yaml": WIRED["root.yaml"].replace("Default: 2", "Default: 1")},
            breaks("Default: 1", "Default: 3"),
        ),
    ),
    "request-count-label": (
        service_case(
            breaks(
                "ResourceLabel: !Sub ${LoadBalancer.LoadBalancerFullName}/${TargetGroup.TargetGroupFullName}",
                "Other: 1",
            ),
            breaks("${LoadBalancer.LoadBalancerFullName}", "${LoadBalancer}", at="Requests"),
            breaks("!Sub ${LoadBalancer.LoadBalancerFullName}/${TargetGroup.TargetGroupFullName}", "app/main/1"),
            breaks(
                "!Sub ${LoadBalancer.LoadBalancerFullName}/${TargetGroup.TargetGroupFullName}",
                "!GetAtt TargetGroup.TargetGroupFullName",
            ),
            holds(
                "!Sub ${LoadBalancer.LoadBalancerFullName}/${TargetGroup.TargetGroupFullName}",
                "app/main/1/targetgroup/api/2",
            ),
            holds(
                "!Sub ${LoadBalancer.LoadBalancerFullName}/${TargetGroup.TargetGroupFullName}",
                "!Join [/, [!Select [1, !Split [r/, !Ref LoadBalancer]], !GetAtt TargetGroup.TargetGroupFullName]]",
            ),
            holds("!Sub ${LoadBalancer.LoadBalancerFullName}/${TargetGroup.TargetGroupFullName}", "!Ref Text"),
        ),
    ),
}

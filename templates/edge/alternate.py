"""What blue/green deployment needs of the load balancer: a second group for each target, and a rule for each.

ECS shifts traffic by the weights of a rule; it cannot change a listener's default action (E29), so the default target
gets a rule as well, the last one, for every path. The default action stays as it is and is never reached.

Each deployment ends with the two groups in each other's place, and the rules are ECS's from the first one on. So a
change of a rule here, such as another path, sends the traffic to the first group again, which may be the empty one.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html
"""

from collections.abc import Mapping, Sequence

from troposphere import AWSObject, Ref
from troposphere import elasticloadbalancingv2 as elb

from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.wires import Arn, VpcId
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.deployment import LAST_PRIORITY
from templates.edge import load_balancer

Groups = Mapping[str, elb.TargetGroup]


def groups(system: SystemConfig, vpc_id: VpcId) -> Groups:
    """Give the second group of each target, where deployments need one."""
    if system.service.blue_green is None:
        return {}
    return load_balancer.target_groups(system, vpc_id, "Alternate")


def forward(name: str, primary: Groups, alternates: Groups) -> elb.ListenerRuleAction:
    """Give the action of a target's rule: all to its first group, or to one of two."""
    if name not in alternates:
        return elb.ListenerRuleAction(Type="forward", TargetGroupArn=Ref(primary[name]))
    return elb.ListenerRuleAction(
        Type="forward",
        ForwardConfig=elb.ForwardConfig(
            TargetGroups=[
                elb.TargetGroupTuple(TargetGroupArn=Ref(group), Weight=weight)
                for group, weight in ((primary[name], 1), (alternates[name], 0))
            ]
        ),
    )


def default_rules(
    system: SystemConfig, listener: elb.Listener, primary: Groups, alternates: Groups
) -> list[elb.ListenerRule]:
    """Give the rule of the default target, where deployments need one."""
    name = system.edge.default_target
    if name not in alternates:
        return []
    return [
        elb.ListenerRule(
            f"{pascal(name)}Rule",
            ListenerArn=Ref(listener),
            Priority=LAST_PRIORITY,
            Conditions=[elb.Condition(Field="path-pattern", PathPatternConfig=elb.PathPatternConfig(Values=["/*"]))],
            Actions=[forward(name, primary, alternates)],
        )
    ]


def rule_arns(made: Sequence[AWSObject], alternates: Groups) -> dict[str, Arn]:
    """Give the rule of each target that has two groups, for ECS to change."""
    rules = {made_.title: made_ for made_ in made if isinstance(made_, elb.ListenerRule)}
    return {name: Arn(Ref(rules[f"{pascal(name)}Rule"])) for name in alternates}

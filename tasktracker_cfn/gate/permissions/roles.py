"""What the deployment's role may do about roles: make those of the nest, and hand them to the services that they trust.

Whoever can make a role, put a policy on it and hand it to a service can do whatever a role can do. So all of it is for
the roles and the policies of the nest only, by their names.
"""

from collections.abc import Iterable, Iterator

from tasktracker_cfn.gate.permissions.actions import words_in
from tasktracker_cfn.gate.permissions.arns import About, Surroundings
from tasktracker_cfn.gate.permissions.grants import Condition, Grant
from tasktracker_cfn.gate.permissions.names import choices, pattern
from tasktracker_cfn.gate.permissions.setting import Setting
from tasktracker_cfn.model.known import known_items, known_mappings
from tasktracker_cfn.model.symbols import Call, Reference, Text, Value
from tasktracker_cfn.model.system import Item, System, follow

ROLE = "AWS::IAM::Role"
POLICY = "AWS::IAM::ManagedPolicy"
ATTACHING = frozenset({"iam:attachrolepolicy", "iam:detachrolepolicy"})
# The roles that services make for themselves on first use: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
LINKED = {
    "AWS::AutoScaling::": ("autoscaling.amazonaws.com",),
    "AWS::Backup::BackupSelection": ("backup.amazonaws.com",),
    "AWS::EC2::FlowLog": ("delivery.logs.amazonaws.com",),
    "AWS::ECS::": ("ecs.amazonaws.com",),
    "AWS::ElastiCache::": ("elasticache.amazonaws.com",),
    "AWS::ElasticLoadBalancing": ("elasticloadbalancing.amazonaws.com",),
    "AWS::Grafana::Workspace": ("grafana.amazonaws.com",),
    "AWS::OpenSearchService::": ("opensearchservice.amazonaws.com",),
    "AWS::RDS::": ("rds.amazonaws.com",),
    "AWS::WAFv2::LoggingConfiguration": ("wafv2.amazonaws.com",),
}
# By the namespace of what is scaled: https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-service-linked-roles.html
SCALED = {
    "dynamodb": "dynamodb.application-autoscaling.amazonaws.com",
    "ec2": "ec2.application-autoscaling.amazonaws.com",
    "ecs": "ecs.application-autoscaling.amazonaws.com",
    "elasticache": "elasticache.application-autoscaling.amazonaws.com",
    "lambda": "lambda.application-autoscaling.amazonaws.com",
    "rds": "rds.application-autoscaling.amazonaws.com",
}
AT_THE_EDGE = ("replicator.lambda.amazonaws.com", "logger.cloudfront.amazonaws.com")
SERVICE_PARTS = 3


def passing(surroundings: Surroundings) -> Iterator[Grant]:
    """Allow to hand each role of the nest to the services that it trusts."""
    for role in surroundings.system.of(ROLE):
        services = tuple(sorted(set(_receivers(role, surroundings.setting))))
        if services:
            about = (About("iam:role", surroundings.of(role, "iam:role")),)
            condition = (("StringEquals", "iam:PassedToService", services),)
            yield Grant("iam:PassRole", about, condition, f"HandRolesOverTo{_title(services)}")


def linked(surroundings: Surroundings) -> Iterator[Grant]:
    """Allow the services of the nest to make the role that each needs once in an account."""
    for service in sorted({service for item in surroundings.system.items for service in _linked(item)}):
        arn = surroundings.setting.arn("iam", f"role/aws-service-role/{service}/*", regional=False)
        condition: Condition = (("StringLike", "iam:AWSServiceName", (service,)),)
        yield Grant(
            "iam:CreateServiceLinkedRole",
            (About("iam:role", frozenset({arn})),),
            condition,
            f"LetServicesMakeTheirRoleFor{_title((service,))}",
        )


def attaching(grant: Grant, surroundings: Surroundings) -> Grant | None:
    """Narrow a grant about the policies of a role to the policies that the nest's roles have."""
    if grant.action.lower() not in ATTACHING:
        return grant
    policies = sorted({arn for role in surroundings.system.of(ROLE) for arn in _policies(role, surroundings)})
    policies = sorted({*policies, *surroundings.named("iam:policy")})
    if not policies:
        return None
    return grant._replace(condition=(("ArnLike", "iam:PolicyARN", tuple(policies)),), sid="GiveRolesTheirPoliciesOnly")


def unnamed(system: System) -> Iterator[str]:
    """Say which roles and policies come from outside, so that the policy cannot name them."""
    for item in system.items:
        for name, value in item.properties.items():
            if _names_a_role(name) and isinstance(value, Reference) and system.at(value) is None:
                yield f"{item}: {name} is given at deployment, so the policy allows to hand over no such role"
        for value in _attached(item) if item.type == ROLE else ():
            if isinstance(value, (Reference, Call)) and system.at(value) is None:
                yield f"{item}: a policy of ManagedPolicyArns is given at deployment, so it may not be attached"


def _names_a_role(name: str) -> bool:
    return name.lower().endswith(("rolearn", "role")) and name != "Role"


def _attached(role: Item) -> Iterator[Value]:
    for value in known_items(role.get("ManagedPolicyArns")):
        yield from (held for side in choices(value) for held in known_items(side))


def _policies(role: Item, surroundings: Surroundings) -> Iterator[str]:
    for value in _attached(role):
        item = surroundings.system.at(value)
        if item is not None and item.type == POLICY:
            yield from surroundings.of(item, "iam:policy")
        elif isinstance(value, (str, Text)):
            yield pattern(value, surroundings.setting)


def _receivers(role: Item, setting: Setting) -> Iterator[str]:
    """Give the services that a role may be handed to: those that it trusts, and whom they belong to."""
    for statement in known_mappings(role.get("AssumeRolePolicyDocument", "Statement")):
        for value in known_items(follow(statement.get("Principal"), "Service")):
            service = pattern(value, setting)
            if "*" in service:
                continue
            yield service
            # A part of a service takes the role by the service's door: monitoring.rds, edgelambda.
            if service.count(".") >= SERVICE_PARTS:
                yield service.partition(".")[2]
            if service == "edgelambda.amazonaws.com":
                yield "lambda.amazonaws.com"


def _linked(item: Item) -> Iterable[str]:
    if item.type.startswith("AWS::ApplicationAutoScaling::"):
        namespace = item.text("ServiceNamespace") or (item.text("ResourceId") or "").partition("/")[0]
        return (SCALED[namespace],) if namespace in SCALED else ()
    if item.type == "AWS::CloudFront::Distribution":
        return AT_THE_EDGE if "LambdaFunctionARN" in words_in(item.properties) else ()
    if item.type == "AWS::EC2::FlowLog" and item.text("LogDestinationType") == "cloud-watch-logs":
        return ()
    return next((services for start, services in LINKED.items() if item.type.startswith(start)), ())


def _title(services: Iterable[str]) -> str:
    words = [service.removesuffix(".amazonaws.com") for service in services]
    return "And".join("".join(part.capitalize() for part in word.replace("-", ".").split(".")) for word in words)

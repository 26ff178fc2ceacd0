"""Names that stacks give to what they hold."""

from collections.abc import Iterator

from tasktracker_cfn.authoring.schemas import create_only
from tasktracker_cfn.gate.rules.fixed_names import REPLACED, is_told
from tasktracker_cfn.gate.rules.nested.wires import fed_by, takes
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.named import NAMES
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import System

STACK_NAME = "AWS::StackName"
# How many characters a name can have, by type.
LONGEST = {
    "AWS::CloudFront::Function": ("Name", 64),
    "AWS::ElastiCache::CacheCluster": ("ClusterName", 50),
    "AWS::ElastiCache::ReplicationGroup": ("ReplicationGroupId", 40),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": ("Name", 32),
    "AWS::ElasticLoadBalancingV2::TargetGroup": ("Name", 32),
    "AWS::IAM::InstanceProfile": ("InstanceProfileName", 128),
    "AWS::IAM::ManagedPolicy": ("ManagedPolicyName", 128),
    "AWS::IAM::Role": ("RoleName", 64),
    "AWS::Lambda::Function": ("FunctionName", 64),
    "AWS::RDS::DBCluster": ("DBClusterIdentifier", 63),
    "AWS::RDS::DBInstance": ("DBInstanceIdentifier", 63),
    "AWS::S3::Bucket": ("BucketName", 63),
    "AWS::SQS::Queue": ("QueueName", 80),
}
# A root is rarely called by less than this; what CloudFormation adds to a nested stack's name has 13 characters.
USUAL_ROOT, RANDOM = 16, 13
LOWER_CASE = {"AWS::S3::Bucket": "BucketName", "AWS::ECR::Repository": "RepositoryName"}


@rule(
    "named-resources-keep-their-properties",
    rows="K11",
    severity="warning",
    why="CloudFormation cannot replace a resource with a fixed name: the new one would have the name while the old one "
    "still has it, so a deployment with another value of the parameter fails.",
    remedy="Let CloudFormation name the resource, or put the parameter into the name.",
    source="https://repost.aws/knowledge-center/cloudformation-custom-name",
)
def named_resources(system: System) -> Iterator[Fault]:
    """No parameter of the root decides a property for which a resource with a fixed name is replaced."""
    roots = fed_by(system, frozenset(system.nest.root.parameters.values()))
    for item in system.of(*NAMES) if roots else ():
        stack, properties = system.nest.stacks[item.resource.stack], item.resource.properties
        name = NAMES[item.type]
        if is_told(item) or not isinstance(item.get(name), (str, Text)):
            continue
        named_by = takes(stack, properties.get(name), roots)
        for other in create_only(item.type):
            parameter = takes(stack, properties.get(other), roots) if other != name else None
            if parameter is not None and parameter != named_by:
                message = f"has a fixed {name}, and must be replaced for another {parameter.name} ({other})"
                yield Fault(item, message, other)


@rule(
    "replaced-resources-have-no-fixed-name",
    rows="E26 L11 W05 X05",
    severity="warning",
    why="Another port, scope, cluster or subscriber replaces it: the new one is made while the old one still has the "
    "name, and there cannot be two of one name.",
    remedy="Leave the name out; CloudFormation makes one for each.",
    source="https://repost.aws/knowledge-center/cloudformation-custom-name",
)
def replaced_without_name(system: System) -> Iterator[Fault]:
    """Target groups, web ACLs, rule groups, services of ECS and budgets have no names of their own."""
    for item in system.of(*REPLACED):
        name = REPLACED[item.type]
        if item.get(name) is not None:
            yield Fault(item, "has a fixed name, under which it cannot be replaced", name)
    for budget in system.of("AWS::Budgets::Budget"):
        # Without notifications there is little to change.
        if budget.get("Budget", "BudgetName") is not None and budget.get("NotificationsWithSubscribers") is not None:
            message = "has a fixed name, under which no notification of it can be changed"
            yield Fault(budget, message, "Budget", "BudgetName")


@rule(
    "names-fit",
    rows="K12",
    severity="warning",
    why="The name of a nested stack is its parent's, its own logical id and 13 more characters, so what is built from "
    "it is soon too long for the resource, and refused.",
    remedy="Let CloudFormation name the resource, or build the name from something short.",
)
def names_fit(system: System) -> Iterator[Fault]:
    """A name that is built from a stack's name is not too long for its resource."""
    for item in system.of(*LONGEST):
        name, most = LONGEST[item.type]
        value = item.get(name)
        parts = value.parts if isinstance(value, Text) else (value,)
        if any(isinstance(part, Reference) and part.logical_id == STACK_NAME for part in parts):
            length = sum(map(_length, parts))
            if length > most:
                yield Fault(item, f"has a {name} of at least {length} characters; {most} are the most", name)


def _length(part: Value) -> int:
    """Give how long a part of a name is at least, below a root with a usual name."""
    if isinstance(part, Reference) and part.logical_id == STACK_NAME:
        return USUAL_ROOT + sum(len(step) + RANDOM + 2 for step in part.stack)
    text = known_text(part)
    return 1 if text is None else len(text)


@rule(
    "names-in-lower-case",
    rows="K12",
    severity="error",
    why="The name of a nested stack holds its logical id, and that has capitals; buckets and repositories take none.",
    remedy="Let CloudFormation name it, or build the name from something in lower case.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
)
def names_in_lower_case(system: System) -> Iterator[Fault]:
    """No bucket and no repository is named after a nested stack with capitals in its logical id."""
    for item in system.of(*LOWER_CASE):
        name = LOWER_CASE[item.type]
        value = item.get(name)
        for part in value.parts if isinstance(value, Text) else (value,):
            if not isinstance(part, Reference) or part.logical_id != STACK_NAME:
                continue
            capitals = [step for step in part.stack if step != step.lower()]
            if capitals:
                yield Fault(item, f"has a {name} with the capitals of {capitals[0]}", name)

"""What becomes of resources when a stack, or they, are replaced or deleted."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.inside import all_references
from tasktracker_cfn.model.named import NAMES
from tasktracker_cfn.model.stacks import Stack
from tasktracker_cfn.model.substitution import direct, function
from tasktracker_cfn.model.symbols import Reference
from tasktracker_cfn.model.system import Item, System

DELETION, REPLACEMENT = "DeletionPolicy", "UpdateReplacePolicy"
ALLOWED = {
    DELETION: ("Delete", "Retain", "RetainExceptOnCreate", "Snapshot"),
    REPLACEMENT: ("Delete", "Retain", "Snapshot"),
}
KEPT = frozenset({"Retain", "RetainExceptOnCreate"})
INSTANCE, CLUSTER, SECRET = "AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::SecretsManager::Secret"
SNAPSHOTS = frozenset(
    {
        "AWS::DocDB::DBCluster",
        "AWS::EC2::Volume",
        "AWS::ElastiCache::CacheCluster",
        "AWS::ElastiCache::ReplicationGroup",
        "AWS::Neptune::DBCluster",
        "AWS::RDS::DBCluster",
        "AWS::RDS::DBInstance",
        "AWS::Redshift::Cluster",
    }
)
FORBIDDEN = frozenset({"Fn::GetAtt", "Fn::GetAZs", "Fn::ImportValue"})
PAGE = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html"


@rule(
    "deletion-policies-valid",
    rows="K01",
    severity="error",
    why="CloudFormation refuses a policy that it does not know, a snapshot of what has none, and a policy that depends "
    "on a resource. Conditions, maps and parameters are fine, without any transform.",
    remedy="Write one of Delete, Retain, RetainExceptOnCreate (DeletionPolicy alone) and, where there are snapshots, "
    "Snapshot.",
    source="https://github.com/aws-cloudformation/cfn-lint/issues/2915",
)
def policies_valid(system: System) -> Iterator[Fault]:
    """Every DeletionPolicy and UpdateReplacePolicy comes to one that CloudFormation knows for the type."""
    for item in system.items:
        stack = system.nest.stacks[item.resource.stack]
        for name, allowed in ALLOWED.items():
            written = item.resource.attributes.get(name)
            if written is None:
                continue
            value = system.values.resolve(stack.path, written)
            outside = _outside(stack, written)
            if outside:
                yield Fault(item, f"has a {name} from {outside}, which CloudFormation does not take there", name)
            elif isinstance(value, (str, bool, int, float)) and value not in allowed:
                yield Fault(item, f"has the {name} {value!r}, which is none of {', '.join(allowed)}", name)
            elif value == "Snapshot" and item.type not in SNAPSHOTS and item.type.startswith("AWS::"):
                yield Fault(item, f"has the {name} Snapshot, and {item.type} has no snapshots", name)


def _outside(stack: Stack, written: object) -> str | None:
    """Name what a policy cannot depend on."""
    waiting = [written]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        if not isinstance(value, Mapping):
            continue
        called = function(value)
        if called and called[0] in FORBIDDEN:
            return called[0]
        for mention in direct(*called) if called else ():
            if mention.attribute is not None or mention.name in stack.resources:
                return f"the resource {mention.name}"
        waiting.extend(value.values())
    return None


@rule(
    "retained-resources-have-no-fixed-name",
    rows="K19",
    severity="warning",
    why="A resource that outlives its stack keeps its name, so the next stack that asks for the name is refused.",
    remedy="Let CloudFormation name it, or delete it with its stack.",
)
def retained_without_name(system: System) -> Iterator[Fault]:
    """What outlives its stack has no name of the author's choice."""
    for item in system.of(*NAMES):
        name = item.get(NAMES[item.type])
        if policy(system, item) in KEPT and isinstance(name, str):
            yield Fault(item, f"outlives its stack under the fixed name {name!r}", NAMES[item.type])


@rule(
    "kept-databases-keep-their-secret",
    rows="K20",
    severity="warning",
    why="CloudFormation deletes a secret at once and for good, so a database or a snapshot that outlives the stack "
    "outlives its password.",
    remedy="Give the secret the DeletionPolicy Retain, too.",
    source=PAGE,
)
def kept_secrets(system: System) -> Iterator[Fault]:
    """A secret outlives its stack where the database that takes its password from it does."""
    told: set[str] = set()
    for database in system.of(INSTANCE, CLUSTER):
        if policy(system, database) not in KEPT:
            continue
        for reference in all_references((database.get("MasterUserPassword"), database.get("MasterUsername"))):
            secret = _secret(system, reference)
            if secret is not None and policy(system, secret) == "Delete" and str(secret) not in told:
                told.add(str(secret))
                yield Fault(secret, f"is deleted with its stack, and {database} is not", DELETION)


def _secret(system: System, reference: Reference) -> Item | None:
    found = system.at(reference)
    return found if found is not None and found.type == SECRET else None


@rule(
    "database-deletion-explicit",
    rows="K21",
    severity="advice",
    why="Without a DeletionPolicy a database leaves a snapshot behind, which is billed until somebody deletes it.",
    remedy="Say what is meant: Snapshot or Retain where the data counts, Delete where it does not.",
    source=PAGE,
)
def database_deletion_explicit(system: System) -> Iterator[Fault]:
    """Every database says what becomes of it when its stack is deleted."""
    for item in system.of(INSTANCE, CLUSTER):
        member = item.type == INSTANCE and item.get("DBClusterIdentifier") is not None
        if not member and DELETION not in item.resource.attributes:
            yield Fault(item, f"has no {DELETION}, so it leaves a snapshot behind")


def policy(system: System, item: Item) -> str | None:
    """Give what becomes of a resource when its stack is deleted; None when it is not known."""
    written = item.resource.attributes.get(DELETION)
    if written is not None:
        value = system.values.resolve(item.resource.stack, written)
        return value if isinstance(value, str) else None
    snapshot = item.type == CLUSTER or (item.type == INSTANCE and item.get("DBClusterIdentifier") is None)
    return "Snapshot" if snapshot else "Delete"

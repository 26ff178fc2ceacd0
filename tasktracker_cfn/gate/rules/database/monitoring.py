"""Enhanced Monitoring: the role in whose name RDS writes what it measures."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.database.databases import CLUSTER, INSTANCE, engine, is_given, is_member
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_items, known_mappings
from tasktracker_cfn.model.symbols import Text
from tasktracker_cfn.model.system import Item, System, follow

INTERVAL, ROLE = "MonitoringInterval", "MonitoringRoleArn"
# Beyond this it is amazonaws.com, or that of another partition.
SERVICE = "monitoring.rds."
ATTACHED = ("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::RolePolicy")


@rule(
    "monitoring-role",
    rows="D28",
    severity="error",
    why="RDS refuses an interval of Enhanced Monitoring without a role, and a role without an interval.",
    remedy=f"Set both {INTERVAL} and {ROLE}, or neither.",
    source="https://github.com/cloudposse/terraform-aws-rds/pull/75",
)
def monitoring_role(system: System) -> Iterator[Fault]:
    """What has Enhanced Monitoring has a role for it, and a role only what has it."""
    for item in system.of(INSTANCE, CLUSTER):
        seconds = item.number(INTERVAL)
        if seconds and item.get(ROLE) is None and not (engine(system, item) or "").startswith("custom-"):
            yield Fault(item, f"has a {INTERVAL} of {seconds:g} and no {ROLE}", INTERVAL)
        off = seconds == 0 or (item.get(INTERVAL) is None and not is_member(item))
        if off and is_given(item.get(ROLE)):
            yield Fault(
                item,
                f"has a {ROLE}, but {'an' if seconds == 0 else 'no'} {INTERVAL}{' of 0' if seconds == 0 else ''}",
                ROLE,
            )


@rule(
    "monitoring-role-trust",
    rows="D28",
    severity="error",
    misses=True,
    why="RDS refuses a role for Enhanced Monitoring that it may not assume, or that allows nothing.",
    remedy="Let monitoring.rds.amazonaws.com assume the role, and attach AmazonRDSEnhancedMonitoringRole to it.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html",
)
def monitoring_role_trust(system: System) -> Iterator[Fault]:
    """The role of Enhanced Monitoring trusts the service, and has a policy."""
    for item in system.of(INSTANCE, CLUSTER):
        role = system.at(item.get(ROLE))
        if role is None or role.type != "AWS::IAM::Role" or item.number(INTERVAL) == 0:
            continue
        if _is_closed(role):
            yield Fault(item, f"has the role {role}, which monitoring.rds.amazonaws.com may not assume", ROLE)
        elif _is_empty(system, role):
            yield Fault(item, f"has the role {role}, which has no policy", ROLE)


def _is_closed(role: Item) -> bool:
    """Tell whether a role surely does not let the service in."""
    statements = role.mappings("AssumeRolePolicyDocument", "Statement")
    if not statements or len(statements) != len(role.listed("AssumeRolePolicyDocument", "Statement")):
        return False
    for statement in statements:
        principal = statement.get("Principal")
        if principal == "*" or not known_mappings(principal):
            return False
        for service in known_items(follow(principal, "Service")):
            first = service.parts[0] if isinstance(service, Text) else service
            if not isinstance(first, str) or first.startswith(SERVICE):
                return False
    return True


def _is_empty(system: System, role: Item) -> bool:
    if any(role.get(key) not in (None, ()) for key in ("ManagedPolicyArns", "Policies")):
        return False
    for policy in system.of(*ATTACHED):
        roles = policy.listed("Roles") or policy.listed("RoleName")
        if any(system.at(value) in (role, None) for value in roles):
            return False
    return True

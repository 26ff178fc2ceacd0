"""Enhanced Monitoring: the role in whose name RDS writes what it measures."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.database.databases import CLUSTER, INSTANCE, engine, is_given, is_member
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.policies.roles import entries_of_role
from tasktracker_cfn.model.policies.trust import may_take_on
from tasktracker_cfn.model.system import System

INTERVAL, ROLE = "MonitoringInterval", "MonitoringRoleArn"
SERVICE = "monitoring.rds.amazonaws.com"


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
        if not may_take_on(role, SERVICE):
            yield Fault(item, f"has the role {role}, which {SERVICE} may not assume", ROLE)
        elif not entries_of_role(system, role):
            yield Fault(item, f"has the role {role}, which has no policy", ROLE)

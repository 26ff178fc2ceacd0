"""Which ARNs an action is about that CloudFormation takes for a resource.

A kind of resource that the nest makes is narrowed to the names that its resources will have; what the nest is given
from outside, and what has an id that nobody knows before, is left open within the account and the region.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tasktracker_cfn.gate.goals.actions import formats, kinds
from tasktracker_cfn.gate.permissions.names import names, pattern
from tasktracker_cfn.gate.permissions.setting import Setting
from tasktracker_cfn.model.inside import all_references
from tasktracker_cfn.model.symbols import Reference
from tasktracker_cfn.model.system import Item, System

Arns = frozenset[str]

# The forms that the list of actions lacks or leaves open.
FORMS = {
    "ecs:task-definition": "arn:${Partition}:ecs:${Region}:${Account}:task-definition/.*",
    "wafv2:ipset": "arn:${Partition}:wafv2:${Region}:${Account}:*/ipset/.*",
    "wafv2:managedruleset": "arn:${Partition}:wafv2:${Region}:${Account}:*/managedruleset/.*",
    "wafv2:regexpatternset": "arn:${Partition}:wafv2:${Region}:${Account}:*/regexpatternset/.*",
    "wafv2:rulegroup": "arn:${Partition}:wafv2:${Region}:${Account}:*/rulegroup/.*",
    "wafv2:webacl": "arn:${Partition}:wafv2:${Region}:${Account}:*/webacl/.*",
}
# What the names of a type's resources become in the ARNs of each kind that it makes.
PARTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "AWS::Backup::BackupVault": {"backup:backupvault": ("{}",)},
    "AWS::Budgets::Budget": {"budgets:budget": ("{}",)},
    "AWS::CloudFormation::Stack": {"cloudformation:stack": ("{}/*",)},
    "AWS::CloudTrail::Trail": {"cloudtrail:trail": ("{}",)},
    "AWS::CloudWatch::Alarm": {"cloudwatch:alarm": ("{}",)},
    "AWS::CloudWatch::CompositeAlarm": {"cloudwatch:alarm": ("{}",)},
    "AWS::CloudWatch::Dashboard": {"cloudwatch:dashboard": ("{}",)},
    "AWS::DynamoDB::Table": {"dynamodb:table": ("{}",), "dynamodb:index": ("{}/index/*",)},
    "AWS::ECR::Repository": {"ecr:repository": ("{}",)},
    "AWS::ECS::Cluster": {"ecs:cluster": ("{}",)},
    "AWS::ECS::Service": {"ecs:service": ("*/{}",), "ecs:service-deployment": ("*/{}/*",)},
    "AWS::ECS::TaskDefinition": {"ecs:task-definition": ("{}:*",)},
    "AWS::ElasticLoadBalancingV2::LoadBalancer": {
        f"elasticloadbalancing:{family}/{kind}{end}": ("{}/*",)
        for family, end in (("loadbalancer", "/"), ("listener", ""), ("listener-rule", ""))
        for kind in ("app", "net", "gwy")
    },
    "AWS::ElasticLoadBalancingV2::TargetGroup": {"elasticloadbalancing:targetgroup": ("{}/*",)},
    "AWS::Events::Rule": {
        "events:rule-on-default-event-bus": ("{}",),
        "events:rule-on-custom-event-bus": ("*/{}",),
    },
    "AWS::IAM::InstanceProfile": {"iam:instance-profile": ("{}",)},
    "AWS::IAM::ManagedPolicy": {"iam:policy": ("{}",)},
    "AWS::IAM::Role": {"iam:role": ("{}",)},
    "AWS::Lambda::Function": {
        "lambda:function": ("{}", "{}:*"),
        "lambda:function alias": ("{}:*",),
        "lambda:function version": ("{}:*",),
    },
    "AWS::Logs::DeliveryDestination": {"logs:delivery-destination": ("{}",)},
    "AWS::Logs::DeliverySource": {"logs:delivery-source": ("{}",)},
    "AWS::Logs::LogGroup": {"logs:log-group": ("{}", "{}:*"), "logs:log-stream": ("{}:*",)},
    "AWS::RDS::DBCluster": {"rds:cluster": ("{}",)},
    # An instance of RDS may have the parameters that AWS made for everybody.
    "AWS::RDS::DBClusterParameterGroup": {"rds:cluster-pg": ("{}", "default.*")},
    "AWS::RDS::DBInstance": {"rds:db": ("{}",)},
    "AWS::RDS::DBParameterGroup": {"rds:pg": ("{}", "default.*")},
    "AWS::RDS::DBSubnetGroup": {"rds:subgrp": ("{}",)},
    "AWS::RDS::EventSubscription": {"rds:es": ("{}",)},
    "AWS::S3::Bucket": {"s3:bucket": ("{}",), "s3:object": ("{}/*",)},
    "AWS::SNS::Topic": {"sns:topic": ("{}", "{}:*")},
    "AWS::SQS::Queue": {"sqs:queue": ("{}",)},
    "AWS::SSM::Parameter": {"ssm:parameter": ("{}",)},
    "AWS::SecretsManager::Secret": {"secretsmanager:secret": ("{}-??????",)},
    "AWS::WAFv2::WebACL": {"wafv2:webacl": ("{}/*",)},
}
# Kinds by ids that their types do not tell by their names.
BY_ID = {
    "AWS::EC2::EIP": "elastic-ip",
    "AWS::EC2::FlowLog": "vpc-flow-log",
    "AWS::EC2::SecurityGroupEgress": "security-group-rule",
    "AWS::EC2::SecurityGroupIngress": "security-group-rule",
    "AWS::ApplicationAutoScaling::ScalingPolicy": "scalabletarget",
}
# Other doors to the same things, which CloudFormation does not use.
SIDE_DOORS = re.compile(r"s3:(accesspoint|accessgrant|multiregion|objectlambda|storagelens|job)")
TAGGING = re.compile(
    r"[^:]+:(tag|untag|addtags|removetags|createtags|deletetags|listtags|associate.*tags)", re.IGNORECASE
)
# What is listed is more than what is asked about; a bucket's list is of what is in it.
LOOKING = re.compile(r"(?!s3:)[^:]+:(describe|list)", re.IGNORECASE)
# With more names than these of one stack, its own name says as much.
NAMES_OF_A_STACK = 3
# What a resource may be made from lies outside the nest more often than in it.
ORIGINS = ("Source", "Snapshot", "Restore", "Global", "Replication", "Master")


class About(NamedTuple):
    """The ARNs of one kind."""

    kind: str
    arns: Arns


@dataclass(frozen=True)
class Surroundings:
    """A nest in the place where it will be deployed."""

    system: System
    setting: Setting

    def about(self, item: Item, action: str) -> tuple[About, ...]:
        """Give what an action is about that a resource's handlers take; none when it takes no resource."""
        service = action.partition(":")[0].lower()
        found = [f"{service}:{kind}" for kind in kinds(action)]
        found = [kind for kind in found if not SIDE_DOORS.match(kind) and self.form(kind)]
        own = [kind for kind in found if _is_own(item.type, kind)]
        if TAGGING.match(action) and own:
            found = own
        chosen = [kind for kind in found if kind in self.made or not self._has_sibling(kind)] or found
        return tuple(About(kind, self._arns(item, action, kind)) for kind in self._near(chosen))

    def form(self, kind: str) -> str | None:
        """Give the form of a kind's ARNs, None when nobody knows it."""
        found = _form(kind)
        return self.setting.filled(found) if found and "${Vendor}" not in found else None

    def named(self, kind: str) -> Arns:
        """Give the ARNs of the resources of a kind that the nest makes."""
        return self.made.get(kind, frozenset())

    @cached_property
    def made(self) -> Mapping[str, Arns]:
        """Give the ARNs of what the nest makes, by kind."""
        found: dict[str, set[str]] = {}
        for item in self.system.items:
            for kind, parts in PARTS.get(item.type, {}).items():
                if _is_of_this_type(item, kind):
                    found.setdefault(kind, set()).update(self._made(item, kind, parts))
        return {kind: _gathered(arns) for kind, arns in found.items()}

    def of(self, item: Item, kind: str) -> Arns:
        """Give the ARNs of one resource that the nest makes."""
        return frozenset(self._made(item, kind, PARTS[item.type][kind]))

    def _made(self, item: Item, kind: str, parts: tuple[str, ...]) -> Iterator[str]:
        form = self.form(kind) or ""
        for name in names(item, self.setting) or ("*",):
            for part in parts:
                yield form.replace(".*", _end(part, f"{self._path(item)}{name}"), 1)

    def _path(self, item: Item) -> str:
        path = item.get("Path") if item.type.startswith("AWS::IAM::") else None
        return pattern(path, self.setting).removeprefix("/") if path is not None else ""

    def _arns(self, item: Item, action: str, kind: str) -> Arns:
        home = _home(kind)
        if home not in self.made or LOOKING.match(action) or self._is_from_outside(item, kind):
            return frozenset({(self.form(kind) or "").replace(".*", "*")})
        return self.made[home]

    def _is_from_outside(self, item: Item, kind: str) -> bool:
        """Tell whether a resource may be about a thing that the nest is given."""
        origins = {key: value for key, value in item.properties.items() if key.startswith(ORIGINS)}
        return any(map(self._is_given, all_references(origins if _is_own(item.type, kind) else item.properties)))

    def _is_given(self, reference: Reference) -> bool:
        stack = self.system.nest.stacks.get(reference.stack)
        return stack is not None and reference.logical_id in stack.parameters

    def _has_sibling(self, kind: str) -> bool:
        """Tell whether the nest makes other kinds of the same family, as load balancers of another type."""
        family = kind.partition("/")[0]
        return any(other != kind and other.partition("/")[0] == family for other in self.made)

    def _near(self, found: list[str]) -> list[str]:
        """Leave out the things of other services of which the nest has nothing, unless nothing is left."""
        here = {_plain(item.type.rpartition("::")[2]) for item in self.system.items}
        near = [
            kind for kind in found if _home(kind) == kind or _plain(kind.partition(":")[2].partition("/")[0]) in here
        ]
        return near or found


def _form(kind: str) -> str:
    service, _, name = kind.partition(":")
    return FORMS.get(kind) or next(iter(formats(service, name)), "")


def _home(kind: str) -> str:
    """Give a kind by the service whose ARNs it has: a web ACL is about the load balancers of another service."""
    return f"{(_form(kind) or '::').split(':')[2]}:{kind.partition(':')[2]}"


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _gathered(arns: set[str]) -> Arns:
    """Put many names of one stack together in one pattern; those of roles and policies stay as they are."""
    starts = Counter(arn.partition("*")[0] for arn in arns if "*" in arn and ":iam:" not in arn)
    many = {start for start, number in starts.items() if number > NAMES_OF_A_STACK and start.endswith("-")}
    return frozenset(f"{start}*" if (start := arn.partition("*")[0]) in many else arn for arn in arns)


def _is_own(resource_type: str, kind: str) -> bool:
    """Tell whether a kind is that of a type's own resources."""
    name = kind.partition(":")[2]
    if kind in PARTS.get(resource_type, {}) or BY_ID.get(resource_type) == name:
        return True
    return _plain(resource_type.rpartition("::")[2]) in {_plain(name), _plain(name.partition("/")[0])}


def _is_of_this_type(item: Item, kind: str) -> bool:
    """Tell whether a load balancer is one of the kind, by its own type."""
    _, slash, which = kind.rstrip("/").partition("/")
    if not slash:
        return True
    types = {None: "app", "application": "app", "network": "net", "gateway": "gwy"}
    return types.get(item.text("Type"), "app") == which


def _end(part: str, name: str) -> str:
    """Give the end of an ARN; a name that is open at its end covers what comes behind a colon."""
    before, here, behind = part.partition("{}")
    return before + name if here and name.endswith("*") and "/" not in behind else part.replace("{}", name)

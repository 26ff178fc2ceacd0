"""An event rule that may not call its function."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import Item, System, follow
from tasktracker_cfn.model.wildcards import could_be

RULE, PERMISSION = "AWS::Events::Rule", "AWS::Lambda::Permission"
FUNCTION = "AWS::Lambda::Function"
# What is called by an ARN of its own, and the function it belongs to.
OF_FUNCTIONS = frozenset({"AWS::Lambda::Alias", "AWS::Lambda::Version"})
SERVICE = "events.amazonaws.com"


@rule(
    "event-rule-may-call-function",
    rows="X15",
    severity="warning",
    why="Without a permission EventBridge cannot call the function, and nothing but a metric of the rule says so.",
    remedy="Add an AWS::Lambda::Permission for events.amazonaws.com with the rule's ARN as SourceArn.",
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
)
def event_permissions(system: System) -> Iterator[Fault]:
    """A function that an event rule calls lets the rule call it."""
    permissions = _permissions(system)
    for events in system.of(RULE):
        for number, target in enumerate(events.listed("Targets")):
            called = system.at(follow(target, "Arn"))
            if called is None or called.type not in {FUNCTION, *OF_FUNCTIONS}:
                continue
            function = system.at(called.get("FunctionName")) if called.type in OF_FUNCTIONS else called
            near = (permission for key in (called, function, None) for permission in permissions.get(key, ()))
            if not any(_allows(system, permission, function, events) for permission in near):
                yield Fault(events, f"calls {called}, which has no permission for it", "Targets", number, "Arn")


def _permissions(system: System) -> Mapping[Item | None, tuple[Item, ...]]:
    """Give the permissions for EventBridge by what they let it call, by None where they name it by a text."""
    found: dict[Item | None, tuple[Item, ...]] = {}
    for permission in system.of(PERMISSION):
        if could_be(permission.get("Principal"), SERVICE):
            key = system.at(permission.get("FunctionName"))
            found[key] = (*found.get(key, ()), permission)
    return found


def _allows(system: System, permission: Item, function: Item | None, events: Item) -> bool:
    source, named = system.at(permission.get("SourceArn")), permission.get("FunctionName")
    if source not in (None, events):
        return False
    if system.at(named) is not None or not isinstance(named, str) or named.startswith("arn:"):
        # An ARN, or a function of another template, may be this one.
        return True
    return function is None or function.get("FunctionName") == named

"""An event rule that may not call its function."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.granted import could_be
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.symbols import Reference, Value
from tasktracker_cfn.model.system import Item, System, follow

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
    permissions = system.of(PERMISSION)
    for events in system.of(RULE):
        for number, target in enumerate(events.listed("Targets")):
            called = system.at(follow(target, "Arn"))
            if called is None or called.type not in {FUNCTION, *OF_FUNCTIONS}:
                continue
            if not any(_allows(system, permission, called, events) for permission in permissions):
                yield Fault(events, f"calls {called}, which has no permission for it", "Targets", number, "Arn")


def _allows(system: System, permission: Item, called: Item, events: Item) -> bool:
    if not could_be(permission.get("Principal"), SERVICE):
        return False
    source = permission.get("SourceArn")
    other = system.at(source)
    return _is_for(system, permission.get("FunctionName"), called) and (other is None or other == events)


def _is_for(system: System, named: Value, called: Item) -> bool:
    function = system.at(called.get("FunctionName")) if called.type in OF_FUNCTIONS else called
    found = system.at(named)
    if found is not None and isinstance(named, Reference):
        return found in (called, function)
    # A function of another template, or one that is named by a text: it may be this one.
    name = function.get("FunctionName") if function is not None and function.type == FUNCTION else None
    return named == name or not isinstance(named, str) or named.startswith("arn:")

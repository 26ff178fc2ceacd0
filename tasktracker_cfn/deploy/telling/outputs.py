"""A root's outputs, with what may be a secret hidden."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.deploy import masking
from tasktracker_cfn.deploy.aws.values.stacks import Stack
from tasktracker_cfn.deploy.masking import HIDDEN
from tasktracker_cfn.deploy.plain import columns
from tasktracker_cfn.errors import CommandError


def values(stack: Stack, secret: frozenset[str]) -> Mapping[str, str]:
    """Give the outputs as they may be shown; `secret` are those that repeat a NoEcho parameter."""
    return {
        name: HIDDEN if name in secret else masking.value(name, output.value)
        for name, output in sorted(stack.outputs.items())
    }


def lines(stack: Stack, secret: frozenset[str]) -> Iterator[str]:
    """Give the lines for a person."""
    found = values(stack, secret)
    if not found:
        yield f"{stack.name} has no outputs"
        return
    rows = [(name, value, stack.outputs[name].description or "") for name, value in found.items()]
    yield from columns([("output", "value", "what"), *rows])
    if HIDDEN in found.values():
        yield ""
        yield f"{HIDDEN}: it looks like a secret; whoever may describe the stack reads it, so put it elsewhere"


def document(stack: Stack, secret: frozenset[str]) -> Mapping[str, object]:
    """Give the same for machines."""
    found = values(stack, secret)
    return {
        "stack": stack.name,
        "outputs": {
            name: {"value": value, "description": stack.outputs[name].description, "export": stack.outputs[name].export}
            for name, value in found.items()
        },
    }


def one(stack: Stack, secret: frozenset[str], name: str) -> str:
    """Give the bare value of one output.

    :raises CommandError: when there is none of this name, or it may be a secret
    """
    found = values(stack, secret)
    if name not in found:
        known = ", ".join(found) or "none at all"
        message = f"{stack.name} has no output {name[:100]}; it has {known}"
        raise CommandError(message)
    # Half a value is worse than none to a program that reads it.
    if found[name] != stack.outputs[name].value:
        message = f"the output {name} looks like a secret and is not printed; put it into a secret, and output its ARN"
        raise CommandError(message)
    return found[name]

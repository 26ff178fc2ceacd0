"""What there is of a stack: the values of its parameters, what its template gave them, and one that is gone."""

from collections.abc import Mapping
from pathlib import Path

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.stacks import GONE, IN_REVIEW, Stack
from tasktracker_cfn.deploy.plan.parameters import Deployed, default_of
from tasktracker_cfn.errors import DeniedError, TemplateError
from tasktracker_cfn.model.written import parse

# How the template is called in a message; it has no file.
NAME = Path("deployed template")


def deployed_parameters(gateway: Gateway, stack: Stack | None) -> Deployed | None:
    """Give values and defaults of a stack; None when it was never made.

    Of a template that cannot be read no default is known, so every value counts as given by somebody.

    :raises AwsError: when AWS says no
    """
    if stack is None or stack.status in {GONE, IN_REVIEW}:
        return None
    text = gateway.template(stack.id)
    return Deployed(stack.parameters, _defaults(text) if text else {})


def last_deleted(gateway: Gateway, name: str) -> Stack | None:
    """Give the last root stack of a name that was deleted, which AWS remembers for 90 days; None without any.

    Nor is it known to those who may not list stacks.

    :raises AwsError: when AWS says no
    """
    try:
        found = [gone.id for gone in gateway.summaries([GONE]) if gone.name == name and gone.parent_id is None]
    except DeniedError:
        return None
    stacks = [stack for stack_id in found if (stack := gateway.stack(stack_id)) is not None]
    return max(stacks, key=lambda stack: stack.deleted or stack.created, default=None)


def _defaults(text: str) -> Mapping[str, str]:
    try:
        content = parse(NAME, text).content
    except TemplateError:
        return {}
    section = content.get("Parameters") if isinstance(content, Mapping) else None
    found: dict[str, str] = {}
    for name, definition in section.items() if isinstance(section, Mapping) else ():
        if isinstance(definition, Mapping) and "Default" in definition:
            found[str(name)] = default_of(definition) or ""
    return found

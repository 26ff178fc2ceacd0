"""What the parameters of a stack that exists are, and what its template gave them: both come from AWS."""

from collections.abc import Mapping
from pathlib import Path

from tasktracker_cfn.deploy.gateway import Gateway
from tasktracker_cfn.deploy.parameters import Deployed, default_of
from tasktracker_cfn.deploy.values import GONE, IN_REVIEW, Stack
from tasktracker_cfn.errors import TemplateError
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

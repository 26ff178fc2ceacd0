"""Goals that cfn-lint watches, with every rule switched on, also those that a build's own check leaves out.

The address of a breach begins with the rule: ``W3002:Network``.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from tasktracker_cfn.authoring.schemas import tag_property
from tasktracker_cfn.gate.findings import Finding
from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.gate.linting import lint
from tasktracker_cfn.model.system import Item, System

LINT = Area("Lint")

# As .cfnlintrc has it; what differs between regions is which types there are.
REGION = "us-east-1"
ENGINE_VERSION = ("W3691", "W9003")
POLICIES = "I3011"
JOINING = "I1022"
HINTS = (
    "I1002",
    "I1003",
    "I2010",
    "I2011",
    "I3010",
    "I3012",
    "I4010",
    "I4011",
    "I4012",
    "I6010",
    "I6011",
    "I7002",
    "I7010",
)
SECRET_NAME = re.compile("password|secret|token", re.IGNORECASE)


@LINT.always("lint-errors", "E???? F????")
def errors(system: System) -> Iterator[Breach]:
    """The linter finds no error."""
    yield from _of(system, lambda rule: rule.startswith(("E", "F")))


@LINT.always("lint-warnings", "W????")
def warnings(system: System) -> Iterator[Breach]:
    """The linter warns of nothing."""
    yield from _of(system, lambda rule: rule.startswith("W") and rule not in ENGINE_VERSION)


@LINT.exempted("lint-names-and-versions", "W2509 W3691 W9003")
def names_and_versions(system: System) -> Iterator[Breach]:
    """No parameter is named like a secret and shown, and every engine has a version that is whole."""
    for stack in system.nest.stacks.values():
        for parameter in stack.parameters.values():
            shown = parameter.definition.get("NoEcho") not in (True, "true")
            if SECRET_NAME.search(parameter.name) and shown:
                yield "/".join((*stack.path, parameter.name)), "is named like a secret and shown"
    yield from _of(system, lambda rule: rule in ENGINE_VERSION)


@LINT.always("lint-deletion-policies", "I3011")
def deletion_policies(system: System) -> Iterator[Breach]:
    """Whatever holds something says what becomes of it, nested stacks among them."""
    yield from _of(system, lambda rule: rule == POLICIES)


@LINT.exempted("lint-substitution", "I1022")
def substitution(system: System) -> Iterator[Breach]:
    """Texts are put together by substitution, not by joining."""
    yield from _of(system, lambda rule: rule == JOINING)


@LINT.always(
    "lint-hints",
    "I4010 I4011 I4012 I1002 I1003 I2010 I2011 I3010 I3012 I6010 I6011 I7002 I7010",
)
def hints(system: System) -> Iterator[Breach]:
    """No template is near a limit, and each says what it is for in the way that machines read."""
    yield from _of(system, lambda rule: rule in HINTS)


@LINT.exempted("lint-information", "I9001 I9003 I3042 I3013 I3037 I3100 I3510 I2003 I2530 I9???")
def information(system: System) -> Iterator[Breach]:
    """The linter has nothing else to say."""
    yield from _of(system, lambda rule: rule.startswith("I") and rule not in (*HINTS, POLICIES, JOINING))


@LINT.exempted("tags-everywhere", "I9040")
def tags(system: System) -> Iterator[Breach]:
    """Whatever can carry tags carries some."""
    for item in system.items:
        name = _tag_property(item)
        if name is not None and not item.get(name):
            yield item, "carries no tags"


def _of(system: System, wanted: Callable[[str], bool]) -> Iterator[Breach]:
    stacks = {stack.template.file: stack.path for stack in system.nest.stacks.values()}
    # A change of a file is a change of what is asked, so nothing old is remembered for it.
    texts = tuple((file, file.read_text(encoding="utf-8")) for file in stacks)
    for finding in _found(texts):
        if wanted(finding.rule):
            address = "/".join(part for part in (*stacks[Path(finding.file)], finding.logical_id) if part)
            yield f"{finding.rule}:{address}", finding.message


@lru_cache(maxsize=4)
def _found(texts: tuple[tuple[Path, str], ...]) -> tuple[Finding, ...]:
    """Lint once for all goals."""
    files = [file for file, _ in texts]
    return tuple(finding for findings in lint(files, REGION, 1, whole=True) for finding in findings)


def _tag_property(item: Item) -> str | None:
    try:
        return tag_property(item.type)
    except LookupError:
        # No schema knows a custom resource.
        return None

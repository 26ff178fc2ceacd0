"""What a rule of the gate is: a statement about a nest of templates, and the check that finds what breaks it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tasktracker_cfn.gate.findings import Severity
from tasktracker_cfn.model.completeness import shows_everything
from tasktracker_cfn.model.nest import Output, Parameter, Stack
from tasktracker_cfn.model.system import Item, System

Place = Item | Parameter | Output | Stack


class Fault:
    """One thing that breaks a rule: where, how, and the path to it within the properties of a resource.

    For a parameter or an output the path leads into its definition.
    """

    __slots__ = ("message", "path", "where")

    def __init__(self, where: Place, message: str, *path: str | int) -> None:
        """Keep where it is and what is wrong; the message is a predicate about the place."""
        self.where = where
        self.message = message
        self.path = path

    @property
    def address(self) -> str:
        """Give the address of the place, such as ``Network/Vpc``; the root stack's is empty."""
        if isinstance(self.where, Item):
            return str(self.where)
        if isinstance(self.where, Stack):
            return "/".join(self.where.path)
        return "/".join((*self.where.stack, self.where.name))

    def line(self, system: System) -> tuple[str, int]:
        """Give the file and the line of the place, or of the nearest thing around it."""
        if isinstance(self.where, Stack):
            template = self.where.template
            return str(template.file), template.line(*self.path)
        stack, steps = self._steps()
        template = system.nest.stacks[stack].template
        return str(template.file), template.line(*steps, *self.path)

    def _steps(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if isinstance(self.where, Item):
            resource = self.where.resource
            # A path of attributes, such as DependsOn, begins beside the properties.
            beside = self.path and self.path[0] in resource.attributes and self.path[0] not in resource.properties
            return resource.stack, ("Resources", resource.logical_id, *(() if beside else ("Properties",)))
        if isinstance(self.where, Parameter):
            return self.where.stack, ("Parameters", self.where.name)
        if isinstance(self.where, Output):
            return self.where.stack, ("Outputs", self.where.name)
        return (), ()


Check = Callable[[System], Iterator[Fault]]


class Rule(NamedTuple):
    """One rule; `rows` are the traps that it is about, by the names under which the code's comments know them.

    `misses` is true of an error that something is not there: it is one only where the templates show everything.
    """

    id: str
    group: str
    severity: Severity
    summary: str
    why: str
    remedy: str
    source: str
    rows: tuple[str, ...]
    check: Check
    misses: bool = False

    def severity_in(self, system: System) -> Severity:
        """Give how bad its findings in a nest are."""
        return "warning" if self.misses and self.severity == "error" and not shows_everything(system) else self.severity


def rule(  # noqa: PLR0913 - a rule has these parts, and each use names them
    rule_id: str,
    *,
    severity: Severity,
    why: str,
    remedy: str,
    source: str = "",
    rows: str = "",
    misses: bool = False,
) -> Callable[[Check], Rule]:
    """Make a rule of a check, whose docstring is the summary; the group is the package that it stands in."""

    def made(check: Check) -> Rule:
        group = check.__module__.split(".")[-2]
        summary = check.__doc__ or ""
        return Rule(rule_id, group, severity, summary, why, remedy, source, tuple(rows.split()), check, misses)

    return made

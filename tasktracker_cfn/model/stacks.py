"""A root template and all that it nests, as written: stacks, resources, parameters and outputs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tasktracker_cfn.model.reading import Template

# The logical ids of the nested stacks that lead to a stack; the root's is ().
StackPath = tuple[str, ...]

STACK_TYPE = "AWS::CloudFormation::Stack"
# What it adds are loops, which show where they stand.
LOOPS = "AWS::LanguageExtensions"
SAM = "AWS::Serverless::"


@dataclass(frozen=True)
class Resource:
    """One resource of one stack, as written.

    Two are the same when their addresses are. `attributes` is what stands beside Type and Properties:
    DependsOn, DeletionPolicy, Condition, Metadata and so on.
    """

    stack: StackPath
    logical_id: str
    type: str
    properties: Mapping[str, object] = field(compare=False, repr=False)
    attributes: Mapping[str, object] = field(compare=False, repr=False)
    file: Path = field(compare=False)
    line: int = field(compare=False)


@dataclass(frozen=True)
class Parameter:
    """One parameter of one stack; `definition` is all that the template says of it."""

    stack: StackPath
    name: str
    type: str
    definition: Mapping[str, object] = field(compare=False, repr=False)
    file: Path = field(compare=False)
    line: int = field(compare=False)

    @property
    def has_default(self) -> bool:
        """Tell whether the template gives a value."""
        return "Default" in self.definition

    @property
    def is_list(self) -> bool:
        """Tell whether it holds a list, which is handed over as one text with commas."""
        return self.type == "CommaDelimitedList" or self.type.startswith("List<")


@dataclass(frozen=True)
class Output:
    """One output of one stack, as written."""

    stack: StackPath
    name: str
    definition: Mapping[str, object] = field(compare=False, repr=False)
    file: Path = field(compare=False)
    line: int = field(compare=False)

    @property
    def value(self) -> object:
        """Give the value as written."""
        return self.definition.get("Value")


@dataclass(frozen=True)
class Stack:
    """One stack of the nest; `children` are those of its nested stacks that were read, by logical id.

    `unexpanded` are the lines of what stands among resources, parameters and outputs and is none until
    CloudFormation has worked on it, such as ``Fn::ForEach::Buckets`` and ``Fn::Transform``, by section and key.
    """

    path: StackPath
    template: Template = field(compare=False, repr=False)
    parameters: Mapping[str, Parameter] = field(compare=False, repr=False)
    resources: Mapping[str, Resource] = field(compare=False, repr=False)
    outputs: Mapping[str, Output] = field(compare=False, repr=False)
    children: Mapping[str, StackPath] = field(compare=False, repr=False)
    unexpanded: Mapping[tuple[str, str], int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def conditions(self) -> Mapping[str, object]:
        """Give the conditions as written."""
        return self.template.section("Conditions")

    @property
    def is_whole(self) -> bool:
        """Tell whether the stack surely holds what the template shows: no macro, loop or module makes more of it."""
        transforms = self.template.content.get("Transform") or []
        macros = [name for name in (transforms if isinstance(transforms, list) else [transforms]) if name != LOOPS]
        # What SAM makes has names of its own, also where the line that asks for it comes to the template later.
        more = any(one.type.endswith("::MODULE") or one.type.startswith(SAM) for one in self.resources.values())
        return not (self.unexpanded or more or macros)


@dataclass(frozen=True)
class Nest:
    """A root stack and all that are nested in it, parents before children, each in the order of its file."""

    stacks: Mapping[StackPath, Stack] = field(repr=False)

    @property
    def root(self) -> Stack:
        """Give the root."""
        return self.stacks[()]

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        """Give the resources of all stacks."""
        return tuple(resource for stack in self.stacks.values() for resource in stack.resources.values())

    def of_type(self, *types: str) -> tuple[Resource, ...]:
        """Give the resources of some types, in any stack."""
        return tuple(resource for resource in self.resources if resource.type in types)

    def resource(self, stack: StackPath, logical_id: str) -> Resource | None:
        """Give a resource by its address, or None when there is none."""
        there = self.stacks.get(stack)
        return there.resources.get(logical_id) if there else None

"""Load a root template and all that it nests, to any depth."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.reading import Template, mapping, read

# The logical ids of the nested stacks that lead to a stack; the root's is ().
StackPath = tuple[str, ...]

STACK_TYPE = "AWS::CloudFormation::Stack"


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
    """One stack of the nest; `children` are those of its nested stacks that were read, by logical id."""

    path: StackPath
    template: Template = field(compare=False, repr=False)
    parameters: Mapping[str, Parameter] = field(compare=False, repr=False)
    resources: Mapping[str, Resource] = field(compare=False, repr=False)
    outputs: Mapping[str, Output] = field(compare=False, repr=False)
    children: Mapping[str, StackPath] = field(compare=False, repr=False)


@dataclass(frozen=True)
class Nest:
    """A root stack and all that are nested in it, parents before children, each in the order of its file."""

    stacks: Mapping[StackPath, Stack] = field(repr=False)

    @property
    def root(self) -> Stack:
        """Give the root."""
        return self.stacks[()]

    @property
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


def load(root: Path) -> Nest:
    """Read a root template and, wherever a nested stack's TemplateURL is a relative path, the template there.

    A nested stack whose TemplateURL is an address (``https://...``) or is computed stays a resource without a
    stack.

    :raises TemplateError: when a template cannot be read, leads out of the root's folder, or nests itself
    """
    loading = _Loading(root.parent.resolve(), {})
    loading.stack((), root, ())
    return Nest(loading.stacks)


@dataclass(frozen=True)
class _Loading:
    folder: Path
    stacks: dict[StackPath, Stack]

    def stack(self, path: StackPath, file: Path, ancestors: tuple[Path, ...]) -> None:
        """Read one stack and those below it; `ancestors` are the files that led here."""
        template = read(file)
        resources = {resource.logical_id: resource for resource in _resources(template, path)}
        nested = dict(self._children(template, resources, (*ancestors, file.resolve())))
        self.stacks[path] = Stack(
            path,
            template,
            {parameter.name: parameter for parameter in _parameters(template, path)},
            resources,
            {output.name: output for output in _outputs(template, path)},
            {logical_id: (*path, logical_id) for logical_id in nested},
        )
        for logical_id, child in nested.items():
            self.stack((*path, logical_id), child, (*ancestors, file.resolve()))

    def _children(
        self, template: Template, resources: Mapping[str, Resource], ancestors: tuple[Path, ...]
    ) -> Iterator[tuple[str, Path]]:
        for resource in resources.values():
            url = resource.properties.get("TemplateURL")
            if resource.type != STACK_TYPE or not isinstance(url, str) or "://" in url:
                continue
            child = template.file.parent / url
            problem = self._problem(url, child.resolve(), ancestors)
            if problem:
                line = template.line("Resources", resource.logical_id, "Properties", "TemplateURL")
                raise TemplateError(str(template.file), line, f"TemplateURL {url} {problem}")
            yield resource.logical_id, child

    def _problem(self, url: str, child: Path, ancestors: tuple[Path, ...]) -> str | None:
        if Path(url).is_absolute():
            return "must be relative to this file"
        if not child.is_relative_to(self.folder):
            return "leads out of the root template's folder"
        if child in ancestors:
            return "leads back to a template that nests this one"
        if not child.is_file():
            return "leads to no file"
        return None


def _resources(template: Template, stack: StackPath) -> Iterator[Resource]:
    for logical_id, value in template.section("Resources").items():
        place = ("Resources", logical_id)
        body = mapping(template, value, *place)
        resource_type = body.get("Type")
        if not isinstance(resource_type, str):
            raise TemplateError(str(template.file), template.line(*place), f"{logical_id} has no Type")
        properties = mapping(template, body.get("Properties", {}), *place, "Properties")
        attributes = {key: item for key, item in body.items() if key not in {"Type", "Properties"}}
        yield Resource(stack, logical_id, resource_type, properties, attributes, template.file, template.line(*place))


def _parameters(template: Template, stack: StackPath) -> Iterator[Parameter]:
    for name, value in template.section("Parameters").items():
        definition = mapping(template, value, "Parameters", name)
        parameter_type = definition.get("Type")
        if not isinstance(parameter_type, str):
            raise TemplateError(str(template.file), template.line("Parameters", name), f"{name} has no Type")
        yield Parameter(stack, name, parameter_type, definition, template.file, template.line("Parameters", name))


def _outputs(template: Template, stack: StackPath) -> Iterator[Output]:
    for name, value in template.section("Outputs").items():
        definition = mapping(template, value, "Outputs", name)
        yield Output(stack, name, definition, template.file, template.line("Outputs", name))

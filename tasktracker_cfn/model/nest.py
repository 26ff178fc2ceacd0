"""Load a root template and all that it nests, to any depth."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.children import Child, children
from tasktracker_cfn.model.reading import Template, mapping, read
from tasktracker_cfn.model.stacks import STACK_TYPE, Nest, Output, Parameter, Resource, Stack, StackPath

__all__ = ["STACK_TYPE", "Nest", "Output", "Parameter", "Resource", "Stack", "StackPath", "load"]

# A nest that fans out doubles with each level. CloudFormation ends at 2,500 resources in one operation:
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
MOST_STACKS = 200
MOST_RESOURCES = 5_000
MOST_VALUES = 500_000
# It takes 500 resources, 200 parameters and 200 outputs; a rule says so, up to here.
MOST_OF_A_SECTION = 1_000
# What stands in the place of a resource, a parameter or an output until CloudFormation has worked on it.
LATER = ("Fn::ForEach::", "Fn::Transform")


def load(root: Path) -> Nest:
    """Read a root template and the templates of its nested stacks, wherever they lie beside it.

    A nested stack whose template is not there (an address elsewhere, or one that is computed) stays a resource
    without a stack.

    :raises TemplateError: when a template cannot be read, leads out of the root's folder, nests itself, or when
        there is more of it than CloudFormation could take
    """
    try:
        loading = _Loading(root.parent.resolve())
    except (OSError, ValueError, RuntimeError) as error:
        raise TemplateError(str(root), 0, f"cannot be read: {error}") from error
    waiting = [_Waiting((), root, ())]
    while waiting:
        stack = waiting.pop()
        nested = loading.stack(stack)
        waiting.extend(reversed(nested))
    return Nest(loading.stacks)


@dataclass(frozen=True)
class _Waiting:
    """A stack that is to be read; `ancestors` are the files that led here."""

    path: StackPath
    file: Path
    ancestors: tuple[Path, ...]


@dataclass
class _Loading:
    folder: Path
    stacks: dict[StackPath, Stack] = field(default_factory=dict)
    templates: dict[Path, Template] = field(default_factory=dict)
    resources: int = 0
    values: int = 0

    def stack(self, waiting: _Waiting) -> list[_Waiting]:
        """Read one stack, and give those that it nests."""
        path, file = waiting.path, waiting.file
        template = self.templates.get(file) or _read(file)
        self.templates[file] = template
        resources = {resource.logical_id: resource for resource in _resources(template, path)}
        self._count(template, len(resources))
        ancestors = (*waiting.ancestors, file.resolve())
        nested: list[Child] = list(children(template, resources.values(), self.folder, ancestors))
        self.stacks[path] = Stack(
            path,
            template,
            {parameter.name: parameter for parameter in _parameters(template, path)},
            resources,
            {output.name: output for output in _outputs(template, path)},
            {child.logical_id: (*path, child.logical_id) for child in nested},
            dict(_unexpanded(template)),
        )
        return [_Waiting((*path, child.logical_id), child.file, ancestors) for child in nested]

    def _count(self, template: Template, resources: int) -> None:
        self.resources += resources
        self.values += template.weight
        message = ""
        if len(self.stacks) >= MOST_STACKS:
            message = f"the nest has more than {MOST_STACKS} stacks"
        elif self.resources > MOST_RESOURCES:
            message = f"the nest has more than {MOST_RESOURCES} resources"
        elif self.values > MOST_VALUES:
            message = f"the nest has more than {MOST_VALUES} values"
        if message:
            raise TemplateError(str(template.file), 0, f"{message} up to here")


def _read(file: Path) -> Template:
    """Read a template whose sections that are looked up later are mappings, too."""
    template = read(file)
    for section in ("Conditions", "Mappings"):
        template.section(section)
    return template


def _resources(template: Template, stack: StackPath) -> Iterator[Resource]:
    for logical_id, value in _members(template, "Resources"):
        place = ("Resources", logical_id)
        body = mapping(template, value, *place)
        resource_type = body.get("Type")
        if not isinstance(resource_type, str):
            raise TemplateError(str(template.file), template.line(*place), f"{logical_id} has no Type")
        written = body.get("Properties")
        properties = {} if written is None else mapping(template, written, *place, "Properties")
        attributes = {key: item for key, item in body.items() if key not in {"Type", "Properties"}}
        yield Resource(stack, logical_id, resource_type, properties, attributes, template.file, template.line(*place))


def _parameters(template: Template, stack: StackPath) -> Iterator[Parameter]:
    for name, value in _members(template, "Parameters"):
        definition = mapping(template, value, "Parameters", name)
        parameter_type = definition.get("Type")
        if not isinstance(parameter_type, str):
            raise TemplateError(str(template.file), template.line("Parameters", name), f"{name} has no Type")
        yield Parameter(stack, name, parameter_type, definition, template.file, template.line("Parameters", name))


def _outputs(template: Template, stack: StackPath) -> Iterator[Output]:
    for name, value in _members(template, "Outputs"):
        definition = mapping(template, value, "Outputs", name)
        yield Output(stack, name, definition, template.file, template.line("Outputs", name))


def _members(template: Template, section: str) -> Iterator[tuple[str, object]]:
    content = template.section(section)
    if len(content) > MOST_OF_A_SECTION:
        message = f"{section} has {len(content)} entries; more than {MOST_OF_A_SECTION} are not read"
        raise TemplateError(str(template.file), template.line(section), message)
    return ((name, value) for name, value in content.items() if not name.startswith(LATER))


def _unexpanded(template: Template) -> Iterator[tuple[tuple[str, str], int]]:
    for place, line in template.lines.items():
        # Loops and snippets within a resource or a condition, too.
        if isinstance(place[-1], str) and place[-1].startswith(LATER):
            yield (str(place[0]), place[-1] if len(place) > 1 else ""), line

"""From one environment of one system to the texts of its templates."""

from dataclasses import dataclass

from troposphere import Template

from tasktracker_cfn.assembly.rendering import render
from tasktracker_cfn.authoring import tags
from tasktracker_cfn.config import SystemConfig
from templates import root


@dataclass(frozen=True)
class Document:
    """One template as it is written: its file's name, its text, and how many resources it has."""

    file: str
    text: str
    resources: int


@dataclass(frozen=True)
class Build:
    """All templates of one environment, the root first and the others in the order of their creation."""

    system: str
    environment: str
    documents: tuple[Document, ...]

    @property
    def folder(self) -> str:
        """Give the folder below the output folder."""
        return f"{self.system}/{self.environment}"


def assemble(system: SystemConfig) -> Build:
    """Build, tag and render every template of an environment."""
    root_template, stacks = root.build(system)
    templates = {"root": root_template, **{stack.name.lower(): stack.template for stack in stacks}}
    documents = []
    for name, template in templates.items():
        tags.apply(template, system.all_tags(), system.name)
        documents.append(_document(name, template, f"{system.system}.toml"))
    return Build(system.system, system.environment, tuple(documents))


def _document(name: str, template: Template, source: str) -> Document:
    return Document(f"{name}.yaml", render(template.to_dict(), source), len(template.resources))

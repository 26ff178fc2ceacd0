"""From one environment of one system to the texts of its templates."""

from typing import NamedTuple, cast

from tasktracker_cfn.assembly.rendering import render
from tasktracker_cfn.authoring.tags import tagged
from tasktracker_cfn.authoring.wires import Body
from tasktracker_cfn.config import SystemConfig
from templates import root


class Document(NamedTuple):
    """One template as it is written: its file's name, its text, and how many resources it has."""

    file: str
    text: str
    resources: int


class Build(NamedTuple):
    """All templates of one environment, the root first and the others in the order of their creation."""

    system: str
    environment: str
    documents: tuple[Document, ...]

    @property
    def folder(self) -> str:
        """Give the folder below the output folder."""
        return f"{self.system}/{self.environment}"


def assemble(system: SystemConfig, source: str = "") -> Build:
    """Build, tag and render every template of an environment.

    :param source: name of the file that describes it, for whoever reads a template and wants to change it
    """
    nest = root.build(system)
    documents = [
        _document(name.lower(), tagged(body, system.all_tags(), system.name), source or f"{system.system}.toml")
        for name, body in {"Root": nest.root, **nest.children}.items()
    ]
    return Build(system.system, system.environment, tuple(documents))


def _document(name: str, body: Body, source: str) -> Document:
    return Document(f"{name}.yaml", render(body, source), len(cast("Body", body["Resources"])))

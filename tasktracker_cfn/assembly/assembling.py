"""From one environment of one system to the texts of its templates."""

from typing import NamedTuple, cast

from tasktracker_cfn.assembly.rendering import render
from tasktracker_cfn.authoring.tags import tagged
from tasktracker_cfn.authoring.wires import Body
from tasktracker_cfn.config import SystemConfig, given_names
from templates import root

COMPANION = "replica"


class Document(NamedTuple):
    """One template as it is written: its file's name, its text, and how many resources it has.

    It also says for which region it is, where that is not the system's.
    """

    file: str
    text: str
    resources: int
    region: str | None = None


class Build(NamedTuple):
    """All templates of one environment, the root first and the others in the order of their creation.

    The companion, which goes to another region before them, comes last.
    """

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
    source = source or f"{system.system}.toml"
    documents = [
        _document(name.lower(), tagged(body, system.all_tags(), system.name), source)
        for name, body in {"Root": nest.root, **nest.children}.items()
    ]
    region = given_names.replica_region(system)
    if region is not None:
        from templates.root import companion  # noqa: PLC0415 - most systems are in one region only

        body = tagged(companion.build(system, region), system.all_tags(), system.name)
        documents.append(_document(COMPANION, body, source)._replace(region=region))
    return Build(system.system, system.environment, tuple(documents))


def _document(name: str, body: Body, source: str) -> Document:
    return Document(f"{name}.yaml", render(body, source), len(cast("Body", body["Resources"])))

"""From one environment of one system to the texts of its templates."""

from typing import NamedTuple, cast

from tasktracker_cfn.assembly.rendering import HEADER, render
from tasktracker_cfn.authoring.tags import tagged
from tasktracker_cfn.authoring.wires import Body
from tasktracker_cfn.config import SystemConfig, given_names
from templates import root

COMPANION = "replica"


class Document(NamedTuple):
    """One file as it is written: its path in the environment's folder, its text, and how many resources it has.

    A file that is no template has None of them: it lies beside the templates, and cfn-lint has no part in it. A
    template also says for which region it is, where that is not the system's.
    """

    file: str
    text: str
    resources: int | None
    region: str | None = None

    @property
    def is_template(self) -> bool:
        """Tell whether it is one of the templates, not a file beside them."""
        return self.resources is not None


class Build(NamedTuple):
    """All files of one environment: the root, the other templates in the order of their creation, what is beside.

    The companion, which goes to another region before them, comes last of the templates.
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
    documents += [_beside(file, text, source) for file, text in root.files_beside(system, source).items()]
    return Build(system.system, system.environment, tuple(documents))


def _document(name: str, body: Body, source: str) -> Document:
    return Document(f"{name}.yaml", render(body, source), len(cast("Body", body["Resources"])))


def _beside(file: str, text: str, source: str) -> Document:
    # JSON has no comments; what is generated as JSON says so in its first entry.
    header = HEADER.format(source=source) if file.endswith(".yaml") else ""
    return Document(file, header + text, None)

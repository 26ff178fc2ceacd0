"""Names that are exported."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System


@rule(
    "export-names-unique",
    rows="K16",
    severity="error",
    why="The name of an export is unique in an account and region, so the second stack that exports it fails.",
    remedy="Put the stack's name into the export's (AWS::StackName), or hand the value over by outputs and parameters.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
)
def export_names_unique(system: System) -> Iterator[Fault]:
    """No two outputs of a nest are exported under one name."""
    known: dict[str, tuple[str, ...]] = {}
    for path, stack in system.nest.stacks.items():
        for output in stack.outputs.values():
            export = output.definition.get("Export")
            if not isinstance(export, Mapping) or system.exists(output) is not True:
                continue
            name = system.values.resolve(path, export.get("Name"))
            # Symbols among the names cannot be looked up by themselves where they hold mappings.
            own = (*path, output.name)
            first = known.setdefault(repr(name), own)
            if name is not None and first != own:
                yield Fault(output, f"is exported under the same name as {'/'.join(first)}", "Export")

"""What `build` does, apart from how it talks about it."""

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tasktracker_cfn.assembly.assembling import Build, assemble
from tasktracker_cfn.assembly.writing import write
from tasktracker_cfn.config.selecting import select
from tasktracker_cfn.errors import TasktrackerError

if TYPE_CHECKING:
    from tasktracker_cfn.gate.findings import Finding


class Request(NamedTuple):
    """What was asked for."""

    systems: tuple[str, ...]
    out: Path
    gate: bool
    jobs: int
    # The file of exemptions; None is the one that comes with the generator.
    exemptions: Path | None = None


class Row(NamedTuple):
    """One file, as the table at the end shows it.

    `resources` is None of a file that is no template; `findings` is None of that too, and when nothing was checked.
    """

    system: str
    environment: str
    region: str
    file: Path
    resources: int | None
    size: int
    findings: "tuple[Finding, ...] | None"

    @property
    def is_template(self) -> bool:
        """Tell whether it is a template, not a file beside them."""
        return self.resources is not None


class Outcome(NamedTuple):
    """What was built and found; `others` are findings about no row: about exemptions."""

    rows: tuple[Row, ...]
    others: "tuple[Finding, ...]" = ()
    exempted: int = 0

    @property
    def findings(self) -> "tuple[Finding, ...]":
        """Give all findings in the order of the templates."""
        return (*(finding for row in self.rows for finding in row.findings or ()), *self.others)

    @property
    def failing(self) -> "tuple[Finding, ...]":
        """Give the findings that should stop a deployment."""
        return tuple(finding for finding in self.findings if finding.fails)


class Watcher(Protocol):
    """Whoever tells the user what happens."""

    def step(self, doing: str, done: int, total: int) -> None:
        """Hear that a part of the work is done."""

    def finished(self, outcome: Outcome) -> None:
        """Hear how it ended."""

    def failed(self, error: TasktrackerError) -> None:
        """Hear that it could not be done."""


def run(request: Request, watcher: Watcher) -> Outcome:
    """Build, write and check what was asked for."""
    selection = select(request.systems)
    regions: dict[str, str] = {}
    builds = []
    for number, (system, file) in enumerate(zip(selection.environments, selection.files, strict=True), start=1):
        build = assemble(system, file.name)
        builds.append(build)
        regions[build.folder] = system.region
        watcher.step(f"built {build.folder}", number, len(selection.environments))
    write(builds, request.out, selection.whole_systems)
    rows = list(_rows(builds, regions, request.out))
    if not request.gate:
        return Outcome(tuple(rows))
    return _judged(_linted(rows, request.jobs, watcher), request)


def _rows(builds: list[Build], regions: dict[str, str], out: Path) -> Iterator[Row]:
    for build in builds:
        for document in build.documents:
            yield Row(
                system=build.system,
                environment=build.environment,
                region=document.region or regions[build.folder],
                file=out / build.folder / document.file,
                resources=document.resources,
                size=len(document.text.encode()),
                findings=None,
            )


def _linted(rows: list[Row], jobs: int, watcher: Watcher) -> list[Row]:
    """Lint each template for its own region, all of a region together, and keep the order of the rows."""
    from tasktracker_cfn.gate.linting import lint  # noqa: PLC0415 - start-up without the gate stays fast

    gc.enable()
    templates = [row for row in rows if row.is_template]
    found: dict[Path, tuple[Finding, ...]] = {}
    for region in dict.fromkeys(row.region for row in templates):
        together = [row.file for row in templates if row.region == region]
        for file, findings in zip(together, lint(together, region, jobs), strict=True):
            found[file] = tuple(findings)
            watcher.step(f"linted {file}", len(found), len(templates))
    return [row._replace(findings=found[row.file]) if row.is_template else row for row in rows]


def _judged(rows: list[Row], request: Request) -> Outcome:
    """Check each nest by the gate's own rules, and put what is found to its file."""
    from tasktracker_cfn.gate.checking import check, everything  # noqa: PLC0415 - start-up without the gate stays fast
    from tasktracker_cfn.gate.exemptions import SHIPPED, load  # noqa: PLC0415 - as above
    from tasktracker_cfn.model.finding_nests import find_nests  # noqa: PLC0415 - as above

    judges = everything(load(request.exemptions or SHIPPED), datetime.now(UTC).date())
    # The region of a folder's root; a companion for another region has no condition that would ask.
    regions = {row.file.parent: row.region for row in reversed(rows) if row.is_template}
    nests = {
        name: system
        for region in dict.fromkeys(regions.values())
        for name, system in find_nests([place for place in regions if regions[place] == region], {}, region).items()
    }
    verdict = check(nests, judges, whole=not request.systems)
    found: dict[Path, list[Finding]] = {}
    for finding in verdict.findings:
        found.setdefault(Path(finding.file), []).append(finding)
    judged = [
        row._replace(findings=(*row.findings, *found.pop(row.file, ()))) if row.findings is not None else row
        for row in rows
    ]
    others = tuple(finding for findings in found.values() for finding in findings)
    return Outcome(tuple(judged), others, verdict.exempted)

"""Run rules over the builds in out/ and the kitchen sinks, or over any nest: what a person does who writes a rule.

::

    python -m tests.gate.rules.over_builds [RULE | GROUP ...] [--nest ROOT.yaml ...] [--time]
"""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import click

from tasktracker_cfn.assembly.assembling import assemble
from tasktracker_cfn.assembly.writing import write
from tasktracker_cfn.config.selecting import select
from tasktracker_cfn.gate.rules.every import rules
from tasktracker_cfn.gate.rules.rule import Rule
from tasktracker_cfn.model.system import System
from tests.commands import REPOSITORY

SINKS = REPOSITORY / "tests/sinks/everything.toml"


@click.command()
@click.argument("names", nargs=-1)
@click.option("--nest", "nests", multiple=True, type=click.Path(path_type=Path))
@click.option("--time", "timed", is_flag=True)
def main(names: tuple[str, ...], nests: tuple[Path, ...], *, timed: bool) -> None:
    """Print every finding, and how long the slowest rules took."""
    wanted = [rule for rule in rules() if not names or rule.id in names or rule.group in names]
    spent: dict[str, float] = {}
    number = 0
    with tempfile.TemporaryDirectory() as folder:
        systems = [System(root.parent, {}, root.name) for root in nests] or list(_builds(Path(folder)))
        for system in systems:
            for rule in wanted:
                start = time.process_time()
                number += _show(rule, system)
                spent[rule.id] = spent.get(rule.id, 0.0) + time.process_time() - start
    for name, seconds in sorted(spent.items(), key=lambda pair: -pair[1])[: 25 if timed else 0]:
        click.echo(f"{seconds * 1000:8.1f} ms  {name}", err=True)
    click.echo(f"{number} findings of {len(wanted)} rules in {len(systems)} nests", err=True)


def _builds(folder: Path) -> Iterator[System]:
    write([assemble(environment) for environment in select([str(SINKS)]).environments], folder)
    for out in (REPOSITORY / "out", folder):
        yield from (System(root.parent) for root in sorted(out.glob("*/*/root.yaml")))


def _show(rule: Rule, system: System) -> int:
    faults = list(rule.check(system))
    for fault in faults:
        file, line = fault.line(system)
        click.echo(f"{file}:{line}  {rule.severity}  {rule.id}  {fault.address}: {fault.message}")
    return len(faults)


if __name__ == "__main__":
    main()

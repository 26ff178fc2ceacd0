"""The verb `reach`: who can talk to whom, with the way there or the place where it ends."""

import sys
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tasktracker_cfn.cli.options import PlacePath, fitting, given
from tasktracker_cfn.errors import CommandError, TasktrackerError, printable

if TYPE_CHECKING:
    from tasktracker_cfn.model.reach.answer import Answer, Step, Way
    from tasktracker_cfn.model.reach.places import Place
    from tasktracker_cfn.model.system import System

# By how much is known: reachable, not reachable, not known.
REACHABLE, NOT_REACHABLE, NOT_KNOWN = 0, 1, 2
SOURCE_AND_TARGET = 2
# No more nests are named.
MOST_NAMES = 10


@click.command()
@click.argument("root", type=PlacePath())
@click.argument("names", nargs=-1, required=True, metavar="[SOURCE] TARGET [PORT]")
@click.option("--who", is_flag=True, help="List whoever can reach TARGET; so does naming no SOURCE.")
@click.option(
    "--params",
    "files",
    multiple=True,
    type=PlacePath(),
    metavar="FILE",
    help="Values of the root's parameters, in any form that the AWS command line takes.",
)
@click.option("--param", "parameters", multiple=True, metavar="NAME=VALUE", help="One value, over those of files.")
@click.option("--region", callback=fitting, help="Where it is deployed, for conditions, mappings and images.")
def reach(
    root: Path,
    names: tuple[str, ...],
    *,
    who: bool,
    files: tuple[Path, ...],
    parameters: tuple[str, ...],
    region: str | None,
) -> None:
    """Tell whether SOURCE can open a TCP connection to TARGET on PORT, step by step and back again.

    ROOT is a root template or its folder. SOURCE and TARGET are `internet`, a resource by its address (`Data/Database`)
    or its logical id, a block of addresses, or a service of AWS as its endpoints call it (`secretsmanager`, `ecr.api`).
    Without PORT the ones are asked about that TARGET listens on.

    Exit code 0: reachable. 1: not reachable. 2: not known, or the question is wrong; the message says which.
    """
    try:
        system = _system(root, given(files, parameters), region)
        code = _answer(system, names, who=who)
    except TasktrackerError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    sys.exit(code)


def _answer(system: "System", names: tuple[str, ...], *, who: bool) -> int:
    from tasktracker_cfn.model.reach.naming import named, ports  # noqa: PLC0415 - another verb should not pay for it
    from tasktracker_cfn.model.reach.proof import reach as asked  # noqa: PLC0415 - as above
    from tasktracker_cfn.model.reach.proof import who_reaches  # noqa: PLC0415 - as above

    asked_for, wanted = _places(names)
    if who and len(asked_for) > 1:
        message = f"--who takes a TARGET only, not {' '.join(asked_for)[:200]}"
        raise CommandError(printable(message))
    target = named(system, asked_for[-1])
    numbers = wanted or ports(system, target)
    if not numbers:
        message = f"{target} does not say on which port it listens; name a PORT"
        raise CommandError(message)
    if len(asked_for) == 1:
        found = [_list(who_reaches(system, target, number), target, number) for number in numbers]
    else:
        source = named(system, asked_for[0])
        found = [_show(asked(system, source, target, number)) for number in numbers]
    return REACHABLE if REACHABLE in found else max(found)


def _places(names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Separate the port from the places."""
    from tasktracker_cfn.model.reach.ports import LAST_PORT  # noqa: PLC0415 - as above

    last = names[-1]
    port = int(last) if last.isascii() and last.isdecimal() and len(names) > 1 else None
    places = names if port is None else names[:-1]
    if len(places) > SOURCE_AND_TARGET or (port is not None and not 1 <= port <= LAST_PORT):
        message = f"ask about one SOURCE, one TARGET and one PORT from 1 to {LAST_PORT}, not {' '.join(names)[:200]}"
        raise CommandError(printable(message))
    return places, () if port is None else (port,)


def _system(root: Path, values: Mapping[str, str], region: str | None) -> "System":
    """Read the nest that is asked about, with the values that are given for its root's parameters."""
    from tasktracker_cfn.model.finding_nests import find_nests  # noqa: PLC0415 - as above
    from tasktracker_cfn.model.parameters import check_names  # noqa: PLC0415 - as above

    own = root / "root.yaml"
    found = find_nests([own if own.is_file() else root], values, region)
    if len(found) > 1:
        names = ", ".join([*islice(found, MOST_NAMES), *(["..."] if len(found) > MOST_NAMES else [])])
        message = f"there are {len(found)} nests in {root}: {names}; name the root of one"
        raise CommandError(printable(message))
    (system,) = found.values()
    check_names(values, system.nest.root)
    return system


def _show(answer: "Answer") -> int:
    """Print one answer with its way, and give its exit code."""
    words = {2: "can reach", 0: "cannot reach", 1: "may or may not reach"}
    click.echo(f"{answer.source} {words[answer.verdict]} {answer.target} on port {answer.port}")
    _steps(answer.best)
    if answer.verdict != answer.everywhere:
        worst = answer.worst
        click.echo(f"\nbut {worst.source} {words[worst.verdict]} {worst.target}")
        _steps(worst)
    return _code(answer)


def _steps(way: "Way") -> None:
    marks = {2: "yes", 0: "NO", 1: "?"}
    for step in way.steps:
        click.echo(f"  {marks[step.verdict]:>3}  {step.text}{_place_of(step)}")


def _place_of(step: "Step") -> str:
    return f"  ({step.item.resource.file.name}:{step.item.resource.line})" if step.item is not None else ""


def _list(answers: "tuple[Answer, ...]", target: "Place", port: int) -> int:
    """Print who reaches a target, who may, and who does not, and give the exit code."""
    titles = {2: "can be reached by", 1: "may be reached by", 0: "cannot be reached by"}
    for verdict, title in titles.items():
        found = [answer for answer in answers if answer.verdict == verdict]
        if found or verdict == max(titles):
            click.echo(f"{target} on port {port} {title}{':' if found else ' nobody'}")
        for line in map(_line, found):
            click.echo(f"  {line}")
    return min((_code(answer) for answer in answers if answer.verdict == max(a.verdict for a in answers)), default=1)


def _line(answer: "Answer") -> str:
    steps = answer.best.decisive or answer.best.steps
    return f"{answer.source}: {steps[0].text}{_place_of(steps[0])}" if steps else answer.source


def _code(answer: "Answer") -> int:
    return {2: REACHABLE, 0: NOT_REACHABLE, 1: NOT_KNOWN}[answer.verdict]

"""Look for a configuration that is neither refused nor built right, among random ones: `make fuzz EXAMPLES=2000`.

Each is built, judged by the ten properties and linted. The seed is printed first, and gives the same draws again with
``--seed``. Of each kind of defect the first table is made small, printed, and saved as a TOML file that `build.py`
takes.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import click
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.properties.judging import LINT, Verdict, judge, reduced
from tests.properties.ten import ALL
from tests.strategies.systems import systems
from tests.toml_files import Tables, to_toml

DEFAULT_EXAMPLES = 50
# A smaller table is easier to read; how many are tried for it. To lint one takes a second.
TRIES, TRIES_WITH_LINT = 300, 60


class Fuzzing:
    """What was drawn so far, and the first table of each defect."""

    def __init__(self, folder: Path, *, lint: bool) -> None:
        """Work in a folder."""
        self.folder = folder
        self.lint = lint
        self.seen: Counter[str] = Counter()
        self.defects: dict[str, tuple[Tables, list[str]]] = {}

    def try_out(self, tables: Tables) -> None:
        """Judge a table, and remember it when it shows a defect of a new kind."""
        verdict = judge(tables, self.folder, lint=self.lint)
        self.seen["refused" if verdict.refused else "built"] += 1
        self.seen["templates"] += verdict.templates
        for kind, said in kinds(verdict).items():
            self.seen[f"broken: {kind}"] += 1
            self.defects.setdefault(kind, (tables, said))

    def reduce(self, kind: str) -> Tables:
        """Give a small table with a defect."""
        needs_lint = kind.startswith(LINT)

        def shows(tables: Tables) -> bool:
            return kind in kinds(judge(tables, self.folder, lint=needs_lint))

        return reduced(self.defects[kind][0], shows, TRIES_WITH_LINT if needs_lint else TRIES)


def kinds(verdict: Verdict) -> dict[str, list[str]]:
    """Give what is broken by its kind: a property, a rule of cfn-lint, or an exception."""
    found: dict[str, list[str]] = {}
    for name, complaints in verdict.broken.items():
        for complaint in complaints:
            detail = complaint.split()[0] if name == LINT else complaint.strip().splitlines()[-1].split(":")[0]
            found.setdefault(name if name in ALL else f"{name} {detail}", []).append(complaint)
    return found


def _run(examples: int, seed_: int, try_out: Callable[[Tables], None]) -> None:
    @seed(seed_)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(tables=systems())
    def fuzz(tables: Tables) -> None:
        try_out(tables)

    fuzz()


@click.command()
@click.option("--examples", default=DEFAULT_EXAMPLES, show_default=True, help="How many systems are drawn.")
@click.option("--seed", "seed_", type=int, help="Draw what a run with this seed drew.")
@click.option("--lint/--no-lint", default=True, show_default=True, help="cfn-lint takes most of the time.")
def main(examples: int, seed_: int | None, *, lint: bool) -> None:
    """Draw systems until there are enough, and exit with 1 when one shows a defect."""
    chosen = random.SystemRandom().randrange(2**32) if seed_ is None else seed_
    click.echo(f"seed {chosen}, {examples} examples")
    kept = Path(tempfile.mkdtemp(prefix="fuzz-"))
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        fuzzing = Fuzzing(Path(folder), lint=lint)
        _run(examples, chosen, fuzzing.try_out)
        for number, (kind, (_, said)) in enumerate(sorted(fuzzing.defects.items()), start=1):
            file = kept / f"{number}.toml"
            file.write_text(to_toml(fuzzing.reduce(kind)), encoding="utf-8", newline="")
            click.echo(f"\n{kind}\n{said[0]}\n{file}:\n{file.read_text(encoding='utf-8')}")
    click.echo(
        f"\nin {time.monotonic() - started:.0f} s: " + ", ".join(f"{n} {what}" for what, n in fuzzing.seen.items())
    )
    if not fuzzing.defects:
        kept.rmdir()
    sys.exit(bool(fuzzing.defects))


if __name__ == "__main__":
    main()

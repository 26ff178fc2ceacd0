"""cfn-lint over written templates, in this process or in several.

The settings are those of ``.cfnlintrc`` at the repository's root, so that the plain ``cfn-lint`` command agrees; a
test holds the two together.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tasktracker_cfn.gate.findings import Finding, Severity

if TYPE_CHECKING:
    from cfnlint.rules import Rules

INCLUDE_CHECKS = ("I",)
# Each with its reason in .cfnlintrc.
IGNORE_CHECKS = ("I1022", "W3002")
# No check has this name. An empty list would let the settings of whatever folder one is in speak.
NOTHING = ("I9999",)
# D01: a retired engine version lints as a warning and cannot be created.
RAISED_TO_ERROR = frozenset({"W3690", "W3691"})
ENTRY = re.compile(r"^  ([A-Za-z0-9]+):")


def lint(files: Sequence[Path], region: str, jobs: int, *, whole: bool = False) -> Iterator[list[Finding]]:
    """Check templates, and give the findings of each in the order of the files, as they come.

    :param jobs: processes to share the work; 1 stays in this one
    :param whole: switch on what the settings leave out, and what cfn-lint still tries out
    """
    check = partial(_lint_file, region=region, whole=whole)
    if min(jobs, len(files)) <= 1:
        yield from map(check, files)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - as in _lint_file, if less
    from multiprocessing import get_context  # noqa: PLC0415 - as above

    # "spawn", because a fork would copy whatever threads the caller has started.
    with ProcessPoolExecutor(max_workers=min(jobs, len(files)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(check, files)


def _lint_file(path: Path, region: str, *, whole: bool) -> list[Finding]:
    from cfnlint.config import ConfigMixIn  # noqa: PLC0415 - a second of start-up that only a gate should cost
    from cfnlint.runner.template import run_template_by_file_path  # noqa: PLC0415 - as above

    config = ConfigMixIn(
        templates=[str(path)],
        regions=[region],
        include_checks=list(INCLUDE_CHECKS),
        ignore_checks=list(NOTHING if whole else IGNORE_CHECKS),
        include_experimental=whole,
    )
    # The command line calls this too; its own run() takes all files at once and tells nothing in between.
    matches = run_template_by_file_path(str(path), config, _rules(), False)  # noqa: FBT003 - cfn-lint's signature
    lines = path.read_text(encoding="utf-8").splitlines()
    return sorted(
        Finding(
            file=str(path),
            line=match.linenumber,
            rule=match.rule.id,
            severity=_severity(match.rule.id, match.rule.severity),
            logical_id=_logical_id(lines, match.linenumber),
            message=match.message,
        )
        for match in matches
    )


@cache
def _rules() -> "Rules":
    """Load cfn-lint's rules, once in each process."""
    from cfnlint.config import ConfigMixIn  # noqa: PLC0415 - as in _lint_file
    from cfnlint.runner import Runner  # noqa: PLC0415 - as in _lint_file

    return Runner(ConfigMixIn(templates=[])).rules


def _severity(rule: str, given: str) -> Severity:
    if rule in RAISED_TO_ERROR:
        return "error"
    return "advice" if given == "informational" else cast("Severity", given)


def _logical_id(lines: list[str], number: int) -> str:
    """Give the entry that a line of a template belongs to; a line outside any entry has none."""
    for line in reversed(lines[:number]):
        if line[:1].strip():
            return ""
        entry = ENTRY.match(line)
        if entry:
            return entry[1]
    return ""

"""Why findings matter and what to do, once for each rule that found something."""

from collections.abc import Iterable, Iterator
from textwrap import fill
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tasktracker_cfn.gate.findings import Finding

WIDTH = 100


def reasons(findings: "Iterable[Finding]") -> Iterator[str]:
    """Give the lines, with an empty one before each rule; cfn-lint's rules have said it all in their message."""
    for name, finding in {finding.rule: finding for finding in findings if finding.why}.items():
        yield ""
        yield name
        yield fill(finding.why, WIDTH, initial_indent="  why: ", subsequent_indent="       ")
        yield fill(finding.remedy, WIDTH, initial_indent="  do:  ", subsequent_indent="       ")

"""The one file of exemptions: what is allowed to break a rule, in which builds, why, and until when.

::

    shipped = true                         # the exemptions of the shipped file hold as well
    production = ["*/production"]          # the builds in which cost is no reason; these, when left out

    [[exemptions]]
    rule = "no-public-route"               # the id of a rule or a goal
    systems = ["*/*"]                      # builds, as system/environment; * stands for anything
    resource = "Network/PublicDefaultRoute"  # the address of what breaks it; all when left out
    ground = "design"
    reason = "the load balancer is there to be reached from the internet"
    expires = 2030-12-31                   # from this day on the rule holds again
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal, NamedTuple, cast, get_args

from tasktracker_cfn.errors import ConfigurationError, Problem, TemplateError
from tasktracker_cfn.model.files import text_of

# "cost": it costs money that only production is worth. "requirement": the document that the system comes from asks for
# something else. "platform": AWS does not allow it, or makes it useless. "design": it is what the system is for, or its
# price is not worth what it gives.
Ground = Literal["cost", "requirement", "platform", "design"]
GROUNDS = get_args(Ground)
ANY = "*"
PRODUCTION = ["*/production"]
SHORTEST_REASON = 15
# Comes with the generator: what its own systems, and those that others configure, break on purpose.
SHIPPED = Path(__file__).parents[1] / "exemptions.toml"
# Where each table of a file begins; a string of several lines that holds such a line would not be worth a parser.
ENTRY = re.compile(r"^\[\[exemptions\]\]", re.MULTILINE)


class Exemption(NamedTuple):
    """One exemption; `systems` and `resource` are patterns."""

    rule: str
    systems: tuple[str, ...]
    resource: str
    ground: Ground
    reason: str
    expires: date
    # Where it stands.
    file: str = ""
    line: int = 0

    def is_for(self, build: str) -> bool:
        """Tell whether it is about a build, such as ``tasktracker/demo``."""
        return any(fnmatchcase(build, pattern) for pattern in self.systems)


class Exemptions(NamedTuple):
    """All exemptions, in the order of the file, and the builds that are in production."""

    production: tuple[str, ...]
    entries: tuple[Exemption, ...]

    def is_production(self, build: str) -> bool:
        """Tell whether a build is in production."""
        return any(fnmatchcase(build, pattern) for pattern in self.production)

    def current(self, today: date) -> "Exemptions":
        """Give those that have not expired."""
        return self._replace(entries=tuple(entry for entry in self.entries if entry.expires > today))

    def find(self, rule: str, build: str, address: str) -> Exemption | None:
        """Give the exemption that allows an address to break a rule, if there is one; cost is none in production."""
        for entry in self.entries:
            pays = entry.ground == "cost" and self.is_production(build)
            if entry.rule == rule and entry.is_for(build) and fnmatchcase(address, entry.resource) and not pays:
                return entry
        return None


def load(path: Path) -> Exemptions:
    """Read a file of exemptions.

    :raises ConfigurationError: with everything that is wrong in it
    """
    try:
        text = text_of(path)
    except TemplateError as error:
        raise ConfigurationError([Problem(str(path), "", error.message)]) from error
    return parse(text, str(path))


def parse(text: str, file: str) -> Exemptions:
    """Read exemptions from a text.

    :param file: the name that messages say
    :raises ConfigurationError: with everything that is wrong in it
    """
    try:
        tables: dict[str, object] = tomllib.loads(text)
    except ValueError as error:
        raise ConfigurationError([Problem(file, "", f"is no valid TOML: {error}")]) from error
    except RecursionError as error:
        raise ConfigurationError([Problem(file, "", "is nested too deeply")]) from error
    problems = [Problem(file, key, message) for key, message in _problems(tables)]
    if problems:
        raise ConfigurationError(problems)
    entries = cast("list[dict[str, object]]", tables.get("exemptions", []))
    lines = [text.count("\n", 0, found.start()) + 1 for found in ENTRY.finditer(text)]
    own = Exemptions(
        tuple(cast("list[str]", tables.get("production", PRODUCTION))),
        tuple(
            _exemption(entry, file, lines[number] if number < len(lines) else 1) for number, entry in enumerate(entries)
        ),
    )
    if not tables.get("shipped"):
        return own
    shipped = load(SHIPPED)
    return Exemptions(own.production + shipped.production, own.entries + shipped.entries)


def _exemption(entry: Mapping[str, object], file: str, line: int) -> Exemption:
    return Exemption(
        rule=str(entry["rule"]),
        systems=tuple(cast("list[str]", entry["systems"])),
        resource=str(entry.get("resource", ANY)),
        ground=cast("Ground", entry["ground"]),
        reason=" ".join(str(entry["reason"]).split()),
        expires=cast("date", entry["expires"]),
        file=file,
        line=line,
    )


def _problems(tables: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    yield from ((key, f"is no key here; there are {', '.join(TOP)}") for key in tables if key not in TOP)
    if not isinstance(tables.get("shipped", False), bool):
        yield "shipped", "must be true or false"
    if message := _texts(tables.get("production", PRODUCTION)):
        yield "production", message
    entries = tables.get("exemptions", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        yield "exemptions", "must be a list of tables: [[exemptions]]"
        return
    seen: dict[tuple[str, ...], int] = {}
    for number, entry in enumerate(cast("list[dict[str, object]]", entries), start=1):
        place = f"exemptions[{number}]"
        yield from ((f"{place}.{key}", message) for key, message in _of(entry))
        same = tuple(str(entry.get(key, ANY)) for key in ("rule", "systems", "resource"))
        if seen.setdefault(same, number) != number:
            yield place, f"is for the same as exemptions[{seen[same]}]; put both reasons into one"


def _of(entry: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key in entry:
        if key not in CHECKS:
            yield key, f"is no key here; there are {', '.join(CHECKS)}"
    for key, check in CHECKS.items():
        message = check(entry.get(key, ANY if key == "resource" else None))
        if message:
            yield key, message


def _texts(value: object) -> str | None:
    whole = isinstance(value, list) and value and all(isinstance(item, str) and item for item in value)
    return None if whole else 'must be a list of builds, such as ["tasktracker/demo"]'


def _text(value: object) -> str | None:
    return None if isinstance(value, str) and value.strip() else "must be a text"


def _ground(value: object) -> str | None:
    return None if value in GROUNDS else f"must be one of {', '.join(GROUNDS)}"


def _reason(value: object) -> str | None:
    whole = isinstance(value, str) and len(value.strip()) >= SHORTEST_REASON
    return None if whole else f"must say why, in {SHORTEST_REASON} characters or more"


def _day(value: object) -> str | None:
    whole = isinstance(value, date) and not isinstance(value, datetime)
    return None if whole else "must be a day, such as 2030-12-31, without quotes"


TOP = ("shipped", "production", "exemptions")
CHECKS = {
    "rule": _text,
    "systems": _texts,
    "resource": _text,
    "ground": _ground,
    "reason": _reason,
    "expires": _day,
}

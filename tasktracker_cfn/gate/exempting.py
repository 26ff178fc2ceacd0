"""What is wrong with exemptions: for no rule, for nobody, for nothing, expired, or for a reason that does not count."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from tasktracker_cfn.gate.exemptions import Exemption, Exemptions
from tasktracker_cfn.gate.goals.goal import Binding


class Use(NamedTuple):
    """What exemptions were tried on, and which were of use.

    `rules` are all that there are, with how binding they are; `tried` are those that have been asked; `used` are
    the exemptions that allowed something, with the build; `whole` tells whether there are no other builds.
    """

    rules: Mapping[str, Binding]
    tried: Collection[str]
    builds: Collection[str]
    used: Collection[tuple[Exemption, str]]
    whole: bool


class Useless(NamedTuple):
    """An exemption that is wrong; `notice` is the id under which that is explained."""

    exemption: Exemption
    notice: str
    message: str

    def __str__(self) -> str:
        """Give the line that a person reads."""
        entry = self.exemption
        return f"{entry.rule} for {', '.join(entry.systems)} at {entry.resource}: {self.message}"


def useless(exemptions: Exemptions, use: Use, today: date) -> Iterator[Useless]:
    """Give what is wrong with each exemption."""
    for entry in exemptions.entries:
        if entry.rule not in use.rules:
            yield Useless(entry, "exemption-for-no-rule", "there is no such rule")
        elif entry.ground == "cost" and use.rules[entry.rule] == "always":
            yield Useless(entry, "exemption-for-cost", "cost is no reason to break what holds always")
        if entry.expires <= today:
            yield Useless(entry, "exemption-expired", f"expired on {entry.expires}")
        elif entry.rule in use.tried:
            yield from (Useless(entry, "exemption-unused", message) for message in _unused(entry, use))


def _unused(entry: Exemption, use: Use) -> Iterator[str]:
    allowed = {build for exemption, build in use.used if exemption == entry}
    for pattern in entry.systems:
        one = entry._replace(systems=(pattern,))
        meant = {build for build in use.builds if one.is_for(build)}
        # What a pattern is for may be a build that was not asked about.
        if not use.whole and pattern not in meant:
            continue
        if not meant:
            yield f"no build is named {pattern}"
        elif not meant & allowed:
            yield f"nothing in {pattern} breaks the rule there"

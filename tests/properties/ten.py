"""The ten correctness properties of document 001, by their rows, and one more of our own."""

from collections.abc import Sequence

from tests.properties import (
    alarms,
    backups,
    database,
    https,
    isolation,
    least_privilege,
    placement,
    reach,
    secrets,
    tagging,
    validity,
)
from tests.properties.subject import Environment, Property, broken

TEN: dict[str, Property] = {
    "S1-P1 environment isolation": isolation.isolated,
    "S1-P2 database network isolation": database.kept_inside,
    "S1-P3 secret encryption": secrets.encrypted_and_closed,
    "S1-P4 tagging completeness": tagging.tagged,
    "S1-P5 multi-AZ placement": placement.in_two_zones,
    "S1-P6 HTTPS enforcement": https.enforced,
    "S1-P7 backups": backups.backed_up,
    "S1-P8 least-privilege security groups": least_privilege.least_privilege,
    "S1-P9 alarm coverage": alarms.covered,
    "S1-P10 validity": validity.valid,
}
# What no document asks for and every deployment needs: a task that cannot reach its image never starts.
OWN: dict[str, Property] = {"N06 reach": reach.reached}
ALL = TEN | OWN


def complaints(environments: Sequence[Environment]) -> dict[str, list[str]]:
    """Give what does not hold, by property; nothing when all do."""
    found = {name: broken(check, environments) for name, check in ALL.items()}
    return {name: said for name, said in found.items() if said}

"""Records that are aliases of something that AWS runs."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, follow


class AliasRecord(NamedTuple):
    """One record with an alias target, where it stands, and the resource that it leads to."""

    item: Item
    path: tuple[str | int, ...]
    name: Value
    zone: Value
    entry: Mapping[str, Value]
    target: Item | None

    def alias(self, key: str) -> Value:
        """Give a property of the alias target."""
        return follow(self.entry, "AliasTarget", key)


def alias_records(system: System) -> Iterator[AliasRecord]:
    """Give every alias, in record sets and in groups of them."""
    for item in system.of("AWS::Route53::RecordSet"):
        yield from _record(system, item, (), item.properties, item.get("HostedZoneId"))
    for item in system.of("AWS::Route53::RecordSetGroup"):
        for number, entry in enumerate(item.listed("RecordSets")):
            if isinstance(entry, Mapping):
                zone = entry.get("HostedZoneId") or item.get("HostedZoneId")
                yield from _record(system, item, ("RecordSets", number), entry, zone)


def _record(
    system: System, item: Item, path: tuple[str | int, ...], entry: Mapping[str, Value], zone: Value
) -> Iterator[AliasRecord]:
    if isinstance(entry.get("AliasTarget"), Mapping):
        target = system.at(follow(entry, "AliasTarget", "DNSName"))
        yield AliasRecord(item, path, entry.get("Name"), zone, entry, target)

"""The parts of a distribution, each with the path to it."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, follow

DISTRIBUTION = "AWS::CloudFront::Distribution"
CONFIG = "DistributionConfig"

Path = tuple[str | int, ...]
Part = tuple[Path, Mapping[str, Value]]


def config(item: Item, *path: str | int) -> Value:
    """Follow keys and indices into a distribution's configuration."""
    return item.get(CONFIG, *path)


def behaviours(item: Item) -> Iterator[Part]:
    """Give the behaviours of a distribution, the default one first."""
    default = config(item, "DefaultCacheBehavior")
    if isinstance(default, Mapping):
        yield (CONFIG, "DefaultCacheBehavior"), default
    yield from _listed(item, "CacheBehaviors")


def origins(item: Item) -> Iterator[Part]:
    """Give the origins of a distribution."""
    yield from _listed(item, "Origins")


def behaviours_of_origin(item: Item, origin: Mapping[str, Value]) -> list[Part]:
    """Give the behaviours of a distribution that fetch from an origin."""
    return [(path, entry) for path, entry in behaviours(item) if entry.get("TargetOriginId") == origin.get("Id")]


def associations(item: Item, kind: str) -> Iterator[Part]:
    """Give the functions that the behaviours of a distribution run, of one of CloudFront's two kinds."""
    for path, behaviour in behaviours(item):
        for number, entry in enumerate(_items(behaviour.get(kind))):
            if isinstance(entry, Mapping):
                yield (*path, kind, number), entry


def pattern(entry: Mapping[str, Value]) -> str:
    """Say which paths a behaviour is for."""
    found = follow(entry, "PathPattern")
    return found if isinstance(found, str) else "everything else"


def _listed(item: Item, key: str) -> Iterator[Part]:
    for number, entry in enumerate(item.listed(CONFIG, key)):
        if isinstance(entry, Mapping):
            yield (CONFIG, key, number), entry


def _items(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else ()

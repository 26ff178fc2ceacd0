"""Tags reach what they are for."""

from collections import Counter
from collections.abc import Iterator, Mapping

from tasktracker_cfn.authoring.schemas import is_taggable, tag_property
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.stacks import STACK_TYPE, StackPath
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System

MOST = 50
# So few resources have no habit of being tagged.
FEW = 4
# Says what a single resource is, where people see it.
NAME = "Name"
TAGGING = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-resource-tags.html"


@rule(
    "tags-valid",
    rows="K18",
    severity="error",
    why="A resource takes 50 tags, each key once, and keys that begin with aws: are AWS's own.",
    remedy="Rename or drop the tag.",
    source=TAGGING,
)
def tags_valid(system: System) -> Iterator[Fault]:
    """No resource has more than 50 tags, a key twice, or a key that is AWS's own."""
    for item in system.items:
        # What others call Tags may be anything.
        keys = _keys(item.get("Tags")) if item.type.startswith("AWS::") else ()
        if len(keys) > MOST:
            yield Fault(item, f"has {len(keys)} tags; {MOST} are the most", "Tags")
        for key, number in Counter(keys).items():
            if key.lower().startswith("aws:"):
                yield Fault(item, f"has the tag {key}, and keys of that kind are AWS's", "Tags")
            if number > 1:
                yield Fault(item, f"has the tag {key} twice", "Tags")


@rule(
    "tags-reach-everything",
    rows="K18",
    severity="advice",
    why="What has no tags is missing from the bill of a project and from whatever is allowed or stopped by tags.",
    remedy="Give it the same tags; those of a stack do not reach everything.",
    source=TAGGING,
)
def tags_reach_everything(system: System) -> Iterator[Fault]:
    """A tag that most resources of a nest have is on every one that can have it."""
    taggable = [item for item in system.items if item.type != STACK_TYPE and is_taggable(item.type)]
    inherited = _of_stacks(system)
    keys = {
        str(item): {*found, *inherited[item.resource.stack]} for item in taggable if (found := _tags(item)) is not None
    }
    count = Counter(key for found in keys.values() for key in found)
    usual = [key for key, number in count.items() if key != NAME and number * 2 > len(keys) and number >= FEW]
    for item in taggable:
        missing = [key for key in usual if str(item) in keys and key not in keys[str(item)]]
        if missing:
            yield Fault(item, f"has no tag {' or '.join(sorted(missing))}, which most others have", *_path(item))


def _of_stacks(system: System) -> dict[StackPath, frozenset[str]]:
    """Give the keys of the tags that each stack hands on to all it holds."""
    found: dict[StackPath, frozenset[str]] = {path: frozenset() for path in system.nest.stacks}
    # Parents come before their children.
    for item in system.of(STACK_TYPE):
        path = (*item.resource.stack, item.resource.logical_id)
        found[path] = found[item.resource.stack] | set(_keys(item.get("Tags")))
    return found


def _tags(item: Item) -> tuple[str, ...] | None:
    """Give the keys of a resource's tags; None when they are not known."""
    value = item.get(tag_property(item.type) or "Tags")
    if value is None or isinstance(value, (tuple, Mapping)):
        return _keys(value)
    return None


def _keys(value: Value) -> tuple[str, ...]:
    """Give the keys of tags in either form."""
    if isinstance(value, Mapping):
        return tuple(value)
    entries = value if isinstance(value, tuple) else ()
    found = (known_text(entry.get("Key")) for entry in entries if isinstance(entry, Mapping))
    return tuple(key for key in found if key is not None)


def _path(item: Item) -> tuple[str, ...]:
    name = tag_property(item.type)
    return (name,) if name and item.get(name) is not None else ()

"""The resource provider schemas, read from cfn-lint's data files without importing cfn-lint."""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import cast

# Every region of this project has the types that it uses; the region with the most types serves as the index.
INDEX_REGION = "us-east-1"


@cache
def tag_property(resource_type: str) -> str | None:
    """Give the property that holds a type's tags (mostly "Tags"), or None for a type that cannot be tagged."""
    tagging = cast("dict[str, object]", _entry(resource_type, "tagging") or {})
    if not tagging.get("taggable"):
        return None
    name = str(tagging.get("tagProperty", "/properties/Tags")).removeprefix("/properties/")
    # A few types tag only what they make, deep inside another property.
    return None if "/" in name else name


def takes_tag_map(resource_type: str) -> bool:
    """Tell whether a type's tags are a map of keys to values instead of a list of pairs (K18)."""
    name = tag_property(resource_type)
    if name is None:
        return False
    form = cast("dict[str, dict[str, object]]", _entry(resource_type, "properties"))[name]
    if "$ref" in form:
        definitions = cast("dict[str, dict[str, object]]", _entry(resource_type, "definitions"))
        form = definitions[str(form["$ref"]).removeprefix("#/definitions/")]
    # Not `== "object"`: some schemas say "object or string", and some nothing.
    return form.get("type") != "array"


def handler_permissions(resource_type: str) -> frozenset[str]:
    """Give the actions that a type's handlers need to create, read, update, delete and list; none when it names none.

    :raises LookupError: when there is no such type
    """
    handlers = cast("dict[str, dict[str, list[str]]]", _entry(resource_type, "handlers") or {})
    return frozenset(action for handler in handlers.values() for action in handler.get("permissions", ()))


@cache
def property_kind(resource_type: str, name: str) -> str | None:
    """Give what a property or attribute is ("string", "array"); None when the schemas do not say."""
    if resource_type not in _index():
        return None
    properties = cast("dict[str, dict[str, object]]", _entry(resource_type, "properties") or {})
    kind = properties.get(name, {}).get("type")
    return kind if isinstance(kind, str) else None


@cache
def create_only(resource_type: str) -> tuple[str, ...]:
    """Give the properties that cannot change without a new resource; none for a type that is not known."""
    if resource_type not in _index():
        return ()
    paths = cast("list[str]", _entry(resource_type, "createOnlyProperties") or [])
    return tuple(path.removeprefix("/properties/") for path in paths)


@cache
def is_taggable(resource_type: str) -> bool:
    """Tell whether a type has a property that holds tags; no for a type that is not known."""
    return resource_type in _index() and tag_property(resource_type) is not None


@cache
def _entry(resource_type: str, name: str) -> object:
    """Give one entry of a type's schema, or None; the rest of the schema, up to 130 kB of it, is not decoded."""
    text = _schema(resource_type)
    # The files are indented by one blank, so this is an entry of the schema itself and of nothing inside it.
    mark = f'\n "{name}": '
    start = text.find(mark)
    return json.JSONDecoder().raw_decode(text, start + len(mark))[0] if start >= 0 else None


@cache
def _schema(resource_type: str) -> str:
    digest = _index().get(resource_type)
    if digest is None:
        message = f"{resource_type} is no resource type that the provider schemas of {INDEX_REGION} know"
        raise LookupError(message)
    return (_folder() / "resources" / f"{digest}.json").read_text(encoding="utf-8")


@cache
def _index() -> dict[str, str]:
    return cast("dict[str, str]", json.loads((_folder() / "providers" / f"{INDEX_REGION}.json").read_bytes()))


@cache
def _folder() -> Path:
    spec = find_spec("cfnlint")
    if spec is None or not spec.submodule_search_locations:
        message = "cfn-lint is not installed; its data files hold the resource provider schemas"
        raise LookupError(message)
    return Path(spec.submodule_search_locations[0]) / "data" / "schemas"

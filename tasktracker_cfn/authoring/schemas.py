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
    tagging = cast("dict[str, object]", _schema(resource_type).get("tagging", {}))
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
    form = cast("dict[str, dict[str, object]]", _schema(resource_type)["properties"])[name]
    if "$ref" in form:
        definitions = cast("dict[str, dict[str, object]]", _schema(resource_type)["definitions"])
        form = definitions[str(form["$ref"]).removeprefix("#/definitions/")]
    # Not `== "object"`: some schemas say "object or string", and some nothing.
    return form.get("type") != "array"


@cache
def _schema(resource_type: str) -> dict[str, object]:
    digest = _index().get(resource_type)
    if digest is None:
        message = f"{resource_type} is no resource type that the provider schemas of {INDEX_REGION} know"
        raise LookupError(message)
    return cast("dict[str, object]", json.loads((_folder() / "resources" / f"{digest}.json").read_bytes()))


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

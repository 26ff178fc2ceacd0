"""Read CloudFormation's YAML back into the plain values that it was rendered from."""

from typing import Any

import yaml


class _Loader(yaml.SafeLoader):
    """A loader of its own, so that nothing is registered on the library's."""


def _intrinsic(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)  # type: ignore[arg-type] # nothing else is left
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", maxsplit=1)
    return {"Ref" if suffix == "Ref" else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _intrinsic)


def read(text: str) -> dict[str, Any]:
    """Give a template in plain values, its intrinsic functions in their long form."""
    document = yaml.load(text, Loader=_Loader)  # noqa: S506 - derived from the safe loader
    assert isinstance(document, dict)
    return document

"""Put addresses in the place of relative template URLs, and leave every other character of a template as it is."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import yaml

from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.substitution import mentions
from tasktracker_cfn.model.written import HALVES

PATH = ("Properties", "TemplateURL")
# An anchor before a scalar must stay: an alias elsewhere means it.
ANCHOR = re.compile(r"&\S+\s+")


class _Span(NamedTuple):
    """A piece of the text, and what comes in its place."""

    start: int
    end: int
    new: str


def rewritten(file: Path, text: str, urls: Mapping[str, str]) -> str:
    """Give a template's text with other values of TemplateURL, by logical id of the nested stack.

    :raises TemplateError: when one is not written in the resource itself, but taken over from elsewhere
    """
    if not urls:
        return text
    spans = dict.fromkeys(_spans(file, text, urls))
    for span in sorted(spans, reverse=True):
        text = text[: span.start] + span.new + text[span.end :]
    return text


def without(content: object, left_out: Collection[str]) -> Mapping[str, object]:
    """Give a template's content without some resources, and without the outputs that tell of them.

    Nothing else may need them.
    """
    template = content if isinstance(content, Mapping) else {}
    resources = {name: body for name, body in _section(template, "Resources") if name not in left_out}
    outputs = {
        name: body
        for name, body in _section(template, "Outputs")
        if not any(mention.name in left_out for mention in mentions(body))
    }
    kept = {key: value for key, value in template.items() if key != "Outputs"}
    return {**kept, "Resources": resources, **({"Outputs": outputs} if outputs else {})}


def _section(template: Mapping[str, object], name: str) -> Iterator[tuple[str, object]]:
    section = template.get(name)
    yield from section.items() if isinstance(section, Mapping) else ()


def _spans(file: Path, text: str, urls: Mapping[str, str]) -> Iterator[_Span]:
    resources = _value(_composed(text), "Resources")
    for logical_id, url in urls.items():
        node = resources
        for key in (logical_id, *PATH):
            node = _value(node, key)
        if not isinstance(node, yaml.ScalarNode) or node.start_mark is None or node.end_mark is None:
            message = f"write the TemplateURL of {logical_id} in the resource itself, not by << from elsewhere"
            raise TemplateError(str(file), 0, message)
        start, end = node.start_mark.index, node.end_mark.index
        written = text[start:end]
        anchor = match[0] if (match := ANCHOR.match(written)) else ""
        yield _Span(start + len(anchor), end, _scalar(node, url, written))


def _scalar(node: yaml.ScalarNode, url: str, written: str) -> str:
    """Write an address as the path was written: plain, or in quotes; a block of lines becomes one in quotes."""
    if not node.style:
        return url
    return json.dumps(url) + ("\n" if written.endswith("\n") else "")


def _composed(text: str) -> yaml.Node | None:
    """Give the tree of a text that has been read before, so that it is known to be one, and of a sensible size."""
    if text.lstrip().startswith("{"):
        # As model.written does, but for the length: JSON has tabs between its tokens, and characters in two halves.
        text = HALVES.sub(lambda match: "x" * len(match[0]), text.replace("\t", " "))
    node: yaml.Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    return node


def _value(node: yaml.Node | None, name: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for key, value in node.value if isinstance(key, yaml.ScalarNode) and key.value == name), None)

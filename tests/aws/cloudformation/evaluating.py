"""What the expressions of a template come to."""

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_network
from itertools import islice
from typing import Any

from tests.aws.cloudformation.documents import Document, variables
from tests.aws.refusal import invalid

# What CloudFormation writes where it cannot know yet; a text that holds it is not known.
AFTER = "{{changeSet:KNOWN_AFTER_APPLY}}"
# What stands for it in the parameters of a nested stack:
# https://github.com/aws/serverless-application-model/pull/3824
INTRINSIC = "{{IntrinsicFunction:"
NOTHING: Any = object()
ZONES = "abcdef"


def known(value: Any) -> bool:
    """Tell whether nothing in a value waits for the deployment."""
    if isinstance(value, str):
        return AFTER not in value and INTRINSIC not in value
    if isinstance(value, dict):
        return all(map(known, value.values()))
    return all(map(known, value)) if isinstance(value, list) else True


@dataclass
class Scope:
    """What names stand for in one stack."""

    document: Document
    parameters: Mapping[str, Any]
    pseudo: Mapping[str, Any]
    ref: Callable[[str], Any]
    att: Callable[[str, str], Any]
    imported: Callable[[str], Any]

    @cached_property
    def _conditions(self) -> dict[str, bool]:
        return {}

    def holds(self, name: str) -> bool:
        """Tell whether a condition holds."""
        if name not in self._conditions:
            written = self.document.section("Conditions").get(name)
            if written is None:
                message = f"Template format error: Unresolved condition {name}"
                raise invalid(message)
            self._conditions[name] = bool(self.value(written))
        return self._conditions[name]

    def wanted(self, spec: Mapping[str, Any]) -> bool:
        """Tell whether a resource or an output is there at all."""
        return "Condition" not in spec or self.holds(spec["Condition"])

    def value(self, written: Any) -> Any:
        """Give what an expression comes to."""
        if isinstance(written, list):
            return [item for item in map(self.value, written) if item is not NOTHING]
        if not isinstance(written, dict):
            return written
        if len(written) == 1:
            name, argument = next(iter(written.items()))
            if name == "Ref":
                return self._named(argument)
            if name == "Condition" and isinstance(argument, str):
                return self.holds(argument)
            if name.startswith("Fn::"):
                return self._call(name, argument)
        items = ((key, self.value(item)) for key, item in written.items())
        return {key: item for key, item in items if item is not NOTHING}

    def _named(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return NOTHING
        for names in (self.pseudo, self.parameters):
            if name in names:
                return names[name]
        return self.ref(name)

    def _call(self, name: str, argument: Any) -> Any:
        if name == "Fn::If":
            return self.value(argument[1] if self.holds(argument[0]) else argument[2])
        if name == "Fn::GetAtt":
            return self.att(argument[0], self.value(argument[1]))
        if name == "Fn::Sub":
            return self._substituted(argument)
        worked = self.value(argument)
        if name in PLAIN:
            return _worked_out(name, worked)
        if name == "Fn::GetAZs":
            return [f"{worked or self.pseudo['AWS::Region']}{letter}" for letter in ZONES]
        if name == "Fn::ImportValue":
            return self.imported(worked)
        if name == "Fn::GetStackOutput":
            return self.imported(f"{worked['StackName']}.{worked['OutputName']}")
        if name == "Fn::FindInMap":
            return self.document.section("Mappings")[worked[0]][worked[1]][worked[2]]
        message = f"Template format error: {name} is not known here"
        raise invalid(message)

    def _substituted(self, argument: Any) -> str:
        text, own = (argument, {}) if isinstance(argument, str) else argument
        for name in set(variables(text)):
            resource, _, attribute = name.partition(".")
            if name in own:
                found = self.value(own[name])
            elif attribute and name not in self.pseudo:
                found = self.att(resource, attribute)
            else:
                found = self._named(name)
            text = text.replace(f"${{{name}}}", plain(found))
        return str(text.replace("${!", "${"))


def plain(value: Any) -> str:
    """Give a value as the text that CloudFormation makes of it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(plain, value)) if isinstance(value, list) else str(value)


class Unresolved(list[str]):
    """A list parameter whose value waits for the deployment: one text, whatever it will be."""


def settled(value: Any) -> Any:
    """Give a value as the rows of a change set show it, where what waits for the deployment reads otherwise."""
    if isinstance(value, Unresolved):
        return AFTER
    if isinstance(value, str):
        return re.sub(r"\{\{IntrinsicFunction:[^}]*\}\}", AFTER, value)
    if isinstance(value, dict):
        return {key: settled(item) for key, item in value.items()}
    return [settled(item) for item in value] if isinstance(value, list) else value


def unresolved(stack: str, written: Any) -> str:
    """Give what a nested stack gets in the place of an expression that waits for the deployment: one text."""
    name, argument = next(iter(written.items()))
    if name == "Fn::GetAtt":
        return f"{INTRINSIC}{stack}/{argument[0]}.{argument[1]}/{name}}}}}"
    return f"{INTRINSIC}{stack}/{argument}/Ref}}}}" if name == "Ref" else f"{INTRINSIC}//{name}}}}}"


def _worked_out(name: str, argument: Any) -> Any:
    try:
        return AFTER if name not in LOGIC and _waits(name, argument) else PLAIN[name](argument)
    except (IndexError, ValueError, TypeError, KeyError) as error:
        message = f"Template error: {name} cannot be worked out: {error}"
        if name == "Fn::Select":
            message = f"Template error: Fn::Select cannot select nonexistent value at index {argument[0]}"
        raise invalid(message) from error


def _waits(name: str, argument: Any) -> bool:
    """Tell whether a function cannot be worked out yet: a list that is not known has no length.

    What a nested stack was handed has one, wrongly: it is one text, and a list of it has one item.
    https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/759
    """
    if name == "Fn::Select":
        return AFTER in argument[1] if isinstance(argument[1], str) else False
    if name == "Fn::Split":
        return AFTER in argument[1]
    return name in {"Fn::Cidr", "Fn::Length"} and not known(argument)


def _join(argument: Any) -> str:
    delimiter, items = argument
    return items if isinstance(items, str) else str(delimiter).join(map(plain, items))


def _networks(argument: Any) -> list[str]:
    block, count, bits = argument
    network = ip_network(block)
    return [str(part) for part in islice(network.subnets(new_prefix=network.max_prefixlen - int(bits)), int(count))]


LOGIC = frozenset({"Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals"})
PLAIN: Mapping[str, Callable[[Any], Any]] = {
    "Fn::Join": _join,
    "Fn::Select": lambda argument: argument[1][int(argument[0])],
    "Fn::Split": lambda argument: argument[1].split(argument[0]),
    "Fn::Base64": lambda argument: base64.b64encode(argument.encode()).decode(),
    "Fn::Cidr": _networks,
    "Fn::Length": len,
    "Fn::ToJsonString": lambda argument: json.dumps(argument, separators=(",", ":")),
    "Fn::Equals": lambda argument: plain(argument[0]) == plain(argument[1]),
    "Fn::And": all,
    "Fn::Or": any,
    "Fn::Not": lambda argument: not argument[0],
}

"""A nest with something changed somewhere is read, or it is no template; it never ends in a traceback."""

import copy
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.inside import all_references, literals
from tasktracker_cfn.model.symbols import NO_VALUE
from tasktracker_cfn.model.system import System

ROOT = """\
Parameters:
  Environment: {Type: String, Default: dev, AllowedValues: [dev, production]}
  Zones: {Type: CommaDelimitedList, Default: 'a,b'}
Mappings: {Sizes: {dev: {Cpu: 256, Names: [a, b]}, production: {Cpu: 1024, Names: [c]}}}
Conditions:
  Production: {Fn::Equals: [{Ref: Environment}, production]}
  Other: {Fn::And: [{Condition: Production}, {Fn::Not: [{Fn::Or: [{Condition: Production}, {Fn::Equals: [a, b]}]}]}]}
Resources:
  Network:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: network.yaml
      Parameters:
        Zones: {Fn::Join: [',', {Ref: Zones}]}
        Size: {Fn::FindInMap: [Sizes, {Ref: Environment}, Cpu]}
  Service:
    Type: AWS::CloudFormation::Stack
    DependsOn: Topic
    Condition: Other
    Properties:
      TemplateURL: {Fn::Sub: 'https://${AWS::Region}.example.com/network.yaml'}
      Parameters: {Zones: {Fn::GetAtt: [Network, Outputs.Zones]}, Size: {Fn::If: [Production, 1, {Ref: AWS::NoValue}]}}
  Topic:
    Type: AWS::SNS::Topic
    Metadata: {Note: {Fn::Sub: ['${A}-${Environment}', {A: {Ref: AWS::Region}}]}}
    Properties:
      Names: {Fn::FindInMap: [Sizes, none, Names, {DefaultValue: []}]}
      Networks: {Fn::Cidr: [10.0.0.0/16, 2, 8]}
      Count: {Fn::Length: {Ref: Zones}}
Outputs:
  Zone: {Condition: Production, Value: {Fn::Select: [0, {Fn::Split: [',', {Fn::GetAtt: [Service, Outputs.Zones]}]}]}}
"""
NETWORK = """\
Parameters: {Zones: {Type: CommaDelimitedList}, Size: {Type: Number, Default: 1}}
Conditions: {Large: {Fn::Equals: [{Ref: Size}, '1024']}}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Subnet:
    Type: AWS::EC2::Subnet
    Condition: Large
    Properties: {CidrBlock: {Fn::Select: [0, {Fn::Cidr: [{Fn::GetAtt: [Vpc, CidrBlock]}, 2, 8]}]}}
Outputs:
  Zones: {Value: {Fn::Join: [',', [{Ref: Zones}, {Ref: Subnet}]]}}
"""
TEMPLATES = {"root.yaml": yaml.safe_load(ROOT), "network.yaml": yaml.safe_load(NETWORK)}
Step = str | int


def places(value: object, path: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """Give the way to everything within a value."""
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (*path, index))


PLACES = [(name, path) for name, content in TEMPLATES.items() for path in places(content) if path]
PARTS = [part for name, path in PLACES for part in [path[-1]] if isinstance(part, str)]
names = st.sampled_from(
    sorted(
        {*PARTS, "Fn::ForEach::X", "Fn::Transform", "Fn::Base64", "Fn::GetAZs", "Fn::ImportValue", "Fn::Nothing", ""}
    )
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    names,
    st.sampled_from(
        ["root.yaml", "network.yaml", "../x", "https://x/network.yaml", "${A", "${!A}${Zones}", "Outputs.", "-1"]
    ),
)
replacements = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(names, inner, max_size=2)),
    max_leaves=8,
)


@st.composite
def mutants(draw: st.DrawFn) -> dict[str, object]:
    """Draw a nest in which a few things were replaced, dropped, renamed, doubled or put elsewhere."""
    nest: dict[str, object] = copy.deepcopy(TEMPLATES)
    for _ in range(draw(st.integers(1, 4))):
        name, path = draw(st.sampled_from(PLACES))
        around: object = nest[name]
        for step in path[:-1]:
            around = around[step] if isinstance(around, dict) and step in around else None
        if not isinstance(around, dict) or path[-1] not in around:
            continue
        last = path[-1]
        match draw(st.sampled_from(["replace", "replace", "drop", "rename", "borrow"])):
            case "replace":
                around[last] = draw(replacements)
            case "drop":
                del around[last]
            case "rename":
                around[draw(names)] = around.pop(last)
            case _:
                other, way = draw(st.sampled_from(PLACES))
                borrowed: object = TEMPLATES[other]
                for step in way:
                    borrowed = borrowed[step]  # type: ignore[index] # every way leads somewhere
                around[last] = copy.deepcopy(borrowed)
    return nest


def everything(system: System) -> None:
    """Ask a system everything that rules ask."""
    for item in system.items:
        assert NO_VALUE not in item.properties.values()
        list(all_references(item.properties))
        list(literals(item.properties))
        system.order.surely_after(item.resource, system.items[0].resource)
    for path, stack in system.nest.stacks.items():
        system.exists(stack)
        system.order.circle(path)
        assert stack.is_whole in {True, False}
        for output in stack.outputs.values():
            system.exists(output)
            hash(repr(system.values.resolve(path, output.definition)))


def answers(folder: Path, region: str | None = None) -> str | None:
    """Ask everything of a nest; the message where it is none."""
    try:
        everything(System(folder, region=region))
    except TemplateError as error:
        return str(error)
    return None


@given(nest=mutants(), region=st.sampled_from([None, "eu-west-1"]))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_mutant_is_read_or_refused(nest: dict[str, object], region: str | None) -> None:
    """Whatever is changed in a nest, it gives answers or one clean error."""
    with TemporaryDirectory() as folder:
        for name, content in nest.items():
            Path(folder, name).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        message = answers(Path(folder), region)
    assert message is None or (message and message.isprintable())


PIECES = [
    *["Resources:", "\n", " ", "a", ": ", "- ", "&a ", "*a ", "!Sub ", "{", "["],
    "<<",
    "'",
    "---",
    "%",
    "\t",
    "|",
    "? ",
    "\0",
    "\u00e9",
]


@given(text=st.lists(st.sampled_from(PIECES)).map("".join))
@settings(max_examples=300, deadline=None)
@pytest.mark.parametrize("start", ["", "Resources: {}\n"])
def test_any_text_is_read_or_refused(start: str, text: str) -> None:
    """Whatever a file holds, it is a template or one clean error."""
    with TemporaryDirectory() as folder:
        Path(folder, "root.yaml").write_text(start + text, encoding="utf-8")
        message = answers(Path(folder))
    assert message is None or (message and message.isprintable())

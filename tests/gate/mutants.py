"""Templates that somebody has damaged: a value of another kind in any place, or a text with a line or a byte amiss."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from hypothesis import strategies as st

from tasktracker_cfn.model.reading import read
from tests.gate.rules.case import Case, write

Files = Mapping[str, str]
Step = str | int

# What may stand where something else should; intrinsic functions with arguments that they do not take among it.
ODD: tuple[object, ...] = (
    None,
    [],
    {},
    "",
    "text",
    "${",
    "${A.B}${!C}${}",
    "arn:aws:iam::123456789012:role/x",
    "arn:",
    "{{resolve:secretsmanager:x}}",
    "{{resolve:",
    "0.0.0.0/0",
    "999.1.1.1/99",
    "rate(",
    "service/x/y",
    "{",
    '{"widgets": 3}',
    0,
    -1,
    65536,
    3.5,
    1e308,
    10**40,
    True,
    [None],
    [[]],
    [{}],
    ["a", 1, None, {"b": []}],
    {"a": {"b": {"c": None}}},
    {"Key": [], "Value": {}},
    {"Ref": "AWS::NoValue"},
    {"Ref": "AWS::Region"},
    {"Ref": "Nobody"},
    {"Ref": 3},
    {"Ref": None},
    {"Fn::GetAtt": ["Nobody", "Arn"]},
    {"Fn::GetAtt": []},
    {"Fn::GetAtt": 7},
    {"Fn::GetAtt": [1, {}]},
    {"Fn::GetAtt": ["Child", "Outputs.Nothing"]},
    {"Fn::Sub": "${"},
    {"Fn::Sub": []},
    {"Fn::Sub": ["${A}", {"A": {"Ref": "A"}}]},
    {"Fn::Sub": ["${A}", 3]},
    {"Fn::Join": ["", 3]},
    {"Fn::Join": [",", [None, {}, [], 1]]},
    {"Fn::Split": [",", {"Ref": "Nobody"}]},
    {"Fn::Split": ["", "abc"]},
    {"Fn::Select": ["x", []]},
    {"Fn::Select": [-1, ["a"]]},
    {"Fn::Select": [10**9, ["a"]]},
    {"Fn::If": ["Nobody", 1, 2]},
    {"Fn::If": ["Nobody"]},
    {"Fn::If": 3},
    {"Fn::FindInMap": ["A", "B", "C"]},
    {"Fn::FindInMap": [{}, [], None]},
    {"Fn::Cidr": ["10.0.0.0/8", 256, 40]},
    {"Fn::Cidr": ["10.0.0.0/8", 10**9, 1]},
    {"Fn::GetAZs": {}},
    {"Fn::ImportValue": {"Fn::Sub": "${A}"}},
    {"Fn::Base64": []},
    {"Fn::Length": 3},
    {"Fn::ToJsonString": {"a": {"Ref": "B"}}},
    {"Fn::Transform": {"Name": "x", "Parameters": []}},
    {"Fn::ForEach::X": ["Y", [1], {}]},
    {"Fn::Unknown": 1},
    {"Condition": "Nobody"},
)
SECTIONS = ("Parameters", "Conditions", "Mappings", "Outputs", "Metadata", "Transform", "Rules", "Hooks", "Resources")
ATTRIBUTES = ("Type", "DependsOn", "Condition", "DeletionPolicy", "UpdateReplacePolicy", "Metadata", "CreationPolicy")
BYTES = (
    "\x00",
    "\t",
    "&a *a",
    "<<: ",
    "!Foo ",
    "!!python/object:x ",
    "---\n",
    "? ",
    "'",
    '"',
    "{",
    "}",
    "%YAML 9\n",
    "é",
)


def mutants(case: Case, folder: Path) -> st.SearchStrategy[Files]:
    """Draw files of a nest of which one is damaged, in one place or in up to three."""
    write(case.files, folder)
    contents = {name: read(folder / name).content for name in case.files}
    return st.one_of(
        st.builds(_values, st.just(contents), st.lists(_damage(contents), min_size=1, max_size=3)),
        st.builds(_text, st.just(case.files), st.sampled_from(sorted(case.files)), st.integers(0), st.integers(0, 99)),
    )


Damage = tuple[str, tuple[Step, ...], object]


def _damage(contents: Mapping[str, object]) -> st.SearchStrategy[Damage]:
    places = [(name, path) for name, content in contents.items() for path in _places(content)]
    added: list[tuple[str, tuple[Step, ...]]] = [(name, (section,)) for name in contents for section in SECTIONS]
    for name, path in list(places):
        if len(path) == 2 and path[0] == "Resources":  # a resource as a whole
            added += [(name, (*path, attribute)) for attribute in ATTRIBUTES]
    return st.tuples(st.sampled_from([*places, *added]), st.sampled_from(ODD)).map(lambda drawn: (*drawn[0], drawn[1]))


def _places(value: object, path: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    if path:
        yield path
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _places(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _places(item, (*path, index))


def _values(contents: Mapping[str, object], damages: list[Damage]) -> Files:
    copies = {name: json.loads(json.dumps(content)) for name, content in contents.items()}
    for name, path, value in damages:
        copies[name] = _put(copies[name], path, value)
    return {name: json.dumps(content) for name, content in copies.items()}


def _put(held: object, path: tuple[Step, ...], value: object) -> object:
    """Put a value into its place, if the place is still there."""
    if not path:
        return value
    step, *rest = path
    if isinstance(held, dict):
        return {**held, str(step): _put(held.get(str(step)), tuple(rest), value)}
    if isinstance(held, list) and isinstance(step, int) and step < len(held):
        return [*held[:step], _put(held[step], tuple(rest), value), *held[step + 1 :]]
    return value


def _text(files: Files, name: str, at: int, kind: int) -> Files:
    """Take out a line, move one, or put a byte in."""
    lines = files[name].splitlines(keepends=True)
    number = at % len(lines)
    if kind < 30:
        lines[number] = ""
    elif kind < 60:
        lines[number] = "  " + lines[number]
    elif kind < 80:
        lines[number] = lines[number][: len(lines[number]) // 2]
    else:
        lines[number] = BYTES[kind % len(BYTES)] + lines[number]
    return {**files, name: "".join(lines)}

"""Files that mean harm, or that somebody wrote in a hurry: each is a clean error or a plain answer, and soon."""

import json
import os
from pathlib import Path

import pytest

from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.nest import load
from tasktracker_cfn.model.reading import read

pytestmark = pytest.mark.usefixtures("soon")
EMPTY = "Resources: {}\n"
LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)) + EMPTY
LONG = 'a: &a "' + "x" * 500_000 + '"\nb: [' + ", ".join(["*a"] * 1_000) + "]\n" + EMPTY
TEXTS = {
    "a bomb of aliases": (LAUGHS, ":10: comes to more than 100000 values"),
    "a bomb of one long text": (LONG, ":2: comes to more than 100000 values"),
    "a bomb of merged mappings": (
        "a0: &a0 {x0: 1}\n"
        + "".join(f"a{n}: &a{n} {{x{n}: *a{n - 1}, <<: *a{n - 1}}}\n" for n in range(1, 40))
        + EMPTY,
        "comes to more than 100000 values",
    ),
    "brackets": ("a: " + "[" * 500_000, ":1: is nested too deeply"),
    "blocks": ("- " * 500_000, "is nested too deeply"),
    "questions": ("? " * 500_000, "a key must be a text"),
    "objects": ('{"a":' * 100_000, ":1: is nested too deeply"),
    "functions": ("a: " + "!Not [" * 100_000, ":1: is nested too deeply"),
    "many values": ("a: [" + "1," * 200_000 + "]\n" + EMPTY, ":1: comes to more than 100000 values"),
    "directives": ("".join(f"%TAG !{n}! tag:x\n" for n in range(40_000)) + "---\n" + EMPTY, "too many %TAG directives"),
    "two documents": (EMPTY + "---\n" + EMPTY, ":2: a second document begins here; a template is one"),
    "an empty file": ("", ":1: is no template: it has no mapping of Resources"),
    "null": ("null", ":1: is no template"),
    "a NUL": (EMPTY + "a: \0\n", ":2: is no valid YAML: control characters are not allowed"),
    "a tab": ("Resources:\n\tA: 1\n", ":2: is no valid YAML"),
    "broken JSON": ('{"Resources": {', ":1: is no valid YAML"),
    "half a character": ('{"Resources": {}, "a": "\\ud83d"}', "is no valid YAML"),
    "an unknown function": ("Resources: {}\na: !Foo b\n", ":2: !Foo is no intrinsic function"),
    "a foreign tag": (
        "Resources: {}\na: !!python/object:os.system {}\nb: !<x:y> 1\n",
        ":3: !x:y is no intrinsic function",
    ),
    "a binary": ("Resources: {}\na: !!binary aGk=\n", ":2: a template cannot hold a binary"),
    "no number": ("Resources: {}\na: !!int x\n", ":2: 'x' is no int"),
    "an unknown anchor": ("Resources: {}\na: *b\n", ":2: no anchor b stands before this"),
    "an anchor in itself": ("Resources: {}\na: &a [*a]\n", ":2: an anchor holds itself"),
    "a list as a key": ("Resources: {}\n[a]: b\n", ":2: a key must be a text"),
    "nothing to merge": ("Resources: {}\n<<: 1\n", ":2: << takes over mappings, and this is none"),
}


@pytest.mark.parametrize(("text", "message"), TEXTS.values(), ids=TEXTS.keys())
def test_a_hostile_text(tmp_path: Path, text: str, message: str) -> None:
    """A text that is no template, or more than one can be, is refused with its line."""
    path = tmp_path / "one.yaml"
    path.write_text(text)
    with pytest.raises(TemplateError) as caught:
        read(path)
    assert message in str(caught.value)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    """A file larger than a template may be is refused before it is read."""
    path = tmp_path / "one.yaml"
    path.write_text(EMPTY + "#" * 1_048_576)
    with pytest.raises(TemplateError, match="has 1048590 bytes; CloudFormation takes 1048576 at most"):
        read(path)
    path.write_text(EMPTY.ljust(1_048_576))
    assert read(path).size == 1_048_576


def test_what_is_no_regular_file(tmp_path: Path) -> None:
    """A pipe would wait for ever, and a device never ends; neither is opened."""
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(TemplateError, match="is no regular file"):
            read(path)


def test_names_that_no_file_can_have(tmp_path: Path) -> None:
    """A file's name may be nonsense."""
    for name in ("a\0b", "x" * 5_000):
        with pytest.raises(TemplateError, match="cannot be read"):
            load(tmp_path / name)


def test_a_message_prints_on_one_line(tmp_path: Path) -> None:
    """What is quoted from a file is no order to a terminal, and not the whole file."""
    path = tmp_path / "one.yaml"
    path.write_text('"\\e[31m": 1\n"\\e[31m": 2\n')
    with pytest.raises(TemplateError) as caught:
        read(path)
    assert str(caught.value).isprintable()
    path.write_text(f"{'x' * 900}: &a !{'y' * 90_000} b\n")
    with pytest.raises(TemplateError) as caught:
        read(path)
    assert len(str(caught.value)) < 2_000


READ = [
    ("a: &x {k: 1}\nb: *x\n", {"a": {"k": 1}, "b": {"k": 1}}),
    ("a: &x {k: 1, l: 2}\nb: {<<: *x, l: 3}\n", {"a": {"k": 1, "l": 2}, "b": {"k": 1, "l": 3}}),
    ("a: {<<: [{k: 1}, {k: 2, l: 3}]}\n", {"a": {"k": 1, "l": 3}}),
    ("a: {'<<': 1}\n", {"a": {"<<": 1}}),
    ("&k a: 1\nb: {*k : 2}\n", {"a": 1, "b": {"a": 2}}),
    ("a: !GetAtt &x B.C\nb: *x\n", {"a": {"Fn::GetAtt": ["B", "C"]}, "b": {"Fn::GetAtt": ["B", "C"]}}),
    ("a: .inf\nb: .nan\nc: =\nd: ! 1\n", {"a": ".inf", "b": ".nan", "c": "=", "d": "1"}),
    ("1: a\ntrue: b\nnull: c\n", {"1": "a", "true": "b", "null": "c"}),
    (f"a: {'1' * 5_000}\nb: 0x{'f' * 5_000}\n", {"a": "1" * 5_000, "b": "0x" + "f" * 5_000}),
    ("a: !!str 1\nb: !!int '1'\nc: !!map {}\n", {"a": "1", "b": 1, "c": {}}),
    ('{"a": "\\ud83d\\ude00 \\\\ud83d \\/",\t"b": 1}', {"a": "\U0001f600 \\ud83d /", "b": 1}),
]


@pytest.mark.parametrize(("text", "meant"), READ)
def test_what_is_odd_and_means_something(tmp_path: Path, text: str, meant: dict[str, object]) -> None:
    """Aliases and merge keys are expanded as `aws cloudformation package` does; odd scalars are texts."""
    path = tmp_path / "one.yaml"
    path.write_text(json.dumps({"Resources": {}})[:-1] + "," + text[1:] if text[0] == "{" else EMPTY + text)
    assert read(path).content == {"Resources": {}, **meant}

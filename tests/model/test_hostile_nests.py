"""Nests that mean harm, or that somebody wrote in a hurry: each is a clean error or a plain answer, and soon."""

from pathlib import Path

import pytest

from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.nest import Nest, load
from tasktracker_cfn.model.order import Order
from tasktracker_cfn.model.substitution import mentions
from tasktracker_cfn.model.symbols import Call
from tasktracker_cfn.model.system import System
from tasktracker_cfn.model.values import Values
from tasktracker_cfn.model.weights import weigh
from tests.model.conftest import Writer

pytestmark = pytest.mark.usefixtures("soon")
EMPTY = "Resources: {}\n"


def nested(*urls: str) -> str:
    """Give a template with one nested stack for each address."""
    return "Resources:\n" + "".join(
        f"  S{n}: {{Type: 'AWS::CloudFormation::Stack', Properties: {{TemplateURL: {url}}}}}\n"
        for n, url in enumerate(urls)
    )


def test_a_nest_that_fans_out(nest: Writer) -> None:
    """Files that nest one another twice each end where no deployment could go on."""
    templates = {f"t{n}": nested(f"t{n + 1}.yaml", f"t{n + 1}.yaml") for n in range(60)}
    with pytest.raises(TemplateError, match="the nest has more than 200 stacks up to here"):
        nest(root=nested("t0.yaml"), t60=EMPTY, **templates)


def test_a_nest_of_large_templates(nest: Writer) -> None:
    """Resources and values are counted over the whole nest."""
    many = "Resources:\n" + "".join(f"  R{n}: {{Type: T}}\n" for n in range(900))
    with pytest.raises(TemplateError, match="the nest has more than 5000 resources up to here"):
        nest(root=nested(*["many.yaml"] * 6), many=many)
    heavy = "Resources: {A: {Type: T, Properties: {P: [" + "1," * 90_000 + "]}}}\n"
    with pytest.raises(TemplateError, match="the nest has more than 500000 values up to here"):
        nest(root=nested(*["heavy.yaml"] * 6), heavy=heavy)
    with pytest.raises(TemplateError, match="Resources has 1001 entries; more than 1000 are not read"):
        nest(root="Resources:\n" + "".join(f"  R{n}: {{Type: T}}\n" for n in range(1001)))


def test_a_long_chain_of_nests(nest: Writer) -> None:
    """Nesting as deep as the bound allows needs no stack of calls."""
    templates = {f"t{n}": nested(f"t{n + 1}.yaml") for n in range(150)}
    assert len(nest(root=nested("t0.yaml"), t150=EMPTY, **templates).stacks) == 152


def test_odd_template_urls(tmp_path: Path) -> None:
    """A TemplateURL that no file can have leads to no file, and one of another kind is not followed."""
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    for url in ('"a\\0b.yaml"', "x" * 5_000, "loop.yaml", "."):
        (tmp_path / "root.yaml").write_text(nested(url))
        with pytest.raises(TemplateError, match="leads to no file"):
            load(tmp_path / "root.yaml")
    for url in ("7", "[a]", "{a: b}", "null", "!Sub [a]", "!Join [a]", "!Sub {}", "!Join ['/', []]"):
        (tmp_path / "root.yaml").write_text(nested(url))
        assert load(tmp_path / "root.yaml").root.children == {}


DOUBLING = """\
Parameters: {In: {Type: String}}
Resources: {T: {Type: T, Properties: {P: !Ref In}}}
Outputs: {Out: {Value: !Sub '${In}${In}'}}
"""


def chain(length: int, first: str = "!Ref P", *, backwards: bool = False) -> str:
    """Give a root whose nested stacks each hand their output to the next."""
    stacks = [
        f"  S{n}: {{Type: 'AWS::CloudFormation::Stack', Properties: {{TemplateURL: child.yaml, Parameters: "
        f"{{In: {f'!GetAtt S{n - 1}.Outputs.Out' if n else first}}}}}}}\n"
        for n in range(length)
    ]
    return "Parameters: {P: {Type: String}}\nResources:\n" + "".join(reversed(stacks) if backwards else stacks)


def items(nest: Nest) -> Values:
    """Resolve everything in a nest, as a system does."""
    values = Values(nest)
    for resource in nest.resources:
        values.properties(resource)
    for stack in nest.stacks.values():
        for output in stack.outputs.values():
            values.resolve(stack.path, output.value)
    return values


@pytest.mark.parametrize("first", ["!Ref P", "x", "!Sub 'x${P}'"])
def test_texts_that_double_from_stack_to_stack(nest: Writer, first: str) -> None:
    """A value that is too much for any deployment stays a symbol."""
    loaded = nest(root=chain(100, first), child=DOUBLING)
    values = items(loaded)
    known = values.resolve((), {"Fn::GetAtt": ["S3", "Outputs.Out"]})
    assert known == "x" * 16 if first == "x" else known
    assert weigh(values.resolve((), {"Fn::GetAtt": ["S99", "Outputs.Out"]})) is not None


def test_lists_that_double_from_stack_to_stack(nest: Writer) -> None:
    """Lists and calls that grow with every stack end as symbols, too."""
    for written in ("[!Ref In, !Ref In]", "!Split [x, !Join [y, !Split [z, !Ref In]]]", "{a: !Ref In, b: !Ref In}"):
        values = items(nest(root=chain(150), child=DOUBLING.replace("!Sub '${In}${In}'", written)))
        assert weigh(values.resolve((), {"Fn::GetAtt": ["S149", "Outputs.Out"]})) is not None


def test_a_chain_against_the_order_of_the_file(nest: Writer) -> None:
    """A value that comes through more stacks than anybody writes is an error, and no traceback."""
    loaded = nest(root=chain(190, backwards=True), child=DOUBLING.replace("${In}${In}", "${In}"))
    with pytest.raises(TemplateError, match="its values lead through too many others"):
        items(loaded)


def test_variables_that_double(nest: Writer) -> None:
    """A text that doubles with each Fn::Sub within another ends before the memory does."""
    written: object = {"Ref": "P"}
    for _ in range(30):
        written = {"Fn::Sub": ["${A}${A}", {"A": written}]}
    with pytest.raises(TemplateError, match="come to too much"):
        Values(nest(root="Parameters: {P: {Type: String}}\n" + EMPTY)).resolve((), written)


def test_texts_that_are_too_long_stay_calls(nest: Writer) -> None:
    """A join of a long delimiter, and JSON in JSON in JSON, are left as they are."""
    values = Values(nest(root=EMPTY))
    assert isinstance(values.resolve((), {"Fn::Join": ["x" * 100_000, ["a"] * 1_000]}), Call)
    written: object = ['"']
    for _ in range(40):
        written = {"Fn::ToJsonString": [written]}
    assert isinstance(values.resolve((), written), (Call, str))


def test_conditions_that_lead_to_conditions(nest: Writer) -> None:
    """Conditions that name others twice each are decided once each, and a chain without end is an error."""
    names = [f"C{n}: !And [!Condition C{n + 1}, !Condition C{n + 1}]" for n in range(60)]
    text = "Conditions: {" + ", ".join([*names, "C60: !Equals [a, a]"]) + "}\n" + EMPTY
    assert Values(nest(root=text)).holds((), "C0") is True
    long = ", ".join(f"C{n}: !Not [!Condition C{n + 1}]" for n in range(900))
    with pytest.raises(TemplateError, match="lead through too many"):
        Values(nest(root="Conditions: {" + long + "}\n" + EMPTY)).holds((), "C0")


def test_an_order_of_many(nest: Writer) -> None:
    """Circles are found, and orders, among as many resources as are read."""
    resources = "".join(
        f"  R{n}: {{Type: T, DependsOn: [R{(n + 1) % 1000}, R{(n + 7) % 1000}]}}\n" for n in range(1000)
    )
    loaded = nest(root="Resources:\n" + resources)
    order = Order(loaded)
    assert len(order.circle(())) == 1000
    all_of_them = list(loaded.root.resources.values())
    assert all(order.surely_after(one, all_of_them[0]) for one in all_of_them[1:])


WRONG = [
    ("Parameters: []\n", ":1: Parameters must be a mapping"),
    ("Resources: {A: text}\n", ":1: Resources.A must be a mapping"),
    ("Resources: {A: {Type: 3}}\n", ":1: A has no Type"),
    ("Resources: {A: {Type: T, Properties: []}}\n", ":1: Resources.A.Properties must be a mapping"),
    ("Resources: []\n", ":1: is no template"),
    ("Conditions: x\n", ":1: Conditions must be a mapping"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_sections_of_wrong_types(nest: Writer, text: str, message: str) -> None:
    """A section, a resource or its properties of a wrong type is refused with its line."""
    with pytest.raises(TemplateError) as caught:
        nest(root=text + ("" if "Resources" in text else EMPTY))
    assert message in str(caught.value)


ODD = [
    "DependsOn: {}",
    "DependsOn: [[A], 1, null]",
    "Condition: [1]",
    "Condition: Nowhere",
    "Metadata: 7",
    "Properties: null",
    *(f"Properties: {{P: {value}}}" for value in ("{Fn::GetAtt: [1]}", "{Fn::GetAtt: []}", "{Fn::GetAtt: {}}")),
    *(
        f"Properties: {{P: {{Fn::{name}: {value}}}}}"
        for name in ("Sub", "Join", "If", "Split", "Unknown", "FindInMap", "Cidr")
        for value in ("{}", "[]", "[1, 2, 3]", "null", "[[], {}, []]", "1", "['', '']")
    ),
    "Properties: {P: !Ref AWS::Nothing, Q: {Ref: [1]}, R: !Sub '${}${AWS::X}${C.}${.}'}",
    "Properties: {P: !Select [1e400, [a]], Q: !Select [-1, [a]], R: !Select [true, [a]]}",
    "Properties: {1: {2: 3}, Parameters: 7}",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_values(tmp_path: Path, text: str) -> None:
    """Whatever stands where a value can stand is read, and stays what it is."""
    (tmp_path / "root.yaml").write_text(
        f"Outputs:\nMappings:\nConditions:\nParameters:\nResources:\n  A: {{Type: T, {text}}}\n"
        f"  B: {{Type: 'AWS::CloudFormation::Stack', {text}}}\n"
    )
    system = System(tmp_path)
    assert [str(item) for item in system.items] == ["A", "B"]
    assert system.order.circle(()) == ()
    assert all(isinstance(found.name, str) for found in mentions(dict(system.nest.root.resources["A"].properties)))


def test_what_macros_will_make(nest: Writer) -> None:
    """Loops and includes among resources are no resources, and the stack says that it is not whole."""
    loaded = nest(
        root="""\
        Transform: AWS::LanguageExtensions
        Resources:
          Fn::ForEach::Buckets: [Name, [a, b], {'Bucket${Name}': {Type: 'AWS::S3::Bucket'}}]
          Fn::Transform: {Name: AWS::Include, Parameters: {Location: 's3://a/b'}}
          Topic: {Type: 'AWS::SNS::Topic'}
        Outputs:
          Fn::ForEach::Arns: [Name, [a], {'Arn${Name}': {Value: x}}]
        """
    )
    assert list(loaded.root.resources) == ["Topic"]
    assert loaded.root.outputs == {}
    assert loaded.root.unexpanded == {
        ("Resources", "Fn::ForEach::Buckets"): 3,
        ("Resources", "Fn::Transform"): 4,
        ("Outputs", "Fn::ForEach::Arns"): 7,
    }
    assert not loaded.root.is_whole
    assert nest(root="Transform: AWS::LanguageExtensions\nResources: {A: {Type: T}}\n").root.is_whole
    assert not nest(root="Transform: [AWS::Serverless-2016-10-31]\nResources: {A: {Type: T}}\n").root.is_whole
    assert not nest(root="Resources: {A: {Type: 'My::Own::Thing::MODULE'}}\n").root.is_whole

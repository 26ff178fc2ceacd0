"""Values cross stacks by typed wires, and only those that somebody reads."""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple, cast

import pytest
from troposphere import GetAtt, Output, Parameter, Ref, Template, ec2, s3

from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import (
    Address,
    Arn,
    HostedZoneId,
    Name,
    NoInputs,
    Number,
    SecurityGroupId,
    Stack,
    SubnetIds,
    VpcId,
    Wire,
    finish,
    finish_root,
    nest,
    receive,
    wires_of,
)


class Given(NamedTuple):
    """What the upper stack gives."""

    vpc_id: VpcId
    subnet_ids: Annotated[Mapping[str, SubnetIds], "{}SubnetIds"]
    port: Number | None = None


class Taken(NamedTuple):
    """What the lower stack takes."""

    vpc_id: VpcId
    subnet_ids: Annotated[Mapping[str, SubnetIds], "{}SubnetIds"]
    unread: Arn | None = None


class Nothing(NamedTuple):
    """No outputs."""


def _upper() -> Stack[Given]:
    template = Template()
    vpc = template.add_resource(ec2.VPC("Vpc", CidrBlock="10.0.0.0/16"))
    tiers = {tier: SubnetIds.of([Ref(vpc), Ref(vpc)]) for tier in ("public", "far-away")}
    return finish("Upper", template, NoInputs(), Given(vpc_id=VpcId(Ref(vpc)), subnet_ids=tiers))


def _lower(taken: Taken) -> Stack[Nothing]:
    template = Template()
    here = receive(template, taken)
    template.add_resource(ec2.SecurityGroup("Group", GroupDescription="g", VpcId=here.vpc_id))
    template.add_resource(
        ec2.Subnet("Subnet", VpcId=here.vpc_id, CidrBlock=text("{tier}", tier=here.subnet_ids["far-away"]))
    )
    return finish("Lower", template, taken, Nothing())


@pytest.fixture(scope="module")
def wired() -> dict[str, Any]:
    """Give a root, its two children in plain values, and how they are wired."""
    root = Template()
    upper = _upper()
    given = nest(root, upper)
    taken = Taken(vpc_id=given.vpc_id, subnet_ids=given.subnet_ids, unread=Arn(GetAtt("Upper", "Outputs.VpcId")))
    lower = _lower(taken)
    nest(root, lower)
    stacks: list[Stack[Any]] = [upper, lower]
    whole = finish_root(root, stacks)
    return {"root": whole.root, **whole.children}


def test_parameter_types(wired: dict[str, Any]) -> None:
    """A wire that is read becomes a Parameter of the type that CloudFormation checks."""
    assert wired["Lower"]["Parameters"] == {
        "VpcId": {"Type": "AWS::EC2::VPC::Id"},
        "FarAwaySubnetIds": {"Type": "List<AWS::EC2::Subnet::Id>"},
    }


def test_outputs(wired: dict[str, Any]) -> None:
    """A wire that the root reads becomes an Output; a list travels as one text."""
    assert wired["Upper"]["Outputs"] == {
        "VpcId": {"Value": {"Ref": "Vpc"}},
        "FarAwaySubnetIds": {"Value": {"Fn::Join": [",", [{"Ref": "Vpc"}, {"Ref": "Vpc"}]]}},
    }


def test_unread_is_dropped(wired: dict[str, Any]) -> None:
    """What nobody reads is neither a Parameter, nor an Output, nor passed on."""
    passed = wired["root"]["Resources"]["Lower"]["Properties"]["Parameters"]
    assert set(passed) == {"VpcId", "FarAwaySubnetIds"}
    assert "PublicSubnetIds" not in wired["Upper"]["Outputs"]


def test_root_passes_outputs_on(wired: dict[str, Any]) -> None:
    """The root feeds a child from what another one gives."""
    lower = wired["root"]["Resources"]["Lower"]
    assert lower["Properties"]["TemplateURL"] == "./lower.yaml"
    assert lower["Properties"]["Parameters"]["VpcId"] == {"Fn::GetAtt": ["Upper", "Outputs.VpcId"]}
    assert (lower["DeletionPolicy"], lower["UpdateReplacePolicy"]) == ("Delete", "Delete")
    assert "Parameters" not in wired["root"]["Resources"]["Upper"]["Properties"]


@pytest.mark.parametrize(
    ("wire", "parameter_type"),
    [
        (Wire, "String"),
        (Arn, "String"),
        (Name, "String"),
        (Address, "String"),
        (Number, "Number"),
        (SecurityGroupId, "AWS::EC2::SecurityGroup::Id"),
        (HostedZoneId, "AWS::Route53::HostedZone::Id"),
    ],
)
def test_type_of_wire(wire: type[Wire], parameter_type: str) -> None:
    """Each kind of wire knows its type of Parameter."""

    class One(NamedTuple):
        thing: Wire

    template = Template()
    receive(template, One(wire(Ref("Somewhere"))))
    assert template.to_dict()["Parameters"] == {"Thing": {"Type": parameter_type}}


def test_missing_wire() -> None:
    """A wire that is not given is an error at build."""
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'vpc_id'"):
        Taken(subnet_ids={})  # type: ignore[call-arg] # the mistake under test


def test_misspelt_wire() -> None:
    """A wire that does not exist is an error at build."""
    with pytest.raises(TypeError, match="unexpected keyword argument 'vpcid'"):
        Taken(vpcid=VpcId(Ref("Vpc")), subnet_ids={})  # type: ignore[call-arg] # the mistake under test
    with pytest.raises(AttributeError, match="vpcid"):
        _ = _upper().outputs.vpcid  # type: ignore[attr-defined] # the mistake under test


def test_missing_entry_of_a_mapping() -> None:
    """An entry of a mapping of wires that is not given is an error at build."""
    with pytest.raises(KeyError, match="far-away"):
        _lower(Taken(vpc_id=VpcId(Ref("Vpc")), subnet_ids={}))


def test_mapping_without_pattern() -> None:
    """A mapping of wires must say how they are called."""

    class Unnamed(NamedTuple):
        names: Mapping[str, Name]

    with pytest.raises(TypeError, match="needs a pattern for its names"):
        list(wires_of(Unnamed({"a": Name(Ref("A"))})))


def test_wires_of() -> None:
    """Wires come in the order of the fields, absent ones are passed over."""
    given = Given(vpc_id=VpcId(Ref("V")), subnet_ids={"a-b": SubnetIds(Ref("S"))})
    assert [name for name, _ in wires_of(given)] == ["VpcId", "ABSubnetIds"]


def test_read_in_sub() -> None:
    """A Parameter that is only read inside a text stays."""

    class One(NamedTuple):
        thing: Name

    for used in ("{thing}", "a {thing} b"):
        template = Template()
        here = receive(template, One(Name(Ref("A"))))
        template.add_resource(s3.Bucket("B", BucketName=text(used, thing=here.thing)))
        assert set(finish("X", template, One(Name(Ref("A"))), Nothing()).fed) == {"Thing"}


def test_output_read_in_sub() -> None:
    """An Output that the root only reads inside a text stays, and one of another stack does not."""

    class Both(NamedTuple):
        host: Address
        other: Address

    stacks = []
    root = Template()
    for name in ("Upper", "Lower"):
        template = Template()
        vpc = template.add_resource(ec2.VPC("Vpc", CidrBlock="10.0.0.0/16"))
        stack = finish(name, template, NoInputs(), Both(Address(Ref(vpc)), Address(Ref(vpc))))
        stacks.append(stack)
        seen = nest(root, stack)
        read = seen.host if name == "Upper" else seen.other
        root.add_output(Output(name, Value=text("https://{host}/", host=read)))
    children = finish_root(root, stacks).children
    kept = {name: set(cast("dict[str, object]", child["Outputs"])) for name, child in children.items()}
    assert kept == {"Upper": {"Host"}, "Lower": {"Other"}}


def test_own_parameter_stays_in_root() -> None:
    """A Parameter of the root is nobody's wire, and stays."""
    root = Template()
    root.add_parameter(Parameter("Given", Type="String"))
    assert set(finish_root(root, []).root["Parameters"]) == {"Given"}  # type: ignore[call-overload] # object, to mypy

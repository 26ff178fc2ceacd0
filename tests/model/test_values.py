"""Resolving values across a nest: literals where the templates fix them, symbols where they do not."""

from collections.abc import Mapping

import pytest

from tasktracker_cfn.model.nest import Nest
from tasktracker_cfn.model.values import Call, Reference, Text, Value, Values
from tests.model.conftest import Writer

ROOT = """\
    Parameters:
      Image: {Type: String, Default: nginx}
      Count: {Type: Number, Default: 2}
      Zones: {Type: CommaDelimitedList, Default: 'a, b'}
      Unknown: {Type: String}
      SubnetId: {Type: 'AWS::EC2::Subnet::Id'}
      Latest: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /path}
    Resources:
      Network:
        Type: AWS::CloudFormation::Stack
        Properties: {TemplateURL: network.yaml}
      Away:
        Type: AWS::CloudFormation::Stack
        Properties: {TemplateURL: 'https://example.com/away.yaml'}
      Service:
        Type: AWS::CloudFormation::Stack
        Properties:
          TemplateURL: service.yaml
          Parameters:
            VpcId: !GetAtt Network.Outputs.VpcId
            SubnetIds: !GetAtt Network.Outputs.SubnetIds
            MoreSubnetIds: !Join [',', [!GetAtt Network.Outputs.VpcId, !Ref SubnetId]]
            AwaySubnetIds: !GetAtt Away.Outputs.SubnetIds
            Loose: !Join [',', [!Ref Unknown, x]]
            Servers: !GetAtt Network.Outputs.Servers
            ZoneIds: !Join [',', [!Select [0, !GetAZs ''], !Select [1, !GetAZs '']]]
            Image: !Ref Image
            Dropped: !Ref AWS::NoValue
    """
NETWORK = """\
    Resources:
      Vpc: {Type: 'AWS::EC2::VPC'}
      A: {Type: 'AWS::EC2::Subnet'}
      B: {Type: 'AWS::EC2::Subnet'}
      Zone: {Type: 'AWS::Route53::HostedZone'}
    Outputs:
      VpcId: {Value: !Ref Vpc}
      SubnetIds: {Value: !Join [',', [!Ref A, !Ref B]]}
      Servers: {Value: !Join [',', !GetAtt Zone.NameServers]}
    """
SERVICE = """\
    Parameters:
      VpcId: {Type: 'AWS::EC2::VPC::Id'}
      SubnetIds: {Type: 'List<AWS::EC2::Subnet::Id>'}
      MoreSubnetIds: {Type: 'List<AWS::EC2::Subnet::Id>'}
      AwaySubnetIds: {Type: 'List<AWS::EC2::Subnet::Id>'}
      Loose: {Type: CommaDelimitedList}
      Servers: {Type: CommaDelimitedList}
      ZoneIds: {Type: 'List<AWS::EC2::AvailabilityZone::Name>'}
      Image: {Type: String}
      Dropped: {Type: String, Default: default}
      Missing: {Type: String}
    Resources:
      Task: {Type: 'AWS::ECS::TaskDefinition'}
    """
VPC, A, B = (Reference(("Network",), name) for name in ("Vpc", "A", "B"))
REGION = Reference((), "AWS::Region")
ZONES = Call("Fn::GetAZs", REGION)
FIRST_ZONE = Call("Fn::Select", (0, ZONES))


def ref(name: str) -> Mapping[str, object]:
    """Give a Ref."""
    return {"Ref": name}


def att(name: str, attribute: str) -> Mapping[str, object]:
    """Give a GetAtt."""
    return {"Fn::GetAtt": [name, attribute]}


@pytest.fixture
def whole(nest: Writer) -> Nest:
    """Give a nest of three stacks."""
    return nest(root=ROOT, network=NETWORK, service=SERVICE)


IN_ROOT: list[tuple[object, Value]] = [
    ("x", "x"),
    ([1, True, None, 0.5], (1, True, None, 0.5)),
    (ref("Image"), "nginx"),
    (ref("Count"), 2),
    (ref("Zones"), ("a", "b")),
    (ref("Unknown"), Reference((), "Unknown")),
    (ref("Latest"), Reference((), "Latest")),
    (ref("Nowhere"), Reference((), "Nowhere")),
    (ref("AWS::Region"), REGION),
    (ref("AWS::StackName"), Reference((), "AWS::StackName")),
    (att("Network", "Outputs.VpcId"), VPC),
    (att("Network", "Outputs.Nothing"), Reference((), "Network", "Outputs.Nothing")),
    (att("Away", "Outputs.SubnetIds"), Reference((), "Away", "Outputs.SubnetIds")),
    ({"a": ref("AWS::NoValue"), "b": [ref("AWS::NoValue"), 1]}, {"b": (1,)}),
    ({"Fn::Sub": "${Image}:${Count}"}, "nginx:2"),
    ({"Fn::Sub": "x-${AWS::Region}-${!Kept}"}, Text(("x-", REGION, "-${Kept}"))),
    ({"Fn::Sub": "${Network.Outputs.VpcId}"}, VPC),
    ({"Fn::Sub": ["${A}/${Image}", {"A": ref("Count")}]}, "2/nginx"),
    ({"Fn::Sub": ["${Image}", {"Image": att("Network", "Outputs.VpcId")}]}, VPC),
    ({"Fn::Sub": "${Zones}"}, Call("Fn::Join", ("", (("a", "b"),)))),
    ({"Fn::Join": ["-", ["a", ref("Count"), True]]}, "a-2-true"),
    ({"Fn::Join": ["-", []]}, ""),
    ({"Fn::Join": [",", ref("Zones")]}, "a,b"),
    ({"Fn::Join": [",", att("Network", "Outputs.VpcId")]}, Call("Fn::Join", (",", VPC))),
    ({"Fn::Split": ["/", "a/b"]}, ("a", "b")),
    ({"Fn::Split": [",", "a, b"]}, ("a", " b")),
    ({"Fn::Split": ["/", ref("Unknown")]}, Call("Fn::Split", ("/", Reference((), "Unknown")))),
    ({"Fn::Split": ["/", att("Network", "Outputs.VpcId")]}, Call("Fn::Split", ("/", VPC))),
    ({"Fn::Select": [1, {"Fn::Split": ["/", "a/b"]}]}, "b"),
    ({"Fn::Select": ["1", ref("Zones")]}, "b"),
    ({"Fn::Select": [0, {"Fn::Split": [",", att("Network", "Outputs.SubnetIds")]}]}, A),
    ({"Fn::Select": [9, ref("Zones")]}, Call("Fn::Select", (9, ("a", "b")))),
    ({"Fn::Select": [0, {"Fn::GetAZs": ""}]}, FIRST_ZONE),
    ({"Fn::Select": [0, {"Fn::GetAZs": ref("AWS::Region")}]}, FIRST_ZONE),
    (
        {"Fn::If": ["Big", ref("Image"), ref("AWS::NoValue")]},
        Call("Fn::If", ("Big", "nginx", Reference((), "AWS::NoValue"))),
    ),
    ({"Fn::FindInMap": ["M", ref("Image"), "k"]}, Call("Fn::FindInMap", ("M", "nginx", "k"))),
    ({"Fn::ImportValue": {"Fn::Sub": "${Image}-x"}}, Call("Fn::ImportValue", "nginx-x")),
    ({"Condition": {"Ref": "Image"}}, {"Condition": "nginx"}),
]


@pytest.mark.parametrize(("written", "meant"), IN_ROOT)
def test_a_value_of_the_root(whole: Nest, written: object, meant: Value) -> None:
    """Values are worked out as far as the templates fix them, and no further."""
    assert Values(whole).resolve((), written) == meant


IN_CHILD: list[tuple[str, Value]] = [
    ("VpcId", VPC),
    ("SubnetIds", (A, B)),
    ("MoreSubnetIds", (VPC, Reference((), "SubnetId"))),
    ("AwaySubnetIds", Call("Fn::Split", (",", Reference((), "Away", "Outputs.SubnetIds")))),
    ("Loose", Call("Fn::Split", (",", Text((Reference((), "Unknown"), ",x"))))),
    ("Servers", Reference(("Network",), "Zone", "NameServers")),
    ("ZoneIds", (FIRST_ZONE, Call("Fn::Select", (1, ZONES)))),
    ("Image", "nginx"),
    ("Dropped", "default"),
    ("Missing", Reference(("Service",), "Missing")),
    ("Task", Reference(("Service",), "Task")),
    ("AWS::StackName", Reference(("Service",), "AWS::StackName")),
    ("AWS::AccountId", Reference((), "AWS::AccountId")),
]


@pytest.mark.parametrize(("name", "meant"), IN_CHILD)
def test_a_ref_of_a_child(whole: Nest, name: str, meant: Value) -> None:
    """A parameter means what the parent hands over, and what a sibling put out."""
    assert Values(whole).resolve(("Service",), ref(name)) == meant


def test_given_values_take_the_place_of_defaults(whole: Nest) -> None:
    """Root parameters can be given, and lists among them are split."""
    values = Values(whole, {"Image": "mine", "Zones": "x,y", "Unknown": "z"})
    assert values.resolve((), [ref("Image"), ref("Zones"), ref("Unknown")]) == ("mine", ("x", "y"), "z")
    assert values.resolve(("Service",), ref("Image")) == "mine"
    assert values.resolve(("Service",), ref("Dropped")) == "default"


def test_a_circle_of_wires_stays_symbolic(nest: Writer) -> None:
    """Children that feed each other cannot be deployed, and do not hang the reader either."""
    child = "Parameters: {In: {Type: String}}\nResources: {}\nOutputs: {Out: {Value: !Ref In}}\n"
    root = "Resources:\n" + "".join(
        f"  {name}: {{Type: 'AWS::CloudFormation::Stack', Properties: {{TemplateURL: child.yaml, "
        f"Parameters: {{In: !GetAtt {other}.Outputs.Out}}}}}}\n"
        for name, other in ("AB", "BA")
    )
    resolved = Values(nest(root=root, child=child)).resolve((), att("A", "Outputs.Out"))
    assert isinstance(resolved, Reference)


def test_properties_without_a_value_are_left_out(nest: Writer) -> None:
    """A property that is AWS::NoValue is as good as not written."""
    loaded = nest(root="Resources: {T: {Type: X, Properties: {A: !Ref AWS::NoValue, B: [!Ref T]}}}\n")
    assert Values(loaded).properties(loaded.root.resources["T"]) == {"B": (Reference((), "T"),)}

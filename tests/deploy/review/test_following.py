"""What really changes, what follows, and what AWS only cannot exclude."""

from dataclasses import replace

import pytest

from tasktracker_cfn.deploy.aws.values.changes import ChangeDetail, ResourceChange
from tasktracker_cfn.deploy.review.following import Following
from tasktracker_cfn.deploy.review.masking import Masks
from tasktracker_cfn.deploy.review.reviewing import review
from tasktracker_cfn.deploy.review.rows import Rows
from tasktracker_cfn.deploy.review.values import Row, Subject
from tests.deploy.review.facts_of import nest, nested, noise, stack

ONE = "Resources: {{A: {{Type: AWS::X::Y, Properties: {{P: {a}}}}}, B: {{Type: AWS::X::Y, Properties: {{Q: {b}}}}}}}"


def rows(*stacks: object) -> dict[str, Row]:
    """Give the rows of a nest by their addresses."""
    facts = nest(*stacks)  # type: ignore[arg-type] # every caller gives stacks
    return {row.address: row for row in Rows(facts, Following(facts), Masks(facts)).all()}


def labels(*stacks: object) -> dict[str, tuple[str, str]]:
    """Give labels and causes by the addresses."""
    return {address: (row.label, row.cause) for address, row in rows(*stacks).items()}


@pytest.mark.parametrize(
    ("before", "after", "replacement", "expected"),
    [
        ("!GetAtt A.Arn", "!GetAtt A.Arn", "False", ("unresolved", "")),
        ("!GetAtt A.Arn", "!GetAtt A.Arn", "True", ("follows", "A")),
        ("!Ref A", "!Ref A", "False", ("unresolved", "")),
        ("!Ref A", "!Ref A", "True", ("follows", "A")),
        ("!GetAtt A.Version", "!GetAtt A.Version", "False", ("follows", "A")),
        ("!Sub '${A}-x'", "!Sub '${A}-x'", "True", ("follows", "A")),
        ("!Sub 'x-${AWS::Region}'", "!Sub 'x-${AWS::Region}'", "True", ("unresolved", "")),
        ("!GetAtt A.Arn", "!Sub '${A.Arn}/*'", "False", ("real", "")),
        ("one", "!Sub one", "False", ("unresolved", "")),
    ],
)
def test_references(before: str, after: str, replacement: str, expected: tuple[str, str]) -> None:
    """A reference follows what is replaced, and of what changes in place only attributes that do not identify it."""
    one, other = ONE.format(a="one", b=before), ONE.format(a="two", b=after)
    changed = noise("A", "P", replacement=replacement)
    found = labels(stack((), one, other, (changed, noise("B", "Q", replacement="Conditional"))))
    assert found["A"] == ("real", "")
    assert found["B"] == expected


ROOT = """
Parameters: {Image: {Type: String, Default: one}}
Resources:
  Data: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: d}}
  Service:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: s, Parameters: {Host: !GetAtt Data.Outputs.Host, Image: !Ref Image, Size: SIZE}}
"""
DATA = """
Resources: {Db: {Type: AWS::RDS::DBInstance, Properties: {Name: NAME, Size: SIZE}}}
Outputs: {Host: {Value: !GetAtt Db.Endpoint.Address}}
"""
SERVICE = """
Parameters: {Host: {Type: String}, Image: {Type: String}, Size: {Type: String, Default: small}}
Resources:
  Task: {Type: AWS::X::Task, Properties: {Host: !Ref Host, Image: !Ref Image, Size: !Ref Size}}
  App: {Type: AWS::X::App, Properties: {Task: !Ref Task}}
"""
TASK = noise("Task", "Host", "Image", "Size", kind="AWS::X::Task", replacement="Conditional")
APP = noise("App", "Task", kind="AWS::X::App")


def whole(image: str = "one", name: str = "NAME", size: str = "SIZE", wire: str = "SIZE") -> tuple[object, ...]:
    """Give a nest in which some things differ, with all the noise that AWS makes."""
    replaced = "True" if name != "NAME" else "False"
    database = noise("Db", "Name" if name != "NAME" else "Size", kind="AWS::RDS::DBInstance", replacement=replaced)
    old = {"Host": "db.example", "Image": "one", "Size": "SIZE"}
    return (
        stack(
            (),
            ROOT,
            ROOT.replace("SIZE", wire),
            (nested("Data"), nested("Service")),
            {"Image": "one"},
            {"Image": image},
        ),
        stack(
            ("Data",),
            DATA,
            DATA.replace("NAME", name).replace("SIZE", size),
            (database,),
            outputs={"Host": "db.example"},
        ),
        stack(("Service",), SERVICE, None, (TASK, APP), old),
    )


def test_nothing() -> None:
    """With the same templates and inputs nothing changes, however many rows AWS has."""
    assert set(labels(*whole()).values()) == {("unresolved", "")}


def test_root_parameter() -> None:
    """A parameter of the root makes real what it is handed to, and only that."""
    found = rows(*whole(image="two"))
    assert {address: row.label for address, row in found.items()} == {
        "Data/Db": "unresolved",
        "Service/Task": "real",
        "Service/App": "follows",
    }
    assert found["Service/App"].cause == "Service/Task"
    assert [change.name for change in found["Service/Task"].properties] == ["Image"]


def test_literal_wire() -> None:
    """A literal that the parent hands over is as real as if it stood in the child."""
    assert labels(*whole(wire="large"))["Service/Task"] == ("real", "")


def test_replaced_in_a_sibling() -> None:
    """What reads the address of a replaced database follows it, through the parent."""
    found = labels(*whole(name="other"))
    assert found["Data/Db"] == ("real", "")
    assert found["Service/Task"] == found["Service/App"] == ("follows", "Data/Db")


def test_changed_in_a_sibling() -> None:
    """The address of a database that changes in place stays, so its readers do."""
    found = labels(*whole(size="large"))
    assert found["Data/Db"] == ("real", "")
    assert found["Service/Task"] == ("unresolved", "")


def test_false_replacement() -> None:
    """A real change in place is no replacement because of another property that only might change."""
    one = "Resources: {A: {Type: AWS::RDS::DBInstance, Properties: {Size: 20, Subnets: !Ref S}}, S: {Type: AWS::X::S}}"
    details = (
        ChangeDetail("Properties", "Size", "Never", evaluation="Static", source="DirectModification"),
        ChangeDetail(
            "Properties", "Subnets", "Always", evaluation="Dynamic", source="ResourceReference", causing_entity="S"
        ),
    )
    row = ResourceChange("Modify", "A", "AWS::RDS::DBInstance", "a", "Conditional", details=details)
    found = rows(stack((), one, one.replace("20", "30"), (row,)))["A"]
    assert (found.label, found.replacement, [change.name for change in found.properties]) == ("real", "no", ["Size"])


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        (ChangeDetail("Properties", "P", evaluation="Static", source="DirectModification"), ("real", "")),
        (
            ChangeDetail("Properties", "P", evaluation="Dynamic", source="ResourceAttribute", causing_entity="S.Arn"),
            ("follows", "S.Arn"),
        ),
        (ChangeDetail("Properties", None, evaluation="Dynamic", source="Automatic"), ("unresolved", "")),
    ],
)
def test_without_templates(detail: ChangeDetail, expected: tuple[str, str]) -> None:
    """Without templates AWS's word stands."""
    row = ResourceChange("Modify", "A", "AWS::X::Y", "a", "False", details=(detail,))
    assert labels(stack((), None, None, (row,)))["A"] == expected


def test_condition() -> None:
    """A condition that another value of a parameter decides makes real what hangs on it."""
    text = (
        "Parameters: {Big: {Type: String}}\nConditions: {IsBig: !Equals [!Ref Big, 'yes']}\n"
        "Resources: {A: {Type: AWS::X::Y, Properties: {P: !If [IsBig, 1, 2]}}}"
    )
    rows_of = (noise("A", "P"),)
    assert labels(stack((), text, None, rows_of, {"Big": "no"}, {"Big": "yes"}))["A"] == ("real", "")
    assert labels(stack((), text, None, rows_of, {"Big": "no"}))["A"] == ("unresolved", "")


def test_hidden_parameter() -> None:
    """Of a value that AWS hides only its naming the parameter tells that it differs."""
    text = "Parameters: {Pw: {Type: String, NoEcho: true}}\nResources: {A: {Type: AWS::X::Y, Properties: {P: !Ref Pw}}}"
    named = ChangeDetail("Properties", "P", evaluation="Static", source="ParameterReference", causing_entity="Pw")
    row = ResourceChange("Modify", "A", "AWS::X::Y", "a", "False", details=(named,))
    hidden = {"Pw": "****"}
    assert labels(stack((), text, None, (row,), hidden))["A"] == ("real", "")
    assert labels(stack((), text, None, (noise("A", "P"),), hidden))["A"] == ("unresolved", "")


def test_a_rule_by_a_parameter() -> None:
    """A rule that another value of a parameter opens is told, though the templates are the same."""
    text = (
        "Parameters: {Cidr: {Type: String}}\nResources: {G: {Type: AWS::EC2::SecurityGroup, Properties: "
        "{SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref Cidr}]}}}"
    )
    row = noise("G", "SecurityGroupIngress", kind="AWS::EC2::SecurityGroup")
    facts = nest(stack((), text, None, (row,), {"Cidr": "10.0.0.0/8"}, {"Cidr": "0.0.0.0/0"}))
    found = review(facts, Subject("shop", "shop", "1", "r", "UPDATE"))
    assert [(change.sign, change.what, change.public) for change in found.security] == [
        ("-", "ingress tcp 22 from 10.0.0.0/8", False),
        ("+", "ingress tcp 22 from 0.0.0.0/0", True),
    ]
    assert found.verdict == "look"


def test_resolved_elsewhere() -> None:
    """A parameter of Systems Manager whose value changed there makes real what uses it."""
    text = (
        "Parameters: {Ami: {Type: 'AWS::SSM::Parameter::Value<String>'}}\n"
        "Resources: {A: {Type: AWS::X::Y, Properties: {P: !Ref Ami}}}"
    )
    facts = stack((), text, None, (noise("A", "P"),), {"Ami": "/name"})
    assert facts.change_set
    later = replace(facts, change_set=facts.change_set._replace(resolved={"Ami": "ami-2"}))
    assert labels(facts)["A"] == ("unresolved", "")
    assert labels(later)["A"] == ("real", "")


SEEN = ChangeDetail(
    "Properties",
    "P",
    "Always",
    evaluation="Static",
    source="DirectModification",
    path="/Properties/P",
    before="one",
    after="two",
)


@pytest.mark.parametrize(
    ("detail", "replacement", "expected"),
    [
        (SEEN, "True", ("real", "yes")),
        (SEEN._replace(recreation="Conditionally"), "Conditional", ("real", "maybe")),
        # What forces it is in no row; AWS's word stands.
        (SEEN._replace(recreation="Never"), "True", ("real", "yes")),
        (SEEN._replace(recreation="Never"), "False", ("real", "no")),
        (SEEN._replace(evaluation="Dynamic"), "True", ("unresolved", "no")),
        (SEEN._replace(after="one"), "True", ("unresolved", "no")),
        (SEEN._replace(after="{{changeSet:KNOWN_AFTER_APPLY}}"), "True", ("unresolved", "no")),
    ],
)
def test_seen_by_aws(detail: ChangeDetail, replacement: str, expected: tuple[str, str]) -> None:
    """A difference that AWS saw and no template shows makes a new resource where AWS says so; its readers follow."""
    text = "Resources: {A: {Type: AWS::X::Y, Properties: {P: 1}}, B: {Type: AWS::X::Y, Properties: {Q: !Ref A}}}"
    row = ResourceChange("Modify", "A", "AWS::X::Y", "a", replacement, details=(detail,))
    found = rows(stack((), text, None, (row, noise("B", "Q"))))
    assert (found["A"].label, found["A"].replacement) == expected
    assert (found["B"].cause == "A") is (expected[1] != "no")


def test_resolved_in_a_child() -> None:
    """A child's parameter of Systems Manager with only a default makes real what uses it, once its value changed."""
    root = "Resources: {Child: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: c}}}"
    text = (
        "Parameters: {Ami: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /name}}\n"
        "Resources: {A: {Type: AWS::X::Y, Properties: {P: !Ref Ami}}}"
    )
    child = stack(("Child",), text, None, (noise("A", "P"),), {"Ami": "/name"})
    assert child.deployed
    assert child.change_set
    sides = (child.deployed._replace(resolved={"Ami": "ami-1"}), child.change_set._replace(resolved={"Ami": "ami-2"}))
    later = replace(child, deployed=sides[0], change_set=sides[1])
    assert labels(stack((), root, None, (nested("Child"),)), child)["Child/A"] == ("unresolved", "")
    assert labels(stack((), root, None, (nested("Child"),)), later)["Child/A"] == ("real", "")

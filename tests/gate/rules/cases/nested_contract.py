"""Cases of the rules about what nested stacks are handed, and how much of anything there is."""

from tests.gate.rules.case import breaks, case, holds, nest

ROOT = """
Parameters:
  Environment: {Type: String, Default: dev}
  Subnets: {Type: 'List<AWS::EC2::Subnet::Id>'}
  Names: {Type: CommaDelimitedList, Default: 'a,b'}
  Latest: {Type: 'AWS::SSM::Parameter::Value<List<String>>'}
  Free: {Type: String}
  OneVpc: {Type: 'AWS::EC2::VPC::Id'}
Conditions:
  Production: !Equals [!Ref Environment, production]
  Maybe: !Equals [!Ref Free, x]
Resources:
  Vpc: {Type: AWS::EC2::VPC}
  Subnet: {Type: AWS::EC2::Subnet}
  Other: {Type: AWS::EC2::Subnet}
  Group: {Type: AWS::EC2::SecurityGroup}
  Zone: {Type: AWS::Route53::HostedZone}
  Role: {Type: AWS::IAM::Role}
  Custom: {Type: 'Custom::Thing'}
  Child:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./child.yaml
      Parameters:
        VpcId: !Ref Vpc
        SubnetIds: !Join [',', [!Ref Subnet, !Ref Other]]
        GroupId: !GetAtt Group.GroupId
        Count: 2
        Zone: !Select [0, !GetAZs '']
        Text: some-text
        Short: !Ref Environment
        List: x,y
        Hidden: abcdefgh
"""
CHILD = """
Parameters:
  VpcId: {Type: 'AWS::EC2::VPC::Id'}
  SubnetIds: {Type: 'List<AWS::EC2::Subnet::Id>'}
  GroupId: {Type: 'AWS::EC2::SecurityGroup::Id'}
  Count: {Type: Number, MinValue: 1, MaxValue: '10', AllowedValues: [1, '2', 9, 20]}
  Zone: {Type: 'AWS::EC2::AvailabilityZone::Name'}
  Text: {Type: String, Default: some-text, AllowedPattern: '[a-z-]*'}
  Short: {Type: String, MinLength: 2, MaxLength: 12}
  List: {Type: CommaDelimitedList, AllowedPattern: '[a-z]', AllowedValues: [x, y, z]}
  Hidden: {Type: String, NoEcho: true, MinLength: 8}
Resources:
  Topic: {Type: AWS::SNS::Topic}
"""
MACRO = "Transform: Some::Macro\n"
FILES = {"root.yaml": ROOT, "child.yaml": CHILD}
LIST = "!Join [',', [!Ref Subnet, !Ref Other]]"
# What takes longer than the sun has: to be silent is to have given up in time.
SLOW = "Parameters: {A: {Type: String, Default: %s, AllowedPattern: '(x|xx)+[yz]'}}" % ("x" * 60)


def many(section: str, number: int, entry: str) -> str:
    """Give a section of many entries."""
    return f"{section}:\n" + "".join(f"  N{n}: {entry}\n" for n in range(number))


CASES = {
    "nested-parameters-fed": (
        nest(
            FILES,
            breaks("        VpcId: !Ref Vpc\n", "", at="Child", line="Parameters:"),
            breaks("VpcId: !Ref Vpc", "VpcId: !Ref AWS::NoValue", at="Child"),
            breaks("VpcId: !Ref Vpc", "VpcId: !If [Production, !Ref Vpc, !Ref AWS::NoValue]"),
            holds("        Text: some-text\n", ""),
            holds("VpcId: !Ref Vpc", "VpcId: !If [Maybe, !Ref Vpc, !Ref AWS::NoValue]"),
            holds("./child.yaml", "https://bucket.s3.amazonaws.com/elsewhere.yaml"),
        ),
        # What a macro makes of the parameters is not known.
        nest(
            {
                "root.yaml": ROOT.replace("        VpcId: !Ref Vpc\n", "").replace(
                    "Conditions:", f"{MACRO}Conditions:"
                ),
                "child.yaml": CHILD,
            },
            breaks(MACRO, ""),
        ),
        nest(
            {"root.yaml": ROOT.split("      Parameters:", maxsplit=1)[0], "child.yaml": "Resources: {}\n"},
            breaks("Resources: {}", "Parameters: {A: {Type: String}}\nResources: {}", at="Child"),
        ),
    ),
    "nested-parameters-known": (
        nest(
            FILES,
            breaks("        VpcId:", "        VpcID: x\n        VpcId:", at="Child", line="VpcID: x"),
            holds("Resources:\n  Topic", "Transform: Some::Macro\nResources:\n  Topic"),
        ),
        nest(
            {
                "root.yaml": ROOT.replace("        VpcId:", "        VpcID: x\n        VpcId:") + MACRO,
                "child.yaml": CHILD,
            },
            breaks(MACRO, ""),
        ),
    ),
    "nested-template-found": (
        nest(
            FILES,
            breaks(
                "./child.yaml",
                "https://bucket.s3.amazonaws.com/elsewhere.yaml",
                at="Child",
                line="TemplateURL: https://bucket.s3.amazonaws.com/elsewhere.yaml",
            ),
            holds("./child.yaml", "https://bucket.s3.amazonaws.com/child.yaml"),
        ),
    ),
    "nested-parameters-are-texts": (
        nest(
            FILES,
            breaks(LIST, "[!Ref Subnet, !Ref Other]", at="Child", line="SubnetIds: [!Ref Subnet, !Ref Other]"),
            breaks(LIST, "!Ref Subnets"),
            breaks(LIST, "!Ref Names"),
            breaks(LIST, "!Ref Latest"),
            breaks(LIST, "!GetAZs ''"),
            breaks(LIST, "!Split [',', !Ref Free]"),
            breaks(LIST, "!If [Maybe, !Ref Subnets, [a]]"),
            breaks(LIST, "{a: b}"),
            breaks(LIST, "!GetAtt Zone.NameServers"),
            holds(LIST, "!Join [',', !Ref Subnets]"),
            holds(LIST, "!If [Maybe, !Ref Subnets, a]"),
            holds(LIST, "!GetAtt Custom.Things"),
            holds(LIST, "!Select [0, !Ref Subnets]"),
        ),
    ),
    "nested-parameter-types": (
        nest(
            FILES,
            breaks("VpcId: !Ref Vpc", "VpcId: !Ref Subnet", at="Child", line="VpcId: !Ref Subnet"),
            breaks("VpcId: !Ref Vpc", "VpcId: !GetAtt Role.Arn"),
            breaks("VpcId: !Ref Vpc", "VpcId: subnet-12345678"),
            breaks("VpcId: !Ref Vpc", "VpcId: ''"),
            breaks("VpcId: !Ref Vpc", "VpcId: !Ref AWS::Region"),
            breaks("VpcId: !Ref Vpc", "VpcId: !Sub '${Vpc},${Vpc}'"),
            breaks("GroupId: !GetAtt Group.GroupId", "GroupId: !Ref OneVpc"),
            breaks(LIST, "!Ref Vpc", at="Child"),
            breaks(LIST, "!Join [',', [!Ref Subnet, !Ref Vpc]]"),
            breaks("Count: 2", "Count: two"),
            breaks("Count: 2", "Count: !Ref Vpc"),
            breaks("Zone: !Select [0, !GetAZs '']", "Zone: !Ref Subnet"),
            breaks("VpcId: !Ref Vpc", "VpcId: !Select [0, !GetAZs '']"),
            holds("VpcId: !Ref Vpc", "VpcId: !GetAtt Subnet.VpcId"),
            holds("VpcId: !Ref Vpc", "VpcId: !Ref OneVpc"),
            holds("VpcId: !Ref Vpc", "VpcId: !Ref Free"),
            holds("VpcId: !Ref Vpc", "VpcId: !GetAtt Custom.VpcId"),
            holds("VpcId: !Ref Vpc", "VpcId: vpc-12345678"),
            holds("VpcId: !Ref Vpc", "VpcId: !If [Maybe, !Ref Vpc, !Ref Subnet]"),
            holds(LIST, "!Ref Subnet"),
            holds(LIST, "subnet-1,subnet-2"),
            holds("Count: 2", "Count: !Ref Free"),
            holds("Count: 2", "Count: !Ref AWS::AccountId"),
            holds("Count: 2", "Count: '{{resolve:ssm:/count}}'"),
        ),
    ),
    "parameter-constraints": (
        nest(
            FILES,
            breaks("Count: 2", "Count: 3", at="Child", line="Count: 3"),
            breaks("Count: 2", "Count: 20"),
            breaks("MinValue: 1,", "MinValue: 3,"),
            breaks("Text: some-text", "Text: Some-Text"),
            breaks("Default: dev", "Default: d", at="Child"),
            breaks("Default: dev", "Default: much-too-long-for-it"),
            breaks("List: x,y", "List: x,w"),
            breaks("List: x,y", "List: x,Y"),
            breaks("Hidden: abcdefgh", "Hidden: abc"),
            breaks("Free: {Type: String}", "Free: {Type: String, AllowedValues: [a]}", given={"Free": "b"}, at="Free"),
            breaks(
                "Free: {Type: String}",
                "Free: {Type: String, Default: b, AllowedValues: [a]}",
                line="Free: {Type: String, Default: b, AllowedValues: [a]}",
            ),
            holds("Count: 2", "Count: '1'"),
            holds("Count: 2", "Count: 1.0"),
            holds("Text: some-text", "Text: !Ref Free"),
            holds("Text: some-text", "Text: '{{resolve:ssm:/A}}'"),
            holds("'[a-z-]*'", "'[a-z&&[^b]]*('"),
            holds("'[a-z-]*'", "'('"),
        ),
        case(
            "  Topic: {Type: AWS::SNS::Topic}",
            breaks("(x|xx)+[yz]", "y*", at="A"),
            holds("(x|xx)+[yz]", "((((x{99}){99}){99}){99}){99}"),
            rest=SLOW,
        ),
    ),
    "template-sections-in-limits": (
        case(
            "  Topic: {Type: AWS::SNS::Topic}",
            breaks("Mappings: {}", many("Outputs", 201, "{Value: x}"), at="", line="Outputs:"),
            breaks("Mappings: {}", many("Parameters", 201, "{Type: String}")),
            holds("Mappings: {}", many("Outputs", 200, "{Value: x}")),
            rest="Mappings: {}",
        ),
        nest(
            {"root.yaml": "Metadata: {}\n" + many("Resources", 500, "{Type: AWS::SNS::Topic}")},
            breaks("Resources:\n", "Resources:\n  One: {Type: AWS::SNS::Topic}\n", at=""),
        ),
    ),
    "nest-in-limits": (
        nest(
            {
                "root.yaml": many(
                    "Resources", 4, "{Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: c.yaml}}"
                ),
                "c.yaml": "Conditions: {C: !Equals [a, b]}\n" + many("Resources", 500, "{Type: AWS::SNS::Topic}"),
            },
            breaks(
                "Resources:\n  N0: {Type: AWS::CloudF",
                "Resources:\n  X: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: c.yaml}}\n"
                "  N0: {Type: AWS::CloudF",
                at="",
            ),
        ),
    ),
    "template-size": (
        case(
            "  Topic: {Type: AWS::SNS::Topic}",
            breaks("Metadata: {}", "Metadata: {A: '" + "x" * 460_800 + "'}", at=""),
            rest="Metadata: {}",
        ),
    ),
    "nested-values-in-limits": (
        nest(
            FILES,
            breaks("Text: some-text", f"Text: {'x' * 4_097}", at="Child"),
            breaks("Text: some-text", f"Text: !Sub '{'x' * 4_097}${{Free}}'"),
            holds("Text: some-text", f"Text: {'x' * 4_096}"),
        ),
    ),
    "nested-templates-in-s3": (
        nest(
            FILES,
            breaks("./child.yaml", "s3://bucket/child.yaml", at="Child", line="TemplateURL: s3://bucket/child.yaml"),
            breaks("./child.yaml", "http://bucket.s3.amazonaws.com/child.yaml"),
            breaks("./child.yaml", "https://raw.githubusercontent.com/x/y/child.yaml"),
            *(
                holds("./child.yaml", f"https://{host}/child.yaml")
                for host in (
                    "bucket.s3.amazonaws.com",
                    "bucket.s3.eu-west-1.amazonaws.com",
                    "s3.amazonaws.com/bucket",
                    "s3-eu-west-1.amazonaws.com/bucket",
                    "bucket.s3.dualstack.eu-west-1.amazonaws.com",
                    "s3.cn-north-1.amazonaws.com.cn/bucket",
                )
            ),
            holds("./child.yaml", "!Sub 'https://${Free}/child.yaml'"),
        ),
    ),
    "nested-templates-alike": (
        nest(
            {
                "root.yaml": ROOT
                + "  Second: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./second.yaml}}\n",
                "child.yaml": CHILD,
                "second.yaml": "Resources: {}\n",
            },
            breaks("./second.yaml", "https://bucket.s3.amazonaws.com/second.yaml", at="Child"),
            breaks("./second.yaml", "!Sub 'https://${Free}/second.yaml'", at="Child"),
            holds("./second.yaml", "second.yaml"),
        ),
    ),
}

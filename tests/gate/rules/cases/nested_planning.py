"""Cases of the rules about what a change set of a nest cannot know yet."""

from tests.gate.rules.case import breaks, holds, nest

ROOT = """
Parameters:
  Given: {Type: CommaDelimitedList, Default: 'a,b'}
  Name: {Type: String, Default: /shop/image}
  Free: {Type: String}
Conditions:
  Maybe: !Equals [!Ref Free, x]
Resources:
  Subnet: {Type: AWS::EC2::Subnet}
  Other: {Type: AWS::EC2::Subnet}
  Stored: {Type: AWS::SSM::Parameter}
  Child:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./child.yaml
      Parameters:
        Subnets: 'subnet-1,subnet-2'
        Image: !Ref Name
        Handed: !GetAtt Stored.Value
"""
CHILD = """
Parameters:
  Subnets: {Type: CommaDelimitedList}
  Image: {Type: 'AWS::SSM::Parameter::Value<String>'}
  Handed: {Type: String}
Resources:
  Instance:
    Type: AWS::EC2::Instance
    Properties:
      ImageId: !Ref Image
      SubnetId: !Select [1, !Ref Subnets]
      KeyName: !Ref Handed
  Inner:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./inner.yaml
      Parameters: {Names: 'a,b', Stored: /x}
"""
INNER = """
Parameters:
  Names: {Type: String}
  Stored: {Type: 'AWS::SSM::Parameter::Value<String>'}
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: !Select [1, !Split [',', !Ref Names]]
      DisplayName: !Ref Stored
"""
FILES = {"root.yaml": ROOT, "child.yaml": CHILD, "inner.yaml": INNER}
GIVEN = "Subnets: 'subnet-1,subnet-2'"
JOINED = "Subnets: !Join [',', [!Ref Subnet, !Ref Other]]"
INNERS = "{Names: 'a,b', Stored: /x}"

CASES = {
    "selects-are-known": (
        nest(
            FILES,
            breaks(GIVEN, JOINED, at="Child/Instance", line="SubnetId: !Select [1, !Ref Subnets]"),
            breaks(GIVEN, "Subnets: !Sub '${Subnet},${Other}'"),
            breaks(GIVEN, "Subnets: !GetAtt Stored.Value"),
            breaks(INNERS, "{Names: !Ref Handed, Stored: /x}", at="Child/Inner/Topic"),
            breaks(INNERS, "{Names: !Sub '${Handed},b', Stored: /x}"),
            breaks(INNERS, "{Names: !GetAtt Instance.PublicIp, Stored: /x}"),
            holds(GIVEN, "Subnets: !Join [',', !Ref Given]"),
            holds(GIVEN, "Subnets: !If [Maybe, !Ref Subnet, 'a,b']"),
            holds(INNERS, "{Names: !Ref Image, Stored: /x}"),
        ),
        # The one text that there is has a first item.
        nest(
            {**FILES, "child.yaml": CHILD.replace("[1, !Ref", "[0, !Ref"), "root.yaml": ROOT.replace(GIVEN, JOINED)},
            breaks("[0, !Ref", "['2', !Ref"),
            holds("!Select [0, !Ref Subnets]", "!If [Maybe, !Select [1, !Ref Subnets], x]"),
            holds("!Select [0, !Ref Subnets]", "!Select [1, !Split ['-', !Ref Handed]]"),
            holds("!Select [0, !Ref Subnets]", "!Select [1, !GetAtt Inner.Outputs.Names]"),
            holds("!Select [0, !Ref Subnets]", "!Select [1, !GetAZs '']"),
        ),
    ),
    "stored-parameters-are-known": (
        nest(
            FILES,
            breaks("Image: !Ref Name", "Image: !GetAtt Stored.Value", at="Child", line="Image: !GetAtt Stored.Value"),
            breaks("Image: !Ref Name", "Image: !Ref Stored"),
            breaks("Image: !Ref Name", "Image: !Sub '/shop/${Stored}'"),
            breaks(INNERS, "{Names: 'a,b', Stored: !Ref Handed}", at="Child/Inner"),
            holds("Image: !Ref Name", "Image: !If [Maybe, !Ref Stored, /x]"),
            holds("Image: !Ref Name", "Image: !Sub '/${AWS::StackName}/image'"),
            holds("Image: {Type: 'AWS::SSM::Parameter::Value<String>'}", "Image: {Type: String}"),
        ),
    ),
}

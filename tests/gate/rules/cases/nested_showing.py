"""Cases of the rules about secrets, tags and stack sets."""

import json

from tests.gate.rules.case import breaks, case, holds, nest

SECRET_ROOT = """
Parameters: {Password: {Type: String, NoEcho: true}, Plain: {Type: String}}
Resources:
  Child:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: child.yaml
      Parameters: {Handed: !Sub '${Password}', Shown: !Ref Plain}
"""
SECRET_CHILD = """
Parameters:
  Handed: {Type: String, NoEcho: 'true'}
  Shown: {Type: String}
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Metadata: {Note: !Ref Shown}
    Properties:
      Tags: [{Key: a, Value: !Ref Shown}]
Outputs:
  Out: {Value: !Ref Shown}
"""
TASK = """
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - Environment: [{Name: A, Value: b}]
          Secrets: [{Name: A, ValueFrom: !Ref Secret}]
  Secret: {Type: AWS::SecretsManager::Secret}
  Database:
    Type: AWS::RDS::DBInstance
    Metadata: {A: b}
    Properties:
      Tags: [{Key: a, Value: b}]
      MasterUserPassword: '{{resolve:secretsmanager:x}}'
"""
TAGGED = """
  A: {Type: AWS::SNS::Topic, Properties: {Tags: [{Key: Project, Value: x}]}}
  B: {Type: AWS::SNS::Topic, Properties: {Tags: [{Key: Project, Value: x}]}}
  C: {Type: AWS::SNS::Topic, Properties: {Tags: [{Key: Project, Value: x}]}}
  D: {Type: AWS::SSM::Parameter, Properties: {Tags: {Project: x}}}
  E:
    Type: AWS::SQS::Queue
    Properties:
      Tags: [{Key: Project, Value: x}, {Key: Other, Value: y}]
  F: {Type: AWS::EC2::Route}
  G: {Type: Custom::Thing}
"""
INNER = json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})
SET = f"""
  Set:
    Type: AWS::CloudFormation::StackSet
    Properties:
      PermissionModel: SERVICE_MANAGED
      StackSetName: x
      Capabilities: [CAPABILITY_NAMED_IAM]
      TemplateBody: '{INNER}'
"""
NESTED = INNER.replace("AWS::SNS::Topic", "AWS::CloudFormation::Stack")
WITH_ROLE = INNER.replace("AWS::SNS::Topic", "AWS::IAM::Role")
NAMED_ROLE = WITH_ROLE.replace('"}}}', '", "Properties": {"RoleName": "x"}}}}')

CASES = {
    "secret-parameters-stay-secret": (
        nest(
            {"root.yaml": SECRET_ROOT, "child.yaml": SECRET_CHILD},
            breaks("Handed: {Type: String, NoEcho: 'true'}", "Handed: {Type: String}", at="Child/Handed"),
            breaks(
                "Password: {Type: String, NoEcho: true}",
                "Password: {Type: String, NoEcho: true, Default: x}",
                at="Password",
            ),
            breaks("Out: {Value: !Ref Shown}", "Out: {Value: !Ref Handed}", at="Child/Out"),
            breaks(
                "Metadata: {Note: !Ref Shown}",
                "Metadata: {Note: !Ref Handed}",
                at="Child/Topic",
                line="Metadata: {Note: !Ref Handed}",
            ),
            breaks("Value: !Ref Shown}]", "Value: !Sub '${Handed}'}]", at="Child/Topic"),
            holds("Password: {Type: String, NoEcho: true}", "Password: {Type: String, NoEcho: true, Default: ''}"),
        ),
    ),
    "dynamic-references-in-secret-properties": (
        case(
            TASK,
            breaks(
                "Value: b}]\n          S",
                "Value: '{{resolve:secretsmanager:x}}'}]\n          S",
                at="Task",
                line="ContainerDefinitions:",
            ),
            breaks("Value: b}]\n          S", "Value: !Sub 'a{{resolve:ssm-secure:${Secret}}}'}]\n          S"),
            breaks(
                "Tags: [{Key: a, Value: b}]", "Tags: [{Key: a, Value: '{{resolve:secretsmanager:x}}'}]", at="Database"
            ),
            breaks("Metadata: {A: b}", "Metadata: {A: '{{resolve:secretsmanager:x}}'}", at="Database"),
            breaks("Value: out", "Value: '{{resolve:secretsmanager:x}}'", at="Out"),
            holds("Value: b}]\n          S", "Value: '{{resolve:ssm:x}}'}]\n          S"),
            rest="Outputs: {Out: {Value: out}}",
        ),
    ),
    "tags-valid": (
        case(
            TAGGED,
            breaks(
                "{Key: Other, Value: y}",
                "{Key: 'aws:x', Value: y}",
                at="E",
                line="Tags: [{Key: Project, Value: x}, {Key: 'aws:x', Value: y}]",
            ),
            breaks("{Key: Other, Value: y}", "{Key: Project, Value: y}", at="E"),
            breaks("{Key: Other, Value: y}", ", ".join(f"{{Key: k{n}, Value: y}}" for n in range(50))),
            holds("{Key: Other, Value: y}", ", ".join(f"{{Key: k{n}, Value: y}}" for n in range(49))),
        ),
    ),
    "tags-reach-everything": (
        case(
            TAGGED,
            breaks("[{Key: Project, Value: x}, {Key: Other, Value: y}]", "[{Key: Other, Value: y}]", at="E"),
            breaks("      Tags: [{Key: Project, Value: x}, {Key: Other, Value: y}]", "      QueueName: x", at="E"),
            breaks("  F: {Type: AWS::EC2::Route}", "  F: {Type: AWS::EC2::VPC}", at="F"),
            holds("[{Key: Project, Value: x}, {Key: Other, Value: y}]", "!Ref Tags"),
            holds("Project", "Name"),
        ),
        nest(
            {
                "root.yaml": f"Resources:\n{TAGGED}  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n"
                "      TemplateURL: child.yaml\n      Tags: [{Key: Project, Value: y}]\n",
                "child.yaml": "Resources: {Vpc: {Type: AWS::EC2::VPC}}\n",
            },
            breaks("      Tags: [{Key: Project, Value: y}]\n", "", at="Child/Vpc"),
        ),
    ),
    "stack-set-without-nested-stacks": (
        case(
            SET,
            breaks(INNER, NESTED, at="Set"),
            breaks(INNER, INNER.replace("{", '{"Transform": "X", ', 1), at="Set"),
            holds(INNER, "{"),
            holds("StackSetName: x", "StackSetName: y"),
        ),
        case(
            SET.replace("SERVICE_MANAGED", "SELF_MANAGED").replace(INNER, NESTED),
            breaks("SELF_MANAGED", "SERVICE_MANAGED", at="Set"),
        ),
    ),
    "stack-set-capabilities": (
        case(
            SET,
            breaks(
                INNER,
                INNER.replace("{", '{"Transform": "X", ', 1),
                at="Set",
                line="Capabilities: [CAPABILITY_NAMED_IAM]",
            ),
            holds(INNER, NAMED_ROLE),
            holds(INNER, WITH_ROLE),
        ),
        case(
            SET.replace("CAPABILITY_NAMED_IAM", "CAPABILITY_IAM").replace(INNER, WITH_ROLE),
            breaks(WITH_ROLE, NAMED_ROLE, at="Set"),
            breaks("      Capabilities: [CAPABILITY_IAM]\n", "", at="Set"),
            holds("[CAPABILITY_IAM]", "!Ref Capabilities"),
        ),
    ),
}

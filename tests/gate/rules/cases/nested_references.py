"""Cases of the rules about what templates name, read and put out."""

from tests.gate.rules.case import breaks, case, holds, nest

RESOURCES = """
  Topic:
    Type: AWS::SNS::Topic
    DependsOn: Queue
    Metadata: {Note: !Ref Name}
    Properties:
      TopicName: !Sub '${Name}-${Queue.Arn}-${AWS::Region}'
      DisplayName: !If [Named, !Ref Name, !FindInMap [Names, a, b]]
  Queue: {Type: AWS::SQS::Queue}
  Production: {Type: AWS::SQS::Queue, Condition: IsProduction}
  Doubtful: {Type: AWS::SQS::Queue, Condition: Named}
"""
REST = """
Parameters: {Name: {Type: String}, Environment: {Type: String, Default: dev}}
Mappings: {Names: {a: {b: c}}}
Conditions:
  Named: !Not [!Equals [!Ref Name, '']]
  IsProduction: !Equals [!Ref Environment, production]
Outputs:
  Arn: {Value: !GetAtt Queue.Arn, Condition: Named}
"""
CHILD = """
Parameters: {Free: {Type: String}, Environment: {Type: String}}
Conditions:
  Production: !Equals [!Ref Environment, production]
  Maybe: !Equals [!Ref Free, x]
Resources:
  Topic: {Type: AWS::SNS::Topic}
Outputs:
  Arn: {Value: !Ref Topic}
  Name: {Value: !GetAtt Topic.TopicName}
  Sometimes: {Value: !Ref Topic, Export: {Name: x}}
"""
ROOT = """
Parameters: {Free: {Type: String}, Environment: {Type: String, Default: dev}}
Conditions: {Maybe: !Equals [!Ref Free, x]}
Resources:
  Child:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: child.yaml
      Parameters: {Free: !Ref Free, Environment: !Ref Environment}
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !GetAtt Child.Outputs.Name
      Other: !GetAtt Child.Outputs.Sometimes
Outputs:
  Arn: {Value: !Sub 'x${Child.Outputs.Arn}'}
"""
FILES = {"root.yaml": ROOT, "child.yaml": CHILD}
SOMETIMES = "Sometimes: {Value: !Ref Topic,"
CYCLE = """
  First:
    Type: AWS::EC2::SecurityGroup
    Properties: {Source: !Ref Second}
  Second: {Type: AWS::EC2::SecurityGroup, Properties: {Source: x}}
  Third: {Type: AWS::EC2::SecurityGroup, Properties: {Source: !Ref First}}
"""
EVENTS = """
  Function:
    Type: &kind AWS::Serverless::Function
    Properties: {Events: {Get: {Type: Api, Properties: {Path: /, RestApiId: !Ref Api}}}}
  Api: {Type: *kind, Properties: {DefinitionBody: !Sub '${Function.Arn}'}}
"""
BOTH = """
Resources:
  One: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: c.yaml, Parameters: {In: x}}}
  Two:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: c.yaml, Parameters: {In: !GetAtt One.Outputs.Out}}
"""

CASES = {
    "references-exist": (
        case(
            CYCLE,
            breaks("Source: x", "Source: !If [Maybe2, x, y]", at="Second"),
            holds("Source: x", "Source: !If [Maybe1, x, y]"),
            rest="Conditions:\n  Maybe1: !Equals [a, !Ref AWS::Region]",
        ),
        # The names that a loop makes, and its variable, are not to be found in the template.
        case(
            CYCLE,
            holds("Source: x", "Source: !If [Maybe2, x, !Ref Id]"),
            rest="Transform: AWS::LanguageExtensions\nConditions:\n"
            "  Fn::ForEach::C: [Id, [1, 2], {'Maybe${Id}': !Equals [!Ref Id, !Ref AWS::Region]}]",
        ),
        case(
            RESOURCES,
            breaks("DependsOn: Queue", "DependsOn: [Queue, Nothing]", at="Topic", line="DependsOn: [Queue, Nothing]"),
            breaks("DependsOn: Queue", "DependsOn: Topic", at="Topic"),
            breaks("Metadata: {Note: !Ref Name}", "Metadata: {Note: !Ref Names}", at="Topic"),
            breaks(
                "${Queue.Arn}",
                "${Queues.Arn}",
                at="Topic",
                line="TopicName: !Sub '${Name}-${Queues.Arn}-${AWS::Region}'",
            ),
            breaks("${AWS::Region}", "${AWS::Zone}"),
            breaks("${Queue.Arn}", "${Name.Arn}"),
            breaks("!If [Named,", "!If [Nameless,"),
            breaks("!FindInMap [Names,", "!FindInMap [Name,"),
            breaks(", Condition: Named}", ", Condition: Names}", at="Arn"),
            breaks(
                "!Equals [!Ref Name, '']",
                "!Equals [!Ref Queue, '']",
                at="",
                line="Named: !Not [!Equals [!Ref Queue, '']]",
            ),
            breaks("!Ref Name, ''", "!Ref Nothing, ''"),
            breaks("Note: !Ref Name", "Note: !Ref Production", at="Topic"),
            holds("Note: !Ref Name", "Note: !Ref Doubtful"),
            holds("DependsOn: Queue", "DependsOn: Production"),
            holds("DisplayName: !If [Named, !Ref Name", "DisplayName: !If [IsProduction, !Ref Production"),
            holds("!If [Named, !Ref Name,", "!If [Named, !Sub ['${X}', {X: a}],"),
            holds(
                "Outputs:\n", "Transform: AWS::Serverless-2016-10-31\nOutputs:\n  Made: {Value: !Ref FunctionRole}\n"
            ),
            rest=REST,
        ),
    ),
    "nested-outputs-exist": (
        nest(
            FILES,
            breaks(
                "!GetAtt Child.Outputs.Name",
                "!GetAtt Child.Outputs.Names",
                at="Queue",
                line="QueueName: !GetAtt Child.Outputs.Names",
            ),
            breaks("x${Child.Outputs.Arn}", "x${Child.Outputs.Ar}", at="Arn"),
            breaks(SOMETIMES, f"{SOMETIMES} Condition: Production,", at="Queue"),
            holds(SOMETIMES, f"{SOMETIMES} Condition: Maybe,"),
            holds("Outputs:\n  Arn: {Value: !Ref", "Transform: M\nOutputs:\n  Arns: {Value: !Ref"),
        ),
    ),
    "nested-outputs-read-surely": (
        nest(
            FILES,
            breaks(
                SOMETIMES, f"{SOMETIMES} Condition: Maybe,", at="Queue", line="Other: !GetAtt Child.Outputs.Sometimes"
            ),
        ),
        nest(
            {
                "root.yaml": ROOT.replace(
                    "Other: !GetAtt Child.Outputs.Sometimes", "Other: !If [Maybe, !GetAtt Child.Outputs.Sometimes, x]"
                ),
                "child.yaml": CHILD.replace(SOMETIMES, f"{SOMETIMES} Condition: Maybe,"),
            },
            breaks("!If [Maybe, !GetAtt Child.Outputs.Sometimes, x]", "!GetAtt Child.Outputs.Sometimes", at="Queue"),
        ),
    ),
    "nested-attributes-are-outputs": (
        nest(
            FILES,
            breaks(
                "!GetAtt Child.Outputs.Name", "!GetAtt Child.Name", at="Queue", line="QueueName: !GetAtt Child.Name"
            ),
        ),
    ),
    "nested-outputs-used": (
        nest(
            FILES,
            breaks(
                "      QueueName: !GetAtt Child.Outputs.Name\n",
                "",
                at="Child/Name",
                line="Name: {Value: !GetAtt Topic.TopicName}",
            ),
            holds("      Other: !GetAtt Child.Outputs.Sometimes\n", ""),
        ),
    ),
    "parameters-used": (
        nest(
            FILES,
            breaks(
                "Maybe: !Equals [!Ref Free, x]\nResources:\n  Topic",
                "Maybe: !Equals [a, x]\nResources:\n  Topic",
                at="Child/Free",
            ),
            breaks(
                "Parameters: {Free: {Type: String}, Environment: {Type: String, Default",
                "Parameters: {Unused: {Type: String}, Free: {Type: String}, Environment: {Type: String, Default",
                at="Unused",
            ),
        ),
    ),
    "keys-are-unique": (
        case(
            CYCLE,
            breaks(
                "  Third:", "  First:", line="First: {Type: AWS::EC2::SecurityGroup, Properties: {Source: !Ref First}}"
            ),
            breaks("Source: x", "Source: x, Source: y"),
        ),
    ),
    "no-circles": (
        case(
            CYCLE,
            breaks("Source: x", "Source: !Ref First", at="First", line="Properties: {Source: !Ref Second}"),
            breaks("Source: x", "Source: !GetAtt Third.GroupId"),
            breaks("Source: x", "Source: !Ref Second", at="Second"),
            holds("Source: x", "Source: !If [Maybe, !Ref First, y]"),
            rest="Parameters: {P: {Type: String}}\nConditions: {Maybe: !Equals [!Ref P, x]}",
        ),
        # SAM makes a permission of the event, which comes after both.
        case(
            EVENTS,
            breaks("AWS::Serverless::", "AWS::Other::", at="Api"),
            rest="Transform: AWS::Serverless-2016-10-31",
        ),
        nest(
            {
                "root.yaml": BOTH,
                "c.yaml": "Parameters: {In: {Type: String}}\nResources: {T: {Type: AWS::SNS::Topic}}\n"
                "Outputs: {Out: {Value: !Ref T}}\n",
            },
            breaks("{In: x}", "{In: !GetAtt Two.Outputs.Out}", at="One"),
        ),
    ),
    "export-names-unique": (
        nest(
            FILES,
            breaks(
                "Arn: {Value: !Sub 'x${Child.Outputs.Arn}'}", "Arn: {Value: y, Export: {Name: x}}", at="Child/Sometimes"
            ),
            breaks("Arn: {Value: !Ref Topic}", "Arn: {Value: y, Export: {Name: !Sub x}}"),
            holds(
                "Arn: {Value: !Sub 'x${Child.Outputs.Arn}'}",
                "Arn: {Value: y, Export: {Name: !Sub '${AWS::StackName}-x'}}",
            ),
            holds("Arn: {Value: !Ref Topic}", "Arn: {Value: y, Condition: Maybe, Export: {Name: x}}"),
        ),
        nest(
            {
                "root.yaml": "Resources: {T: {Type: AWS::SNS::Topic}}\nOutputs:\n"
                "  A: {Value: a, Export: {Name: !Sub '${AWS::StackName}-a'}}\n"
                "  B: {Value: a, Export: {Name: !Sub '${AWS::StackName}-b'}}\n"
            },
            breaks("${AWS::StackName}-b", "${AWS::StackName}-a", at="B"),
        ),
    ),
}

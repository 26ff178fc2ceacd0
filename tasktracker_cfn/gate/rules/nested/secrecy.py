"""Secrets on their way through a nest."""

import re
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.nested.wires import fed_by, takes
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.stacks import Parameter
from tasktracker_cfn.model.symbols import Call, Text, Value
from tasktracker_cfn.model.system import Item, System

SECRET_TYPE = "AWS::SecretsManager::Secret"  # noqa: S105 - the type of a resource
GENERATED = "GenerateSecretString"
DYNAMIC = re.compile(r"\{\{resolve:(secretsmanager|ssm-secure):")
PARAMETERS = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html"
# Where whoever may look at a resource reads what a dynamic reference came to. None is a password's own property.
SHOWN = {
    "AWS::ApiGateway::Stage": ("Variables",),
    "AWS::AutoScaling::LaunchConfiguration": ("UserData",),
    "AWS::Batch::JobDefinition": ("ContainerProperties", "NodeProperties"),
    "AWS::CodeBuild::Project": ("Environment", "Source"),
    "AWS::EC2::Instance": ("UserData",),
    "AWS::EC2::LaunchTemplate": ("LaunchTemplateData",),
    "AWS::ECS::TaskDefinition": ("ContainerDefinitions", "Volumes"),
    "AWS::ElasticBeanstalk::Environment": ("OptionSettings",),
    "AWS::Glue::Job": ("DefaultArguments",),
    "AWS::Lambda::Function": ("Environment", "Description"),
    "AWS::SSM::Parameter": ("Value", "Description"),
    "AWS::StepFunctions::StateMachine": ("Definition", "DefinitionString", "DefinitionSubstitutions"),
}


@rule(
    "secret-parameters-stay-secret",
    rows="K13",
    severity="warning",
    why="NoEcho hides a value in the stack that says so; a nested stack that is handed the value shows it, and so do "
    "outputs, Metadata and tags.",
    remedy="Give every parameter on the way NoEcho, and no Default; keep the value out of outputs, Metadata and tags. "
    "Better, hand over the ARN of a secret.",
    source=PARAMETERS,
)
def secrets_stay_secret(system: System) -> Iterator[Fault]:
    """What a parameter with NoEcho holds is shown nowhere on its way through the nest."""
    parameters = (parameter for stack in system.nest.stacks.values() for parameter in stack.parameters.values())
    secret = frozenset(filter(_is_hidden, parameters))
    handed = fed_by(system, secret)
    for parameter in sorted(handed, key=lambda one: (one.stack, one.name)):
        if parameter not in secret:
            yield Fault(parameter, "is handed the value of a parameter with NoEcho, and shows it")
        elif parameter.definition.get("Default") not in (None, ""):
            yield Fault(parameter, "has NoEcho and a Default, which the template shows", "Default")
    for stack in system.nest.stacks.values() if handed else ():
        for output in stack.outputs.values():
            shown = takes(stack, output.value, handed)
            if shown is not None:
                yield Fault(output, f"shows {shown.name}, which is secret", "Value")
    for item in system.items if handed else ():
        stack = system.nest.stacks[item.resource.stack]
        parts = {"Metadata": item.resource.attributes.get("Metadata"), "Tags": item.resource.properties.get("Tags")}
        for name, written in parts.items():
            shown = takes(stack, written, handed)
            if shown is not None:
                yield Fault(item, f"shows {shown.name}, which is secret, in its {name}", name)


def _is_hidden(parameter: Parameter) -> bool:
    return parameter.definition.get("NoEcho") in (True, "true", "True")


@rule(
    "dynamic-references-in-secret-properties",
    rows="K14",
    severity="warning",
    why="CloudFormation puts the secret itself where the reference stands, so environment variables, user data and the "
    "like show it to whoever may describe the resource.",
    remedy="Hand over the secret's ARN (Secrets of a container, a call at start), and keep dynamic references for "
    "properties that are made for passwords.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html",
)
def dynamic_references(system: System) -> Iterator[Fault]:
    """No secret is resolved into a property that shows it."""
    for item in system.items:
        for name in (*SHOWN.get(item.type, ()), "Tags"):
            if _resolves(item.get(name)):
                yield Fault(item, f"resolves a secret into its {name}, which shows it", name)
        metadata = item.resource.attributes.get("Metadata")
        if metadata is not None and _resolves(system.values.resolve(item.resource.stack, metadata)):
            yield Fault(item, "resolves a secret into its Metadata, which shows it", "Metadata")
    for path, stack in system.nest.stacks.items():
        for output in stack.outputs.values():
            if _resolves(system.values.resolve(path, output.value)):
                yield Fault(output, "resolves a secret, and shows it", "Value")


def _resolves(value: Value) -> bool:
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            if DYNAMIC.search(part):
                return True
        elif isinstance(part, Text):
            waiting.extend(part.parts)
        elif isinstance(part, Call):
            waiting.append(part.argument)
        elif isinstance(part, tuple):
            waiting.extend(part)
        elif isinstance(part, dict):
            waiting.extend(part.values())
    return False


@rule(
    "generated-secrets-do-not-change",
    rows="K15",
    severity="warning",
    why="Any change of GenerateSecretString writes a new password into the secret, and the database keeps the old one.",
    remedy="Write the text out in the template; what may differ between deployments belongs into the database alone.",
    source="schema AWS::SecretsManager::Secret",
)
def generated_secrets(system: System) -> Iterator[Fault]:
    """How a secret is generated depends on no value that a deployment can change."""
    roots = fed_by(system, frozenset(system.nest.root.parameters.values()))
    for item in system.of(SECRET_TYPE):
        stack = system.nest.stacks[item.resource.stack]
        parameter = takes(stack, item.resource.properties.get(GENERATED), roots)
        if parameter is not None and _used_by_database(system, item):
            yield Fault(item, f"is generated anew whenever {parameter.name} changes", GENERATED)


def _used_by_database(system: System, secret: Item) -> bool:
    """Tell whether a database takes its password from a secret, or is attached to it."""
    for item in system.of("AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::SecretsManager::SecretTargetAttachment"):
        named = item.get("SecretId") if item.type == "AWS::SecretsManager::SecretTargetAttachment" else None
        value = named if named is not None else item.get("MasterUserPassword")
        parts = value.parts if isinstance(value, Text) else (value,)
        if any(system.at(part) == secret for part in parts):
            return True
    return False

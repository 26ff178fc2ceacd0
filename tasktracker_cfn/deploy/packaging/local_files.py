"""Notice what else a template names on this machine: code and documents, which are not uploaded here."""

from collections.abc import Mapping

from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.stacks import Resource, Stack

# As `aws cloudformation package` knows them: awscli/customizations/cloudformation/artifact_exporter.py
PROPERTIES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "AWS::ApiGateway::RestApi": (("BodyS3Location",),),
    "AWS::AppSync::GraphQLSchema": (("DefinitionS3Location",),),
    "AWS::AppSync::Resolver": (
        ("RequestMappingTemplateS3Location",),
        ("ResponseMappingTemplateS3Location",),
        ("CodeS3Location",),
    ),
    "AWS::AppSync::FunctionConfiguration": (
        ("RequestMappingTemplateS3Location",),
        ("ResponseMappingTemplateS3Location",),
        ("CodeS3Location",),
    ),
    "AWS::CodeCommit::Repository": (("Code", "S3"),),
    "AWS::ElasticBeanstalk::ApplicationVersion": (("SourceBundle",),),
    "AWS::Glue::Job": (("Command", "ScriptLocation"),),
    "AWS::Lambda::Function": (("Code",),),
    "AWS::Lambda::LayerVersion": (("Content",),),
    "AWS::Serverless::Api": (("DefinitionUri",),),
    "AWS::Serverless::Application": (("Location",),),
    "AWS::Serverless::Function": (("CodeUri",),),
    "AWS::Serverless::HttpApi": (("DefinitionUri",),),
    "AWS::Serverless::LayerVersion": (("ContentUri",),),
    "AWS::Serverless::StateMachine": (("DefinitionUri",),),
    "AWS::StepFunctions::StateMachine": (("DefinitionS3Location",),),
}


def refuse_local_files(stack: Stack) -> None:
    """Make sure that a stack's template names no file of this machine but templates of nested stacks.

    :raises TemplateError: when it does
    """
    for resource in stack.resources.values():
        for path in PROPERTIES.get(resource.type, ()):
            value = _at(resource, path)
            if isinstance(value, str) and "://" not in value:
                place = ("Resources", resource.logical_id, "Properties", *path)
                message = (
                    f"{resource.logical_id}: {'.'.join(path)} is a file of this machine, {value[:200]}; upload it and "
                    "name its place in S3, or write the code into the template"
                )
                raise TemplateError(str(resource.file), stack.template.line(*place), message)


def _at(resource: Resource, path: tuple[str, ...]) -> object:
    value: object = resource.properties
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value

"""Goals for Lambda functions."""

from collections.abc import Iterator

from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.gate.rules.runtimes import is_out
from tasktracker_cfn.model.system import Item, System

FUNCTIONS = Area("Functions")

FUNCTION = "AWS::Lambda::Function"
PERMISSION = "AWS::Lambda::Permission"
# Those that AWS still mends for a year and longer, as of 2026.
RUNTIMES = (
    "dotnet10",
    "java21",
    "java25",
    "nodejs22.x",
    "nodejs24.x",
    "provided.al2023",
    "python3.12",
    "python3.13",
    "python3.14",
)
WANTED = {
    "VpcConfig": "is in no VPC",
    "DeadLetterConfig": "has nowhere to put what fails",
    "ReservedConcurrentExecutions": "has no share of its own of what may run at once",
    "TracingConfig": "is not traced",
}


@FUNCTIONS.always(
    "function-basics",
    "AS-L1 LambdaLatestVersion CKV_AWS_363 CKV_AWS_364 CKV_AWS_258 CT.LAMBDA.PR.2 CT.LAMBDA.PR.4 "
    "CT.LAMBDA.PR.5 CT.LAMBDA.PR.6 LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED LAMBDA_NO_WILDCARD_PRINCIPALS "
    "LAMBDA_PERMISSION_INVOKE_FUNCTION_ACTION LambdaFunctionPublicAccessProhibited LambdaFunctionUrlAuth "
    "SH:Lambda.1 SH:Lambda.2 CKV2_AWS_75 LAMBDA_PERMISSION_EVENT_SOURCE_TOKEN",
)
def basics(system: System) -> Iterator[Breach]:
    """A function has a runtime that AWS mends, and is run only by what this account lets run it."""
    for item in system.of(FUNCTION):
        # What is deprecated already the rules about runtimes tell, with the day.
        plain = item.get("PackageType") != "Image" and not is_out(item.text("Runtime"))
        if plain and item.get("Runtime") not in RUNTIMES:
            yield item, f"has the runtime {item.get('Runtime')}"
    for item in system.of("AWS::Lambda::Url"):
        if item.get("AuthType") != "AWS_IAM":
            yield item, "is for everybody"
    for item in system.of(PERMISSION):
        yield from ((item, problem) for problem in _problems(item))


@FUNCTIONS.exempted(
    "function-extras",
    "CKV_AWS_115 CKV_AWS_116 CKV_AWS_117 CKV_AWS_173 CT.LAMBDA.PR.3 LAMBDA_CONCURRENCY_CHECK LAMBDA_DLQ_CHECK "
    "LAMBDA_INSIDE_VPC LambdaConcurrency LambdaDLQ LambdaInsideVPC LambdaTracing LambdaDefaultMemorySize "
    "LambdaDefaultTimeout LambdaLogging LambdaLogLevel LambdaStarPermissions LambdaAsyncFailureDestination "
    "SH:Lambda.3 SH:Lambda.5 cn:W89 cn:W92 cn:W58",
)
def extras(system: System) -> Iterator[Breach]:
    """A function is in a VPC, is traced, has a dead-letter queue, a key and concurrency of its own."""
    for item in system.of(FUNCTION):
        missing = [problem for key, problem in WANTED.items() if item.get(key) is None]
        if item.get("Environment") and not item.get("KmsKeyArn"):
            missing.append("has no key for its variables")
        if missing:
            yield item, ", ".join(missing)


def _problems(permission: Item) -> Iterator[str]:
    principal = permission.get("Principal")
    if permission.get("Action") != "lambda:InvokeFunction":
        yield f"allows {permission.get('Action')}"
    if principal == "*":
        yield "is for everybody"
    elif not permission.get("SourceAccount"):
        yield f"lets {principal} act for any account"

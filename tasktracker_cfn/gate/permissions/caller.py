"""What whoever starts a deployment needs, beside the role that CloudFormation takes on."""

from collections.abc import Iterator

from tasktracker_cfn.gate.permissions.arns import Surroundings
from tasktracker_cfn.gate.permissions.documents import SERVICE, Document, allow, document
from tasktracker_cfn.gate.permissions.grants import Entry
from tasktracker_cfn.gate.permissions.names import names, pattern
from tasktracker_cfn.gate.permissions.setting import Setting
from tasktracker_cfn.model.system import System, follow

BUCKETS = "AWS::S3::Bucket"


def caller(system: System, setting: Setting, role: str, *, cleaning: bool = False) -> Document:
    """Give what whoever starts a deployment needs: change sets of the root, its role, and a place for templates.

    :param cleaning: with what `gc` and `destroy --empty` need, in statements of their own
    """
    surroundings = Surroundings(system, setting)
    role_arn = setting.arn("iam", f"role/{role}", regional=False)
    root = setting.arn("cloudformation", f"stack/{setting.stack}/*")
    below = setting.arn("cloudformation", f"stack/{setting.stack}-*/*")
    bucket = f"arn:{setting.partition}:s3:::{setting.bucket}"
    artifacts = setting.arn("cloudformation", f"stack/{ARTIFACTS}/*")
    prefix = "cloudformation:"
    transforms = f"arn:{setting.partition}:cloudformation:{setting.region}:aws:transform/*"
    return document(
        [
            allow(
                "StartDeploymentsWithThisRoleOnly",
                [f"{prefix}CreateChangeSet", f"{prefix}CreateStack", f"{prefix}UpdateStack"],
                [root],
                {"ArnEquals": {"cloudformation:RoleArn": role_arn}},
            ),
            allow("ReviewChangesOfNestedStacksAndTransforms", [f"{prefix}CreateChangeSet"], [below, transforms]),
            allow("CarryOutAndCallOff", [f"{prefix}{name}" for name in RUNNING], [root]),
            allow("ProtectWhatNestedStacksHold", [f"{prefix}SetStackPolicy"], [below]),
            allow("WatchTheStacks", [f"{prefix}{name}" for name in WATCHING], [root, below]),
            allow("FindTheStackOfTheBucket", [f"{prefix}DescribeStacks"], [artifacts]),
            *_evidence(surroundings),
            allow(
                "HandTheRoleToCloudFormation",
                ["iam:PassRole"],
                [role_arn],
                {"StringEquals": {"iam:PassedToService": SERVICE}},
            ),
            allow("UploadTemplates", ["s3:GetObject", "s3:PutObject"], [f"{bucket}/*"]),
            allow("FindTheBucketOfTemplates", ["s3:GetBucketLocation", "s3:ListBucket"], [bucket]),
            allow("AskWhatTakesNoResource", list(OPEN), ["*"]),
            *(_cleaning(surroundings) if cleaning else []),
        ]
    )


def _evidence(surroundings: Surroundings) -> list[Entry]:
    """Give what tells why tasks do not start: services, stopped tasks, and the last lines that they wrote.

    Clusters and log groups have the names that the templates fix, or begin with the stack's.
    """
    setting = surroundings.setting
    clusters = {f"{setting.stack}-*"} | {arn.rpartition("/")[2] for arn in surroundings.named("ecs:cluster")}
    kinds = ("service", "task", "container-instance")
    places = sorted(setting.arn("ecs", f"{kind}/{cluster}/*") for kind in kinds for cluster in clusters)
    lines = {setting.arn("logs", f"log-group:{setting.stack}-*:*")} | {*_written_by_tasks(surroundings)}
    return [
        allow("SeeWhyTasksStop", ["ecs:DescribeServices", "ecs:DescribeTasks", "ecs:ListTasks"], places),
        allow("ReadTheLastLinesOfTasks", ["logs:GetLogEvents"], sorted(lines)),
        allow("SeeAlarmsThatUndoADeployment", ["cloudwatch:DescribeAlarms"], [setting.arn("cloudwatch", "alarm:*")]),
    ]


def _written_by_tasks(surroundings: Surroundings) -> Iterator[str]:
    """Give the log groups of a fixed name that containers write to: no others are read."""
    system, setting = surroundings.system, surroundings.setting
    for task in system.of("AWS::ECS::TaskDefinition"):
        for container in task.mappings("ContainerDefinitions"):
            value = follow(container, "LogConfiguration", "Options", "awslogs-group")
            group = system.at(value)
            known = [pattern(value, setting)] if value is not None else []
            for name in (names(group, setting) or ()) if group else known:
                if not name.startswith((f"{setting.stack}-", "*")):
                    yield setting.arn("logs", f"log-group:{name}:*")


def _cleaning(surroundings: Surroundings) -> list[Entry]:
    """Give what `gc` and `destroy --empty` and `--retain` need on top, which nobody needs who only deploys."""
    setting, prefix = surroundings.setting, "cloudformation:"
    bucket = f"arn:{setting.partition}:s3:::{setting.bucket}"
    everything = setting.arn("cloudformation", "stack/*/*")
    below = setting.arn("cloudformation", f"stack/{setting.stack}-*/*")
    going = sorted(
        arn
        for item in surroundings.system.of(BUCKETS)
        if item.resource.attributes.get("DeletionPolicy", "Delete") == "Delete"
        for arn in surroundings.of(item, "s3:bucket")
    )
    emptying = [
        allow("SeeWhatIsInBucketsThatGo", ["s3:ListBucketVersions"], going),
        allow("EmptyBucketsThatAreNamed", ["s3:DeleteObjectVersion"], [f"{arn}/*" for arn in going]),
    ]
    return [
        allow("SeeEveryStackThatMayNeedATemplate", [f"{prefix}GetTemplate", f"{prefix}ListChangeSets"], [everything]),
        allow("FindEveryStack", [f"{prefix}DescribeStacks"], ["*"]),
        allow("SeeWhatLiesInTheBucketOfTemplates", ["s3:ListBucketVersions"], [bucket]),
        allow("DeleteTemplatesThatNothingNeeds", ["s3:DeleteObjectVersion"], [f"{bucket}/*"]),
        allow("LetResourcesOfNestedStacksStay", [f"{prefix}DeleteStack"], [below]),
        *(emptying if going else []),
    ]


# The stack that `bootstrap` makes.
ARTIFACTS = "tasktracker-cfn-artifacts"
OPEN = (
    "cloudformation:DescribeStackDriftDetectionStatus",
    "cloudformation:ListHookResults",
    "cloudformation:ListStacks",
    "cloudformation:ValidateTemplate",
    "ecs:DescribeTaskDefinition",
    "logs:DescribeLogGroups",
)
RUNNING = (
    "CancelUpdateStack",
    "ContinueUpdateRollback",
    "DeleteChangeSet",
    "DeleteStack",
    "ExecuteChangeSet",
    "RollbackStack",
    "SetStackPolicy",
    "TagResource",
    "UntagResource",
    "UpdateTerminationProtection",
)
WATCHING = (
    "DescribeChangeSet",
    "DescribeEvents",
    "DescribeStackEvents",
    "DescribeStackResource",
    "DescribeStackResourceDrifts",
    "DescribeStackResources",
    "DescribeStacks",
    "DetectStackDrift",
    "DetectStackResourceDrift",
    "GetStackPolicy",
    "GetTemplate",
    "GetTemplateSummary",
    "ListChangeSets",
    "ListStackResources",
)

"""Tasks that a service cannot launch."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.ecs.launch import ASSOCIATIONS, DEFAULT, STRATEGY
from tasktracker_cfn.gate.rules.ecs.tasks import FARGATE
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.tasks import CLUSTER, services_with_tasks

KEY = "RequiresCompatibilities"
INSTANCES = ("AWS::EC2::Instance", "AWS::AutoScaling::AutoScalingGroup", "AWS::EC2::SpotFleet", "AWS::EC2::EC2Fleet")


@rule(
    "task-fits-launch-type",
    rows="E08 E09",
    severity="error",
    misses=True,
    why="ECS refuses a service on Fargate whose task definition is for EC2. One that is for Fargate waits for "
    "instances on EC2, which is where it goes without launch type, strategy and a default strategy of the cluster.",
    remedy="Set LaunchType or a CapacityProviderStrategy that fits the task's RequiresCompatibilities.",
    source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
)
def task_fits_launch_type(system: System) -> Iterator[Fault]:
    """A service launches its tasks in a way that their definition is for."""
    for service, task in services_with_tasks(system):
        asked = task.listed(KEY)
        launched = _launched(system, service)
        # A task for Fargate is fit for instances, too, where there are any.
        if launched == "EC2" and system.of(*INSTANCES):
            continue
        if launched and asked and all(isinstance(name, str) for name in asked) and launched not in asked:
            message = f"launches {task} on {launched}, while that is for {' and '.join(map(str, asked))}"
            yield Fault(service, message, "LaunchType")


def _launched(system: System, service: Item) -> str | None:
    """Give the launch type of a service; None when it is not known."""
    if service.get("DeploymentController", "Type") not in (None, "ECS"):
        return None
    if service.get("LaunchType") is not None:
        return service.text("LaunchType")
    if service.get(STRATEGY) is not None:
        entries = service.mappings(STRATEGY)
        return "FARGATE" if any(entry.get("CapacityProvider") in FARGATE for entry in entries) else None
    cluster = system.at(service.get("Cluster"))
    if cluster is None or cluster.type != CLUSTER or cluster.get(DEFAULT) is not None:
        return None
    # An association that may be another cluster's may be this one's, too.
    others = [system.at(item.get("Cluster")) for item in system.of(ASSOCIATIONS)]
    return "EC2" if all(other is not None and other.type == CLUSTER and other != cluster for other in others) else None

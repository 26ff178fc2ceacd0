"""The first deployment: the repositories are made by the same stack as the service, and nothing is in them (E21).

A second task definition holds a placeholder, and the parameter Bootstrap is the place of the one that runs: 0 is the
system's own, 1 the placeholder. Conditions would do the same in three places, image, command and health check; one
image parameter would not do, because the placeholder needs a command that the real image must not get. A task
definition costs nothing, and none of its images is pulled before it runs.

The placeholder stands in for the containers that get traffic, and for no others: it listens on their ports and answers
every request with a status that the load balancer takes for healthy. It has no secrets and no permissions.
"""

from pathlib import Path

from troposphere import GetAtt, Ref, Select, ecs, iam, logs

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.wires import Number
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.container import ContainerConfig
from templates.service import task

CODE = Path(__file__).with_name("placeholder.js")
# The user "node" of the image.
USER = "1000"
# Any answer will do; it ends by itself, since a connection that is kept alive would outlast the check.
CHECK = (
    "fetch('http://127.0.0.1:' + process.env.PORT, { redirect: 'manual' })"
    ".then(() => process.exit(0), () => process.exit(1))"
)
# The least that Fargate has, so that it fits into a task of any size.
SMALLEST_TASK_MIB = 512


def definition(
    system: SystemConfig, size: task.Size, group: logs.LogGroup, execution_role: iam.Role
) -> ecs.TaskDefinition:
    """Give the task definition of the placeholder."""
    containers = system.service.containers
    return ecs.TaskDefinition(
        "BootstrapTaskDefinition",
        Family=f"{system.name}-bootstrap",
        **task.platform(system, size),
        ExecutionRoleArn=GetAtt(execution_role, "Arn"),
        ContainerDefinitions=[
            _container(system, name, containers[name], target.health_check.status_codes, group)
            for name, target in system.edge.targets.items()
        ],
    )


def chosen(definition: ecs.TaskDefinition, placeholder: ecs.TaskDefinition, bootstrap: Number) -> Select:
    """Give the task definition that the service runs."""
    return Select(bootstrap.data, [Ref(definition), Ref(placeholder)])


def _container(
    system: SystemConfig, name: str, config: ContainerConfig, status_codes: str, group: logs.LogGroup
) -> ecs.ContainerDefinition:
    port = config.port or 0
    environment = {"PORT": str(port), "STATUS": status_codes[:3]}
    return ecs.ContainerDefinition(
        Name=name,
        Image=system.service.bootstrap.image,
        Essential=True,
        User=USER,
        ReadonlyRootFilesystem=True,
        Command=["node", "--eval", CODE.read_text(encoding="utf-8")],
        PortMappings=[ecs.PortMapping(ContainerPort=port, Protocol="tcp")],
        Environment=[ecs.Environment(Name=key, Value=value) for key, value in environment.items()],
        Memory=SMALLEST_TASK_MIB // len(system.edge.targets),
        **given(
            SystemControls=task.low_ports() if port < task.FIRST_FREE_PORT else None,
            HealthCheck=ecs.HealthCheck(Command=["CMD", "node", "--eval", CHECK]) if config.health_check else None,
        ),
        LogConfiguration=task.logging(name, group),
    )

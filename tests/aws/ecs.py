"""As much of ECS as tells why a service does not settle: services, their events, stopped tasks."""

from datetime import datetime, timedelta
from typing import Any

from tests.aws.cloudformation.orders import Hang
from tests.aws.cloudformation.state import Resource
from tests.aws.cloudformation.world import World
from tests.aws.refusal import Refused

EVERY = timedelta(seconds=60)
MOST = 5
SERVICE, CLUSTER, TASK = "AWS::ECS::Service", "AWS::ECS::Cluster", "AWS::ECS::TaskDefinition"


class EcsCalls:
    """One method for each operation, named as boto3 names it."""

    def __init__(self, world: World) -> None:
        """Work on a world."""
        self.world = world

    def describe_services(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Describe services; one that is not there is a failure beside them."""
        self._cluster(asked)
        found, missing = [], []
        for name in asked["services"]:
            service = self._service(name)
            if service is None:
                missing.append({"arn": name, "reason": "MISSING"})
            else:
                found.append(self._described(service))
        return {"services": found, "failures": missing}

    def list_services(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the services of a cluster."""
        self._cluster(asked)
        return {"serviceArns": [one.physical_id for one in living(self.world, SERVICE)]}

    def list_tasks(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the tasks of a service: those that stopped, or none."""
        self._cluster(asked)
        if asked.get("desiredStatus") != "STOPPED":
            return {"taskArns": []}
        service = asked.get("serviceName")
        if service and self._service(service) is None:
            raise Refused("ServiceNotFoundException", "Service not found.")
        found = [arn for hang in self.world.orders.hangs if self._meant(hang, service) for arn, _ in self._tasks(hang)]
        return {"taskArns": found}

    def describe_tasks(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Describe tasks that stopped."""
        self._cluster(asked)
        known = {arn: (hang, at) for hang in self.world.orders.hangs for arn, at in self._tasks(hang)}
        wanted = [arn for arn in asked["tasks"] if arn in known]
        missing = [{"arn": arn, "reason": "MISSING"} for arn in asked["tasks"] if arn not in known]
        return {"tasks": [self._task(arn, *known[arn]) for arn in wanted], "failures": missing}

    def describe_task_definition(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Describe a task definition: its containers and where they log to."""
        wanted = asked["taskDefinition"]
        for one in (*living(self.world, TASK), *(hang.task_definition for hang in self.world.orders.hangs)):
            if one and (one.physical_id == wanted or one.physical_id.endswith(f"/{wanted}")):
                containers = [_container(item) for item in one.properties.get("ContainerDefinitions", [])]
                about = {"taskDefinitionArn": one.physical_id, "family": one.properties.get("Family")}
                return {"taskDefinition": {**about, "containerDefinitions": containers}}
        raise Refused("ClientException", "Unable to describe task definition.")

    def _cluster(self, asked: dict[str, Any]) -> None:
        name = asked.get("cluster", "default").rpartition("/")[2]
        clusters = {one.physical_id.rpartition("/")[2] for one in living(self.world, CLUSTER)}
        if name not in clusters:
            raise Refused("ClusterNotFoundException", "Cluster not found.")

    def _service(self, name: str) -> Resource | None:
        last = name.rpartition("/")[2]
        found = (one for one in living(self.world, SERVICE) if one.physical_id.rpartition("/")[2] == last)
        return next(found, None)

    def _meant(self, hang: Hang, service: str | None) -> bool:
        return service is None or hang.service_arn.rpartition("/")[2] == service.rpartition("/")[2]

    def _tasks(self, hang: Hang) -> list[tuple[str, datetime]]:
        """Give the tasks that have stopped until now, the newest first, and when."""
        now, found = self.world.timeline.now(), []
        if hang.began is None:
            return []
        cluster = hang.service_arn.split("/")[1]
        for number in range(int((now - hang.began) / EVERY)):
            task = self.world.account.arn("ecs", f"task/{cluster}/{number:032x}")
            found.append((task, hang.began + EVERY * (number + 1)))
        return found[::-1][:MOST]

    def _task(self, arn: str, hang: Hang, at: datetime) -> dict[str, Any]:
        definition = hang.task_definition
        names = [item["Name"] for item in definition.properties["ContainerDefinitions"]] if definition else ["app"]
        containers: list[dict[str, Any]] = [{"name": name, "lastStatus": "STOPPED"} for name in names]
        if hang.exit_code is None:
            containers[0]["reason"] = hang.stopped_reason
        else:
            containers[0]["exitCode"] = hang.exit_code
        return {
            "taskArn": arn,
            "clusterArn": self.world.account.arn("ecs", f"cluster/{arn.split('/')[1]}"),
            "taskDefinitionArn": definition.physical_id if definition else None,
            "group": f"service:{hang.service_arn.rpartition('/')[2]}",
            "lastStatus": "STOPPED",
            "desiredStatus": "STOPPED",
            "stopCode": "TaskFailedToStart" if hang.exit_code is None else "EssentialContainerExited",
            "stoppedReason": hang.stopped_reason,
            "stoppedAt": at,
            "containers": containers,
        }

    def _described(self, service: Resource) -> dict[str, Any]:
        hang = next((one for one in self.world.orders.hangs if one.service_arn == service.physical_id), None)
        desired = int(service.properties.get("DesiredCount", 1))
        stuck = hang is not None and hang.began is not None and service.status.endswith(("IN_PROGRESS", "FAILED"))
        tasks = self._tasks(hang) if hang else []
        name = service.physical_id.rpartition("/")[2]
        rollout = {True: "IN_PROGRESS", False: "COMPLETED"}[stuck]
        if stuck and service.status.endswith("FAILED"):
            rollout = "FAILED"
        deployment = {"id": "ecs-svc/1", "status": "PRIMARY", "desiredCount": desired, "failedTasks": len(tasks)}
        return {
            "serviceArn": service.physical_id,
            "serviceName": name,
            "status": "ACTIVE",
            "desiredCount": desired,
            "runningCount": 0 if stuck else desired,
            "taskDefinition": service.properties.get("TaskDefinition"),
            "deployments": [{**deployment, "rolloutState": rollout, "runningCount": 0 if stuck else desired}],
            "events": [
                {
                    "id": arn,
                    "createdAt": at,
                    "message": f"(service {name}) stopped 1 running tasks: (task {arn[-32:]}).",
                }
                for arn, at in tasks
            ],
        }


def living(world: World, resource_type: str) -> list[Resource]:
    """Give the resources of a type in stacks that live."""
    return [
        one
        for stack in world.stacks
        if stack.alive
        for one in stack.resources.values()
        if one.type == resource_type and one.physical_id
    ]


def _container(properties: dict[str, Any]) -> dict[str, Any]:
    logs = properties.get("LogConfiguration")
    found = {
        "name": properties["Name"],
        "image": properties.get("Image"),
        "essential": properties.get("Essential", True),
    }
    if logs:
        found["logConfiguration"] = {"logDriver": logs["LogDriver"], "options": logs.get("Options", {})}
    return found

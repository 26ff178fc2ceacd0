"""CloudFormation's calls on drift: stack by stack, never below."""

import copy
import json
from typing import Any

from tests.aws.cloudformation.documents import STACK
from tests.aws.cloudformation.state import Resource, Stack
from tests.aws.cloudformation.world import World
from tests.aws.pages import page
from tests.aws.refusal import invalid

TAKES = 10
ALLOWED = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED", "UPDATE_FAILED")


class DriftCalls:
    """One method for each operation, named as boto3 names it."""

    def __init__(self, world: World) -> None:
        """Work on a world."""
        self.world = world
        self.detections: dict[str, Stack] = {}

    def detect_stack_drift(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Begin to look."""
        stack = self.world.stack(asked["StackName"])
        if stack.status not in ALLOWED:
            message = f"Drift detection cannot be performed on stack [{stack.id}] in {stack.status} state."
            raise invalid(message)
        identifier = self.world.account.uuid()
        self.detections[identifier] = stack
        # What was found before stands until this has ended; the time is that of the beginning.
        before = {"status": stack.detection.get("status", "NOT_CHECKED"), "at": self.world.timeline.now()}
        stack.detection = {"id": identifier, "running": True, "rows": [], **before}
        self.world.timeline.after(TAKES, lambda: self._look(stack))
        return {"StackDriftDetectionId": identifier}

    def describe_stack_drift_detection_status(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Tell how far it is."""
        identifier = asked["StackDriftDetectionId"]
        if identifier not in self.detections:
            message = f"Drift detection with id {identifier} does not exist"
            raise invalid(message)
        stack = self.detections[identifier]
        found = stack.detection
        about = {
            "StackId": stack.id,
            "StackDriftDetectionId": identifier,
            "Timestamp": found["at"],
        }
        if found.get("running"):
            return about | {"DetectionStatus": "DETECTION_IN_PROGRESS"}
        drifted = sum(row["StackResourceDriftStatus"] in {"MODIFIED", "DELETED"} for row in found["rows"])
        return about | {
            "DetectionStatus": "DETECTION_COMPLETE",
            "StackDriftStatus": found["status"],
            "DriftedStackResourceCount": drifted,
        }

    def detect_stack_resource_drift(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Look at one resource, at once."""
        stack = self.world.stack(asked["StackName"])
        if stack.status not in ALLOWED:
            message = f"Drift detection cannot be performed on stack [{stack.id}] in {stack.status} state."
            raise invalid(message)
        return {"StackResourceDrift": self._row(stack, stack.resources[asked["LogicalResourceId"]])}

    def describe_stack_resource_drifts(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Tell what was found."""
        stack = self.world.stack(asked["StackName"])
        wanted = asked.get("StackResourceDriftStatusFilters")
        rows = [
            row for row in stack.detection.get("rows", []) if not wanted or row["StackResourceDriftStatus"] in wanted
        ]
        size = min(asked.get("MaxResults", 100), self.world.account.page)
        found, token = page(rows, asked.get("NextToken"), size)
        return {"StackResourceDrifts": found, "NextToken": token}

    def _look(self, stack: Stack) -> None:
        rows = [self._row(stack, one) for one in stack.resources.values() if one.type != STACK]
        drifted = any(row["StackResourceDriftStatus"] in {"MODIFIED", "DELETED"} for row in rows)
        status = "DRIFTED" if drifted else "IN_SYNC"
        stack.detection |= {"running": False, "rows": rows, "status": status}

    def _row(self, stack: Stack, resource: Resource) -> dict[str, Any]:
        row: dict[str, Any] = {
            "StackId": stack.id,
            "LogicalResourceId": resource.logical_id,
            "PhysicalResourceId": resource.physical_id,
            "ResourceType": resource.type,
            "Timestamp": self.world.timeline.now(),
            "StackResourceDriftStatus": "IN_SYNC",
            "ExpectedProperties": json.dumps(resource.properties),
            "ActualProperties": json.dumps(resource.properties),
            "PropertyDifferences": [],
        }
        if resource.logical_id in stack.skipped:
            reason = "it was skipped when a rollback was continued"
            return row | {"StackResourceDriftStatus": "NOT_CHECKED", "DriftStatusReason": reason}
        if resource.missing:
            return row | {"StackResourceDriftStatus": "DELETED", "ActualProperties": None, "PropertyDifferences": None}
        if not resource.actual:
            return row
        actual, expected_all = copy.deepcopy(resource.properties), copy.deepcopy(resource.properties)
        for path, (expected, found) in resource.actual.items():
            actual[path.split("/")[1]] = found
            expected_all[path.split("/")[1]] = expected
            kind = "ADD" if expected is None else "REMOVE" if found is None else "NOT_EQUAL"
            row["PropertyDifferences"].append(
                {
                    "PropertyPath": path,
                    "ExpectedValue": _text(expected),
                    "ActualValue": _text(found),
                    "DifferenceType": kind,
                }
            )
        return row | {
            "StackResourceDriftStatus": "MODIFIED",
            "ExpectedProperties": json.dumps(expected_all),
            "ActualProperties": json.dumps(actual),
        }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)

"""The ground that all of CloudFormation's parts stand on: stacks by name, events, scopes, templates in S3."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from tests.aws.account import Account
from tests.aws.cloudformation import naming
from tests.aws.cloudformation.documents import LARGEST_INLINE, LARGEST_STORED, STACK, Document, read
from tests.aws.cloudformation.evaluating import Scope
from tests.aws.cloudformation.orders import Orders
from tests.aws.cloudformation.parameters import typed
from tests.aws.cloudformation.state import ChangeSet, Event, Fate, Resource, Stack
from tests.aws.refusal import Refused, invalid
from tests.aws.s3.buckets import Store

IN_HOST = re.compile(r"(?P<bucket>[^/]+?)\.s3[.-][a-z0-9.-]*amazonaws\.com(\.cn)?$")


@dataclass
class World:
    """Everything that CloudFormation knows in this account and region."""

    account: Account
    store: Store
    stacks: list[Stack] = field(default_factory=list)
    change_sets: list[ChangeSet] = field(default_factory=list)
    orders: Orders = field(default_factory=Orders)
    fates: list[Fate] = field(default_factory=list)
    # Alarms that exist, by ARN, and their states.
    alarms: dict[str, str] = field(default_factory=dict)
    # Repositories that hold images, by their names, and log groups that services wrote again after they were deleted.
    pushed: set[str] = field(default_factory=set)
    rewritten: set[str] = field(default_factory=set)
    # What stands in Systems Manager's parameters, by name; what nobody has put there stands for itself.
    stored: dict[str, str] = field(default_factory=dict)
    running: dict[str, Any] = field(default_factory=dict)
    empty_nest: str = "failed"
    # What becomes of a nested stack that could not be made when its root is updated: no page of AWS says.
    failed_nest: Literal["continued", "made anew"] = "continued"
    # Whether change sets have rows for what failed and is only to be tried again.
    shows_retries: bool = True
    no_change_text: str = ""
    drops: frozenset[str] = frozenset(
        {"AWS::IAM::ManagedPolicy", "AWS::S3::BucketPolicy", "AWS::CloudWatch::Dashboard"}
    )

    @property
    def timeline(self) -> Any:
        """Give the time."""
        return self.account.timeline

    def stack(self, name: str) -> Stack:
        """Give a stack by its name, or by its id also a deleted one.

        :raises Refused: when there is none
        """
        for stack in reversed(self.stacks):
            if stack.id == name or (stack.name == name and stack.alive):
                return stack
        message = f"Stack with id {name} does not exist"
        raise invalid(message)

    def named(self, name: str) -> Stack | None:
        """Give a living stack, or None."""
        return next((stack for stack in self.stacks if name in {stack.id, stack.name} and stack.alive), None)

    def new_stack(self, name: str, document: Document, parent: Stack | None = None, logical_id: str = "") -> Stack:
        """Make a stack of which nothing exists yet."""
        stack_id = self.account.arn("cloudformation", f"stack/{name}/{self.account.uuid()}")
        stack = Stack(stack_id, name, self.timeline.now(), document, parent, logical_id)
        self.stacks.append(stack)
        return stack

    def new_child(self, parent: Stack, logical_id: str, document: Document) -> Stack:
        """Make a nested stack of which nothing exists yet."""
        name = f"{parent.name}-{logical_id}-{self.account.draw(12).upper()}"
        child = self.new_stack(name, document, parent, logical_id)
        child.capabilities = parent.capabilities
        return child

    def event(
        self, stack: Stack, resource: Resource | None, status: str, reason: str = "", detailed: str | None = None
    ) -> None:
        """Note what happens to a resource, or to the stack itself."""
        now = self.timeline.now()
        logical, physical, kind = stack.name, stack.id, STACK
        if resource:
            logical, physical, kind = resource.logical_id, resource.physical_id, resource.type
            resource.status, resource.reason, resource.at = status, reason, now
        else:
            stack.status, stack.reason = status, reason
        operation = stack.root.operations[-1]["OperationId"] if stack.root.operations else None
        identifier = f"{logical}-{self.account.uuid()}" if resource else self.account.uuid()
        token = stack.root.token
        stack.events.append(
            Event(
                identifier,
                stack.id,
                stack.name,
                logical,
                physical,
                kind,
                status,
                now,
                reason,
                token,
                operation,
                detailed,
            )
        )

    def operation(self, stack: Stack, kind: str, token: str | None) -> str:
        """Begin an operation on a root stack; give its id."""
        identifier = self.account.uuid()
        stack.operations.append({"OperationType": kind, "OperationId": identifier})
        stack.token = token
        return identifier

    def repeated(self, stack: Stack, call: str, token: str | None) -> bool:
        """Tell whether a call with this token has been here before, and remember it.

        :raises Refused: when it was another call
        """
        if token is None:
            return False
        before = stack.tokens.setdefault(token, "")
        if before not in {"", call}:
            raise Refused("TokenAlreadyExistsException", f"Token {token} already exists for stack {stack.name}")
        stack.tokens[token] = call
        return before == call

    def pseudo(self, stack: Stack) -> Mapping[str, Any]:
        """Give the parameters that nobody declares."""
        return {
            "AWS::Region": self.account.region,
            "AWS::AccountId": self.account.id,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": stack.name,
            "AWS::StackId": stack.id,
            "AWS::NotificationARNs": stack.settings.get("NotificationARNs", []),
        }

    def scope(self, stack: Stack, document: Document, parameters: Mapping[str, str]) -> Scope:
        """Give what names stand for in a stack as it is."""
        values = typed(document, parameters)
        return Scope(
            document,
            values,
            self.pseudo(stack),
            lambda name: self.ref(stack, name),
            lambda name, attribute: self.att(stack, name, attribute),
            self.imported,
        )

    def ref(self, stack: Stack, name: str) -> str:
        """Give a resource's physical id."""
        if name not in stack.resources:
            message = f"Template error: {name} is not there to refer to"
            raise invalid(message)
        return stack.resources[name].physical_id

    def att(self, stack: Stack, name: str, attribute: str) -> Any:
        """Give what GetAtt gives."""
        resource = stack.resources.get(name)
        if resource is None:
            message = f"Template error: {name} is not there to refer to"
            raise invalid(message)
        if resource.child:
            output = attribute.removeprefix("Outputs.")
            if output not in resource.child.outputs:
                message = f"Template error: Stack {name} has no output {output}"
                raise invalid(message)
            return resource.child.outputs[output]["OutputValue"]
        return naming.attribute(self.account, resource.type, resource.physical_id, resource.properties, attribute)

    def imported(self, name: str) -> str:
        """Give the value of an export, or of ``stack.output``."""
        for stack in self.stacks:
            for key, output in stack.outputs.items():
                if stack.alive and name in {output.get("ExportName"), f"{stack.name}.{key}"}:
                    return str(output["OutputValue"])
        message = f"No export named {name} found."
        raise invalid(message)

    def template(self, asked: Mapping[str, Any], before: Stack | None = None) -> Document:
        """Give the template that a request brings, points to, or leaves as it was.

        :raises Refused: when it brings none, or one that is too large
        """
        if body := asked.get("TemplateBody"):
            if len(body.encode()) > LARGEST_INLINE:
                message = (
                    f"1 validation error detected: Value '{body[:20]}...' at 'templateBody' failed to satisfy "
                    f"constraint: Member must have length less than or equal to {LARGEST_INLINE}"
                )
                raise invalid(message)
            return read(body)
        if url := asked.get("TemplateURL"):
            return self.fetched(url)
        if asked.get("UsePreviousTemplate") and before:
            return before.document
        message = "Either Template URL or Template Body must be specified."
        raise invalid(message)

    def fetched(self, url: str) -> Document:
        """Give the template that lies at an address in S3.

        :raises Refused: when it is no such address, nothing is there, it is not ours to read, or too large
        """
        parts = urlsplit(url)
        bucket, _, key = unquote(parts.path).removeprefix("/").partition("/")
        if match := IN_HOST.match(parts.netloc):
            bucket, key = match["bucket"], unquote(parts.path).removeprefix("/")
        elif not (parts.netloc.startswith("127.0.0.1") or re.match(r"s3[.-].*amazonaws\.com$", parts.netloc)):
            message = "TemplateURL must be a supported URL."
            raise invalid(message)
        more = "For more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"
        try:
            version = self.store.bucket(bucket).current(key)
        except Refused as refused:
            message = f"S3 error: {refused.message}\n{more}"
            raise invalid(message) from refused
        if version is None:
            message = f"S3 error: The specified key does not exist.\n{more}"
            raise invalid(message)
        if len(version.body) > LARGEST_STORED:
            message = f"Template may not exceed {LARGEST_STORED} bytes in size."
            raise invalid(message)
        return read(version.body.decode())

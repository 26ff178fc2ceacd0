"""A stateful fake of as much of AWS as a deployer meets, on loopback, in its real protocols.

``with Fake() as aws:`` listens; ``aws.environment`` leads boto3 and the AWS CLI there, ``aws.gateway()`` our own door.

- **Time** is its own: nothing happens until somebody sleeps by ``aws.clock``, and then what is due happens in order.
  ``aws.settle()`` lets everything end. For a process that sleeps itself there are `speed` (fake seconds in a real one)
  and `per_call` (fake seconds that each call takes).
- **Orders** (`ordering`): ``aws.fault``, ``aws.lose_answer``, ``aws.when``, ``aws.break_resource`` and so on.
- **Looking**: ``aws.stack("shop-dev/Data")``, ``aws.calls``, ``aws.store.buckets``.
- **Kinds of CloudFormation**: ``aws.world.empty_nest`` is what a change set without changes is: "failed", or "noise"
  for one that holds nothing but noise; ``aws.world.no_change_text`` is another text for "failed";
  ``aws.world.drops`` the types whose rows are missing when values are asked for; ``aws.account.page`` the length of a
  page; ``aws.world.failed_nest`` and ``shows_retries`` what no page of AWS says of stacks left as they failed.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from tasktracker_cfn.deploy.aws.clock import Clock
from tests.aws.account import ACCOUNT, REGION, Account
from tests.aws.cloudformation.change_set_calls import ChangeSetCalls
from tests.aws.cloudformation.drift_calls import DriftCalls
from tests.aws.cloudformation.operation_calls import OperationCalls
from tests.aws.cloudformation.stack_calls import StackCalls
from tests.aws.cloudformation.world import World
from tests.aws.desk import Desk, methods
from tests.aws.ecs import EcsCalls
from tests.aws.faults import Call
from tests.aws.looking import FakeStack, find
from tests.aws.ordering import Ordering
from tests.aws.other import Other
from tests.aws.s3.bucket_calls import BucketCalls, setting_calls
from tests.aws.s3.buckets import Bucket, Store
from tests.aws.s3.object_calls import ObjectCalls
from tests.aws.server import Server
from tests.aws.sts import StsCalls
from tests.aws.timeline import Timeline
from tests.aws.watching import AlarmCalls, LogsCalls

if TYPE_CHECKING:
    from tasktracker_cfn.deploy.aws.gateway import Access, Gateway

KEY, SECRET, TOKEN = "AKIAFAKEFAKEFAKEFAKE", "canary-secret-access-key", "canary-session-token"
CANARIES = (SECRET, TOKEN)
SESSION = {
    "aws_access_key_id": KEY,
    "aws_secret_access_key": SECRET,
    "aws_session_token": TOKEN,
    "region_name": REGION,
}


@cache
def boto_session() -> Any:
    """Give the one session of boto3 that all tests of a process share: each new one reads megabytes again."""
    import boto3

    return boto3.session.Session(**SESSION)


class Fake(Ordering):
    """An account in a region, with nothing in it."""

    def __init__(
        self,
        *,
        speed: float = 0.0,
        per_call: float = 0.0,
        page: int = 100,
        account: str = ACCOUNT,
        region: str = REGION,
    ) -> None:
        """Begin; `speed` and `per_call` let time pass for processes that really sleep, or never do."""
        self.timeline = Timeline(speed)
        self.account = Account(self.timeline, account, region, page=page)
        self.store = Store(self.account)
        self.world = world = World(self.account, self.store)
        services = {
            "cloudformation": methods(
                StackCalls(world), ChangeSetCalls(world), OperationCalls(world), DriftCalls(world)
            ),
            "s3": {**methods(BucketCalls(self.store), ObjectCalls(self.store)), **setting_calls(self.store)},
            "sts": methods(StsCalls(self.account)),
            "ecs": methods(EcsCalls(world)),
            "logs": methods(LogsCalls(world)),
            "cloudwatch": methods(AlarmCalls(world)),
        }
        self.desk = Desk(services, self.timeline, per_call)
        self.server = Server(self.desk.answer)
        self._clients: dict[str, Any] = {}
        # Clients that all gateways of a test may share: to make them anew for each run takes most of its time.
        self.shared: dict[str, object] = {}

    def __enter__(self) -> Self:
        """Listen."""
        self.server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Go away; what went wrong in the fake itself is raised now."""
        for client in self._clients.values():
            client.close()
        self.server.stop()
        if kind is None and self.desk.defects:
            raise self.desk.defects[0]

    @property
    def url(self) -> str:
        """Give the address."""
        return self.server.url

    @property
    def calls(self) -> list[Call]:
        """Give the calls that arrived, in order."""
        return self.desk.calls

    @property
    def clock(self) -> Clock:
        """Give the fake's time; to sleep by it takes none of ours."""
        return Clock(self.timeline.now, self.timeline.advance)

    @property
    def access(self) -> "Access":
        """Give how a gateway reaches this fake."""
        from tasktracker_cfn.deploy.aws.gateway import Access

        return Access(self.account.region, None, self.url, KEY, SECRET, TOKEN)

    def gateway(self, chance: Callable[[], float] = lambda: 0.5) -> "Gateway":
        """Give a gateway that meets this fake, and waits by its time."""
        from tasktracker_cfn.deploy.aws.gateway import Gateway

        return Gateway(self.access, self.clock, chance)

    def skewed_clock(self, seconds: float) -> Clock:
        """Give the fake's time as a machine tells it whose clock is wrong."""
        return Clock(lambda: self.timeline.now() + timedelta(seconds=seconds), self.timeline.advance)

    def other_actor(self) -> Other:
        """Give another person: what they do is no call of the one who is tested."""
        return Other(self.desk, self.timeline)

    @property
    def environment(self) -> Mapping[str, str]:
        """Give the variables with which a process meets this fake and nothing else."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_SESSION_TOKEN": TOKEN,
            "AWS_REGION": self.account.region,
            "AWS_DEFAULT_REGION": self.account.region,
            "AWS_CONFIG_FILE": "nowhere",
            "AWS_SHARED_CREDENTIALS_FILE": "nowhere",
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": "127.0.0.1",
        }

    def client(self, service: str, **settings: Any) -> Any:
        """Give a client of boto3 that meets this fake; without settings it is the same one every time."""
        if settings:
            return self._made(service, **settings)
        if service not in self._clients:
            self._clients[service] = self._made(service)
        return self._clients[service]

    def _made(self, service: str, **settings: Any) -> Any:
        region = self.account.region
        return boto_session().client(service, endpoint_url=self.url, **{"region_name": region, **settings})

    def session(self) -> dict[str, str]:
        """Give the arguments of a session of boto3."""
        return {**SESSION, "region_name": self.account.region}

    def bucket(self, name: str, owner: str = "", *, versioned: bool = False) -> Bucket:
        """Make a bucket, of another account if its owner is named."""
        with self.timeline.lock:
            made = self.store.create(name, owner)
            made.versioned = versioned
            return made

    def stack(self, name: str) -> FakeStack:
        """Give a stack by its name, its ARN, or by root and logical ids ("shop-dev/Data")."""
        with self.timeline.lock:
            return find(self.world, name)

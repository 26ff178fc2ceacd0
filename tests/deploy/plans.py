"""A small nest, plans for it, and somebody who watches: what the tests of applying start from."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from tasktracker_cfn.deploy.apply.applying import Applied, Order, apply
from tasktracker_cfn.deploy.apply.executions import token
from tasktracker_cfn.deploy.apply.progress import Placed, Progress
from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.changes import ChangeSet, ChangeSetRequest, OnStackFailure
from tasktracker_cfn.deploy.aws.values.stacks import IN_REVIEW, STACK_TYPE, RollbackConfiguration
from tasktracker_cfn.deploy.aws.values.store import Bucket
from tasktracker_cfn.deploy.guarding import policies
from tasktracker_cfn.deploy.guarding.policies import at
from tasktracker_cfn.deploy.guarding.protecting import deployed_nest, protect
from tasktracker_cfn.deploy.packaging.artifacts import Package, package, upload
from tasktracker_cfn.deploy.plan.plan_file import Plan, PlannedStack, hashed
from tasktracker_cfn.model.nest import load
from tests.aws.account import ACCOUNT, REGION
from tests.aws.fake import Fake, boto_session
from tests.aws.gateways import gateway_to

NESTS = Path(__file__).parent / "nests"
SMALL = NESTS / "small"
STACK = "shop-dev"
BUCKET = Bucket("artifacts", ACCOUNT, REGION)
TAGS = {"System": "shop"}
CANARY = "canary-of-the-database"
# What the template of a nest may become.
NEW_IMAGE: Mapping[str, tuple[str, str]] = {"root.yaml": ("Default: one", "Default: two")}
NEW_STORE: Mapping[str, tuple[str, str]] = {"deep.yaml": ("store-one", "store-two")}
NEW_UPLOADS: Mapping[str, tuple[str, str]] = {"root.yaml": ("uploads-one", "uploads-two")}
NEW_TOPIC: Mapping[str, tuple[str, str]] = {"deep.yaml": ("first", "second")}
NEW_SIZE: Mapping[str, tuple[str, str]] = {"data.yaml": ("db.t4g.micro", "db.t4g.small")}


@dataclass
class Notes:
    """A watcher that notes what it hears."""

    said: list[str] = field(default_factory=list)
    news: list[Placed] = field(default_factory=list)
    last: Progress | None = None
    note: Callable[[str], object] = str

    def say(self, text: str) -> None:
        """Hear a line."""
        self.said.append(text)

    def seen(self, news: Sequence[Placed], progress: Progress) -> None:
        """Hear how far it is."""
        self.news.extend(news)
        self.last = progress
        for text in progress.notes.values():
            self.note(text)


def run(aws: Fake) -> Gateway:
    """Give the gateway of a new run of the command."""
    gateway = gateway_to(aws)
    # A session of its own would read megabytes again.
    gateway._session = boto_session()
    gateway._clients = aws.shared
    return gateway


def nest(folder: Path, changes: Mapping[str, tuple[str, str]] | None = None, source: Path = NESTS) -> Path:
    """Write a nest into a folder, with changes by file, and give its root."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in source.glob("*.yaml"):
        shutil.copy(file, folder / file.name)
    for name, (old, new) in (changes or {}).items():
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return folder / "root.yaml"


def _asked(
    gateway: Gateway, url: str, name: str, rollback: RollbackConfiguration | None, on_failure: OnStackFailure | None
) -> ChangeSetRequest:
    before = gateway.stack(STACK)
    is_new = before is None or before.status == IN_REVIEW
    return ChangeSetRequest(
        STACK,
        name,
        "CREATE" if is_new else "UPDATE",
        token=name,
        template_url=url,
        parameters={"Password": CANARY},
        tags=TAGS,
        rollback=rollback,
        on_stack_failure=on_failure,
    )


def _stacks(packaged: Package, sets: Mapping[str, ChangeSet]) -> tuple[PlannedStack, ...]:
    return tuple(
        PlannedStack("/".join(path), file.key, file.sha256, sets["/".join(path)].id if "/".join(path) in sets else None)
        for path, file in packaged.stacks.items()
    )


def planned(
    aws: Fake,
    root: Path,
    name: str = "first",
    *,
    rollback: RollbackConfiguration | None = None,
    on_failure: OnStackFailure | None = None,
) -> Plan:
    """Plan a nest by a gateway of its own: upload, make the change set, wait for it, and write down what there is."""
    gateway = run(aws)
    if BUCKET.name not in aws.store.buckets:
        aws.bucket(BUCKET.name, versioned=True)
    packaged = package(load(root), BUCKET)
    upload(gateway, BUCKET, packaged)
    made = gateway.create_change_set(_asked(gateway, packaged.root.url, name, rollback, on_failure))
    aws.clock.sleep(120)
    sets = dict(_tree(gateway, "", made))
    after = gateway.stack(STACK)
    assert after
    assert sets[""].status == "CREATE_COMPLETE", sets[""].status_reason
    losses = policies.losses(sets, deployed_nest(gateway, after))
    return Plan(
        label=STACK,
        root=str(root),
        account=ACCOUNT,
        region=REGION,
        stack_name=STACK,
        stack_id=after.id,
        status=after.status,
        updated=after.updated,
        change_set=made,
        bucket=BUCKET.name,
        stacks=_stacks(packaged, sets),
        parameters={"Image": _default(root), "Password": "****"},
        secrets={"Password": hashed("salt", "Password", CANARY)},
        salt="salt",
        tags=TAGS,
        needs_allow=tuple(loss.address for loss in losses),
        created=gateway.clock.now(),
    )


def applied(
    aws: Fake,
    plan: Plan,
    *allowed: str,
    watcher: Notes | None = None,
    limit: timedelta = timedelta(hours=3),
    differing: tuple[str, ...] = (),
    gateway: Gateway | None = None,
) -> Applied:
    """Apply a plan as a new run of the command does."""
    order = Order(plan, "apply plan.json", frozenset(allowed), differing, limit)
    return apply(gateway or run(aws), order, watcher or Notes())


def deployed(
    aws: Fake, folder: Path, changes: Mapping[str, tuple[str, str]] | None = None, source: Path = NESTS
) -> Plan:
    """Have a nest deployed, as `apply` leaves it but without anybody watching, and give a plan for some changes."""
    first, gateway = planned(aws, nest(folder / "old", None, source), "old"), run(aws)
    gateway.execute_change_set(first.change_set, token(first), disable_rollback=False)
    aws.settle()
    protect(gateway, first.stack_id)
    gateway.set_termination_protection(first.stack_id, enabled=True)
    assert aws.stack(STACK).status == "CREATE_COMPLETE"
    return planned(aws, nest(folder / "new", changes, source), "new")


def _tree(gateway: Gateway, address: str, change_set: str) -> list[tuple[str, ChangeSet]]:
    found = gateway.change_set(change_set)
    assert found
    children = [
        item
        for change in found.changes
        if change.type == STACK_TYPE and change.change_set_id
        for item in _tree(gateway, at(address, change.logical_id), change.change_set_id)
    ]
    return [(address, found), *children]


def _default(root: Path) -> str:
    return str(load(root).root.parameters["Image"].definition["Default"])

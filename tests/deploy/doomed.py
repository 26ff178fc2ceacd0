"""The smallest nest that a delete does everything with: empty, unprotect, keep, snapshot, lose, in a nested stack."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tasktracker_cfn.cli import destroy
from tasktracker_cfn.cli.acting import Talk
from tasktracker_cfn.cli.deploying import Connection
from tasktracker_cfn.cli.standing import Standing
from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.deploy.destroy.wishes import Wanted
from tasktracker_cfn.deploy.plan.target import Target
from tests.aws.fake import Fake
from tests.aws.packing import deploy, packed
from tests.aws.s3.buckets import Version
from tests.deploy.plans import run

NAME = "doomed"
CANARY = "canary-0f-the-d00med"
ROOT = f"""
Parameters: {{Master: {{Type: String, NoEcho: true, Default: {CANARY}}}}}
Resources:
  Data:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./data.yaml
      Parameters: {{Master: !Ref Master}}
Outputs: {{Password: {{Value: {CANARY}}}}}
"""
DATA = """
Parameters: {Master: {Type: String, NoEcho: true}}
Resources:
  Database:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Snapshot
    Properties: {Engine: postgres, DBInstanceClass: db.t4g.micro, MasterUserPassword: !Ref Master}
  Uploads: {Type: AWS::S3::Bucket, DeletionPolicy: Retain}
  Cache: {Type: AWS::S3::Bucket, DeletionPolicy: Delete}
  Key: {Type: AWS::KMS::Key, Properties: {KeyPolicy: {}, PendingWindowInDays: 7}}
"""
# What must have become of everything at the end, each once.
FATES = {"Data/Cache": "deleted", "Data/Database": "snapshotted", "Data/Key": "deleted", "Data/Uploads": "retained"}
WANTED = Wanted(frozenset({"Data/Cache"}), unprotect=True)


class Doomed(NamedTuple):
    """The fake with the nest in it, protected, both buckets filled."""

    aws: Fake

    def standing(self, gateway: Gateway | None = None) -> Standing:
        """Give what the verb works on."""
        door = gateway or run(self.aws)
        target = Target("", "", Path("root.yaml"), NAME, self.aws.account.region, None, {})
        return Standing(Connection(target, door, door.identity(), Place(stack_name=NAME)))

    def run(
        self, gateway: Gateway | None = None, wanted: Wanted = WANTED, asked: Callable[[str], str] = lambda _: NAME
    ) -> int:
        """Run the verb once, with somebody who types."""
        return destroy.run(self.standing(gateway), wanted, Talk(asked=asked))

    @property
    def status(self) -> str:
        """Give the root's status."""
        return self.aws.stack(NAME).status

    @property
    def fates(self) -> dict[str, str]:
        """Give what became of things; each has one fate only."""
        found = [(fate.path, fate.fate) for fate in self.aws.world.fates]
        assert len({path for path, _ in found}) == len(found)
        return dict(found)

    @property
    def uploads(self) -> int:
        """Give how many objects the bucket holds that is to be kept."""
        names = [one.physical_id for stack in self.aws.world.stacks for one in stack.resources.values()]
        names += [fate.physical_id for fate in self.aws.world.fates]
        kept = {name for name in names if "uploads" in name}
        return sum(len(self.aws.store.buckets[name].objects) for name in kept)


def doomed(aws: Fake, folder: Path, change: tuple[str, str] = ("", "")) -> Doomed:
    """Deploy the nest, with one text of the nested stack in the place of another."""
    (folder / "root.yaml").write_text(ROOT, encoding="utf-8")
    (folder / "data.yaml").write_text(DATA.replace(*change, 1), encoding="utf-8")
    assert deploy(aws, NAME, packed(aws, folder / "root.yaml")) == "CREATE_COMPLETE"
    aws.stack(NAME).stack.termination_protection = True
    for place in ("Cache", "Uploads"):
        fill(aws, aws.stack(f"{NAME}/Data").physical_ids[place], 3)
    return Doomed(aws)


def fill(aws: Fake, name: str, number: int) -> None:
    """Put objects into a bucket, from within the fake: of each an old version, a mark, and a new one."""
    bucket = aws.store.buckets[name]
    bucket.versioned = True
    for index in range(number):
        for deleted in (False, True, False):
            version = Version(aws.store.version_id(bucket), b"x", aws.clock.now(), deleted=deleted)
            aws.store.put(bucket, f"{index:05}", version)

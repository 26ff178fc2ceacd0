"""The verb `gc`: delete artifacts that nothing needs any more."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tasktracker_cfn.cli.deploying import access_options, ending, reach
from tasktracker_cfn.cli.options import PlacePath

if TYPE_CHECKING:
    from tasktracker_cfn.deploy.aws.gateway import Gateway
    from tasktracker_cfn.deploy.aws.values.stacks import Identity
    from tasktracker_cfn.deploy.packaging.collecting import Collection

# A plan may rely on artifacts of the day before, which it did not upload again.
LEAST_DAYS = 2
KILOBYTE = 1_000


@click.command()
@click.argument("name", required=False, metavar="[SYSTEM/ENVIRONMENT]")
@click.option(
    "--days",
    type=click.IntRange(min=LEAST_DAYS),
    default=30,
    show_default=True,
    help="Keep what was uploaded or planned with within as many days.",
)
@click.option(
    "--plan",
    "plans",
    multiple=True,
    type=PlacePath(),
    metavar="FILE",
    help="Keep what this plan refers to, however old it is.",
)
@click.option("--yes", is_flag=True, help="Delete; without it, only say what would be deleted.")
@access_options
def gc(
    name: str | None, days: int, plans: tuple[Path, ...], profile: str | None, region: str | None, *, yes: bool
) -> None:
    """Delete artifacts that no stack of account and region, no waiting change set and no recent plan refers to.

    Without --yes nothing is deleted. What is deleted is gone for good, older versions too; a plan uploads it again.

    Exit code 0: done, or nothing to do. 2: the command is wrong. 3: AWS refused.
    """
    ending(lambda: run(name, profile, region, plans, days, yes=yes))


def run(
    name: str | None, profile: str | None, region: str | None, plans: tuple[Path, ...], days: int, *, yes: bool
) -> int:
    """Read the plans, and collect in the account and the region that are meant."""
    planned = frozenset(key for path in plans for key in _kept_by(path))
    return collected(reach(name, profile, region), planned, days, yes=yes)


def collected(access: tuple["Gateway", "Identity"], planned: frozenset[str], days: int, *, yes: bool) -> int:
    """Collect, say what, and delete when that is wanted."""
    from tasktracker_cfn.deploy.packaging.bootstrap import artifact_bucket  # noqa: PLC0415 - another verb's start should not pay for it
    from tasktracker_cfn.deploy.packaging.collecting import collect, used_keys  # noqa: PLC0415 - as above

    gateway, identity = access
    bucket = artifact_bucket(gateway, identity)
    now = gateway.store_time(bucket)
    used = used_keys(gateway) | planned
    found = collect(gateway.object_versions(bucket), used, now, timedelta(days=days))
    if yes:
        gateway.delete_versions(bucket, found.doomed)
    click.echo(_said(found, bucket.name, days, yes=yes))
    return 0


def _kept_by(path: Path) -> frozenset[str]:
    """Give the keys of the artifacts that a plan needs; what is none might mean another file, whose plan loses its own.

    :raises PlanFileError: when it is no plan
    """
    from tasktracker_cfn.deploy.plan.no_change import NoChange, read_kept  # noqa: PLC0415 - as above

    plan = read_kept(path)
    return frozenset() if isinstance(plan, NoChange) else frozenset(stack.key for stack in plan.stacks)


def _said(found: "Collection", bucket: str, days: int, *, yes: bool) -> str:
    count = len(found.unused)
    kept = f"{len(found.used)} in use and {len(found.young)} younger than {days} days are kept"
    if found.foreign:
        kept += f", {len(found.foreign)} objects that are no artifacts are left alone"
    if not count:
        return f"nothing to delete in {bucket}: {kept}"
    lines = [f"  {version.key}  {version.size} bytes  {version.modified:%Y-%m-%d}" for version in found.unused]
    size = f"{found.bytes / KILOBYTE:.0f} kB"
    head = f"{'deleted' if yes else 'would delete'} {count} artifacts of {bucket}, {size}; {kept}"
    return "\n".join((head, *lines, *(() if yes else ("nothing was deleted; add --yes to delete them",))))

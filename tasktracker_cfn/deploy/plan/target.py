"""What is deployed, under which name, and where it may go."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tasktracker_cfn.deploy.aws.values.stacks import Identity
from tasktracker_cfn.errors import TargetError


class Target(NamedTuple):
    """One nest and its place.

    `root` is the file of the root template; `region` is always known. `account` is None when the configuration names
    none. A foreign nest (``--root``) has empty names of system and environment. `role_arn` is the role that
    CloudFormation takes on, where one was given; a stack remembers it.
    """

    system: str
    environment: str
    root: Path
    stack_name: str
    region: str
    account: str | None
    tags: Mapping[str, str]
    role_arn: str | None = None

    @property
    def folder(self) -> Path:
        """Give the folder of the templates."""
        return self.root.parent

    @property
    def label(self) -> str:
        """Give what a person calls it: ``system/environment``, or the stack's name."""
        return f"{self.system}/{self.environment}" if self.system else self.stack_name


def check_identity(target: Target, identity: Identity) -> None:
    """Make sure that the credentials are those of the account, and ask the region, that the target names.

    :raises TargetError: when they are not
    """
    if target.account is not None and identity.account != target.account:
        message = (
            f"{target.label} belongs to account {target.account}, but the credentials are those of {identity.account} "
            f"({identity.arn}); use others (--profile), or change `account` in its configuration"
        )
        raise TargetError(message)
    if identity.region != target.region:
        message = f"{target.label} belongs to region {target.region}, but {identity.region or 'no region'} is asked"
        raise TargetError(message)


def choose_region(label: str, pinned: str | None, asked: str | None, found: str | None) -> str:
    """Give the region of a deployment.

    :param pinned: the one that the templates were built for
    :param asked: the one of ``--region``
    :param found: the one that environment or profile name
    :raises TargetError: when there is none, or another than the pinned one is asked for
    """
    if pinned is None:
        if region := asked or found:
            return region
        message = "no region is set: give --region, or set AWS_REGION or the profile's region"
        raise TargetError(message)
    if asked is not None and asked != pinned:
        message = f"{label} is built for {pinned}, not {asked}; change `region` in its configuration and build it again"
        raise TargetError(message)
    if asked is None and found is not None and found != pinned:
        message = (
            f"{label} is built for {pinned}, but environment or profile say {found}; give --region {pinned} if "
            f"{pinned} is meant, or change `region` in its configuration and build it again"
        )
        raise TargetError(message)
    return pinned

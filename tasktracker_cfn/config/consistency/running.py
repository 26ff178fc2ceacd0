"""What the way in which tasks run and are replaced needs of the rest of the system."""

from tasktracker_cfn.config.deployment import LAST_PRIORITY
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.system import SystemConfig

LATEST = "latest"


def capacity(system: SystemConfig) -> Violations:
    """Check that Spot cannot take all tasks, and gets some."""
    config = system.service.capacity
    if config is None or not config.spot_weight:
        return
    if not config.on_demand_base and not system.disposable:
        # E24: ECS does not go over to on-demand capacity when Spot has none.
        yield Violation(
            ("service", "capacity", "on_demand_base"),
            "is 0, so Spot may hold every task and take them all back at once; set it to 1 or more, or mark the system "
            "as disposable",
        )
    if config.on_demand_base >= system.service.most_tasks:
        yield Violation(
            ("service", "capacity", "on_demand_base"),
            f"{config.on_demand_base} leaves none of at most {system.service.most_tasks} task(s) for Spot; lower it, "
            "or leave spot_weight out",
        )


def blue_green(system: SystemConfig) -> Violations:
    """Check that the default target has a place after all other rules, and that no session binds to one group."""
    if system.service.blue_green is None:
        return
    for name, target in system.edge.targets.items():
        if target.sticky_seconds is not None:
            # Of a rule with two groups ELB says "You must enable group stickiness before enabling target stickiness",
            # and that would hold sessions in the group that is to be left.
            yield Violation(
                ("edge", "targets", name, "sticky_seconds"),
                "cannot be had with service.blue_green, whose rules have two target groups; leave one of them out",
            )
        if target.priority == LAST_PRIORITY:
            yield Violation(
                ("edge", "targets", name, "priority"),
                f"{LAST_PRIORITY} is the default target's with service.blue_green, which needs a rule for it as well; "
                "choose a lower number",
            )


def repositories(system: SystemConfig) -> Violations:
    """Check that containers run images of repositories that are there, under tags that can be pushed as they are meant.

    "latest" is a name for whatever was pushed last (X02).
    """
    for name, container in system.service.containers.items():
        if container.repository is None:
            continue
        repository = system.data.repositories.get(container.repository)
        if repository is None:
            yield Violation(
                ("service", "containers", name, "repository"),
                f'there is no repository "{container.repository}" in data.repositories',
            )
        elif container.tag == LATEST and not repository.moves(LATEST):
            yield Violation(
                ("service", "containers", name, "tag"),
                f'"{LATEST}" can be pushed once only; name a version such as "1.0.0", or add "{LATEST}" to '
                f"data.repositories.{container.repository}.movable_tags",
            )


def bootstrap(system: SystemConfig) -> Violations:
    """Check that the placeholder speaks what the load balancer does; that it can be pulled is a matter of placement."""
    if not system.service.from_own_repositories:
        return
    for name, target in system.edge.targets.items():
        if target.protocol == "HTTPS":
            yield Violation(
                ("edge", "targets", name, "protocol"),
                '"HTTPS", which the placeholder of the first deployment does not speak, for it has no certificate; '
                'choose "HTTP", or give the containers an image instead of a repository',
            )

"""The rules between the parts of a system: what one stack's table needs of another's."""

from tasktracker_cfn.config.consistency import (
    backups,
    delivery,
    encryption,
    names,
    outputs,
    placement,
    running,
    spending,
    storage,
    tasks,
    telemetry,
    watching,
)
from tasktracker_cfn.config.consistency.names import shared_names
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.system import SystemConfig

__all__ = ["shared_names", "violations"]

MOST_OWN_TAGS = 40


def violations(system: SystemConfig) -> Violations:
    """Check what one part needs of another."""
    if len(system.all_tags()) > MOST_OWN_TAGS:
        yield Violation(("tags",), f"AWS takes 50 tags and adds some itself; {MOST_OWN_TAGS} are the most here")
    yield from names.same_log_groups(system)
    yield from encryption.used(system)
    yield from placement.placement(system)
    yield from placement.rotation(system)
    yield from placement.administration(system)
    yield from storage.buckets(system)
    yield from storage.copies(system)
    yield from storage.bucket_keys(system)
    yield from storage.repositories(system)
    yield from storage.cache(system)
    yield from backups.backups(system)
    yield from tasks.targets(system)
    yield from tasks.access(system)
    yield from tasks.sources(system)
    yield from tasks.injected(system)
    yield from running.capacity(system)
    yield from running.blue_green(system)
    yield from running.repositories(system)
    yield from running.bootstrap(system)
    yield from delivery.site(system)
    yield from delivery.load_balancer(system)
    yield from delivery.query_logging(system)
    yield from telemetry.telemetry(system)
    if system.monitoring is not None:
        yield from watching.watched(system, system.monitoring)
        yield from spending.budget(system, system.monitoring)
    for name, source in system.outputs.items():
        reason = outputs.why_no_output(system, source)
        if reason:
            yield Violation(("outputs", name), reason)

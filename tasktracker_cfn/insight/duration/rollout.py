"""How long a service of ECS takes until it is steady: worked out of what the templates say, not read.

A task counts when it runs and its checks have passed; then old ones are taken from the load balancer and stopped, and
the next ones may start. https://nathanpeck.com/speeding-up-amazon-ecs-container-deployments/
"""

from collections.abc import Iterator, Mapping
from math import ceil, floor

from tasktracker_cfn.insight.duration.spans import NOTHING, Span, about, exactly, slowest
from tasktracker_cfn.model.known import known_mappings, known_number, known_pairs, known_text
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, follow
from tasktracker_cfn.model.tasks import entries_of, target_groups, task_of

# From the order to the first sign of life: a place, a network interface, the image. A log of Fargate has 31 seconds
# (https://github.com/pulumi/pulumi-cloud/issues/313); large images take longer.
START = Span(25, 45, 120)
# ECS calls a rollout complete some time after its last task: 4 minutes are the longest that somebody complained of
# (https://github.com/aws/copilot-cli/issues/5957).
SETTLING = Span(10, 30, 240)
# A task without any check counts after so long:
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
UNCHECKED = exactly(40)
# What AWS takes where nothing is said.
INTERVAL, THRESHOLD, DELAY, STOP = 30.0, 5.0, 300.0, 30.0
MINIMUM, MAXIMUM = 100.0, 200.0
# More tasks than a service may have, and longer than any setting may be, so that nonsense comes to an end.
MOST, LONGEST = 5_000, 86_400.0
# Percentages of small numbers are no exact fractions.
ALMOST = 1e-9
GRADUAL = ("BLUE_GREEN", "CANARY", "LINEAR")
# A property that makes ECS start other tasks; any other is only noted.
ROLLING = frozenset({
    "CapacityProviderStrategy", "DeploymentController", "EnableECSManagedTags", "EnableExecuteCommand",
    "ForceNewDeployment", "LaunchType", "LoadBalancers", "NetworkConfiguration", "PlatformVersion", "PropagateTags",
    "ServiceConnectConfiguration", "ServiceRegistries", "TaskDefinition", "VolumeConfigurations",
})  # fmt: skip
NOTED = about(15)


def first_start(system: System, service: Item) -> Span:
    """Give how long a new service takes: its tasks start all at once."""
    if service.number("DesiredCount") == 0:
        return NOTED
    return START.then(_healthy(system, service)).then(SETTLING)


def rollout(system: System, service: Item, properties: frozenset[str] = frozenset()) -> Span:
    """Give how long a change of a service takes; `properties` are those that change, none where they are not known."""
    if properties and not properties & ROLLING:
        return first_start(system, service) if "DesiredCount" in properties else NOTED
    if service.number("DesiredCount") == 0:
        return NOTED
    ready, gone = START.then(_healthy(system, service)), _gone(system, service)
    strategy = service.text("DeploymentConfiguration", "Strategy")
    if strategy in GRADUAL:
        return ready.then(exactly(_shifting(service, strategy))).then(gone).then(SETTLING)
    return ready.then(gone).times(_rounds(service)).then(SETTLING)


def _rounds(service: Item) -> int:
    """Give how often some tasks are started and as many old ones stopped."""
    least = _or(service.number("DeploymentConfiguration", "MinimumHealthyPercent"), MINIMUM) / 100
    most = _or(service.number("DeploymentConfiguration", "MaximumPercent"), MAXIMUM) / 100
    count = service.number("DesiredCount")
    if count is None:
        # Scaling decides how many there are; then the share of them that is replaced at a time is all there is to know.
        return min(ceil(1 / max(most - least, 1 / MOST)), MOST)
    count = min(count, MOST)
    room = floor(count * most + ALMOST) - ceil(count * least - ALMOST)
    return max(ceil(count / max(room, 1)), 1)


def _shifting(service: Item, strategy: str) -> float:
    """Give how long traffic moves from the old tasks to the new ones, and both are kept."""
    minutes = _or(service.number("DeploymentConfiguration", "BakeTimeInMinutes"), 0)
    if strategy == "CANARY":
        minutes += _or(service.number("DeploymentConfiguration", "CanaryConfiguration", "CanaryBakeTimeInMinutes"), 10)
    if strategy == "LINEAR":
        share = _or(service.number("DeploymentConfiguration", "LinearConfiguration", "StepPercent"), 10)
        pause = _or(service.number("DeploymentConfiguration", "LinearConfiguration", "StepBakeTimeInMinutes"), 6)
        minutes += (ceil(100 / share) - 1 if share > 0 else 0) * pause
    return minutes * 60


def _healthy(system: System, service: Item) -> Span:
    """Give how long after its start a task counts."""
    task = task_of(system, service)
    checks = [_targets(group) for _, group in target_groups(system, service)]
    checks.extend(_containers(task) if task else ())
    if not checks and not service.listed("LoadBalancers"):
        return UNCHECKED
    # A load balancer that these templates do not have checks as AWS does where nothing is said.
    return slowest(checks or [_passes(INTERVAL, THRESHOLD)])


def _targets(group: Item) -> Span:
    interval = _or(group.number("HealthCheckIntervalSeconds"), INTERVAL)
    return _passes(interval, _or(group.number("HealthyThresholdCount"), THRESHOLD))


def _passes(interval: float, threshold: float) -> Span:
    # A new target needs one check, says ELB, and as many as one that was ill, says ECS:
    # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-healthcheck.html
    return Span(min(interval, interval * threshold), interval * threshold, interval * (threshold + 1))


def _containers(task: Item) -> Iterator[Span]:
    """Give how long each container with a check takes, after those that it waits for."""
    entries = {known_text(entry.get("Name")) or str(number): entry for number, entry in entries_of(task)}
    for name in entries:
        found = _container(entries, name, ())
        if found != NOTHING:
            yield found


def _container(entries: Mapping[str, Mapping[str, Value]], name: str, before: tuple[str, ...]) -> Span:
    entry = entries.get(name)
    if entry is None or name in before:
        return NOTHING
    waits = [
        _container(entries, known_text(one.get("ContainerName")) or "", (*before, name))
        for one in known_mappings(entry.get("DependsOn"))
    ]
    own = NOTHING
    if isinstance(entry.get("HealthCheck"), Mapping):
        interval = _or(known_number(follow(entry, "HealthCheck", "Interval")), INTERVAL)
        allowed = _or(known_number(follow(entry, "HealthCheck", "StartPeriod")), 0)
        own = Span(interval, interval, max(allowed, interval) + interval)
    return slowest(waits).then(own)


def _gone(system: System, service: Item) -> Span:
    """Give how long old tasks take to go: no more requests, then the end."""
    delays = [_delay(group) for _, group in target_groups(system, service)]
    if service.listed("LoadBalancers") and not delays:
        delays = [DELAY]
    task = task_of(system, service)
    stops = [_or(known_number(entry.get("StopTimeout")), STOP) for _, entry in entries_of(task)] if task else [STOP]
    longest = max(stops, default=STOP)
    # As long as the delay lasts a target is called draining, though nobody calls it any more.
    return exactly(max(delays, default=0)).then(Span(1, min(10, longest), longest))


def _delay(group: Item) -> float:
    attributes = known_pairs(group.get("TargetGroupAttributes"))
    return _or(known_number(attributes.get("deregistration_delay.timeout_seconds")), DELAY)


def _or(found: float | None, usual: float) -> float:
    return usual if found is None else min(max(found, 0), LONGEST)

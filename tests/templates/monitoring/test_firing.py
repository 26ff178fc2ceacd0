"""Each alarm fires when it must and is silent when it must, by the properties that are emitted."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.alarm_evaluator import Minutes, composite_fires, fires
from tests.watching import ALL, CLUSTER, INSTANCE, alarms, resources, system_of, watch

HOURS = 60
TARGET, BALANCER, REQUESTS = "HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count", "RequestCount"
WANT, RUN = "DesiredTaskCount", "RunningTaskCount"
NOTHING: Minutes = [None] * 30


def _traffic(requests: Minutes, target: Minutes = (), balancer: Minutes = ()) -> dict[str, Minutes]:
    return {REQUESTS: requests, TARGET: target, BALANCER: balancer}


def _sparse(minutes: int, every: int, value: float = 1) -> list[float | None]:
    return [value if minute % every == 0 else None for minute in range(minutes)]


# The id of an alarm, what happens, the series, and whether it fires.
Case = tuple[str, str, Mapping[str, Minutes], bool]
CASES: list[Case] = [
    ("LatencyAlarm", "no traffic", {"TargetResponseTime": NOTHING}, False),
    ("LatencyAlarm", "all fast", {"TargetResponseTime": [[0.2] * 20] * 30}, False),
    ("LatencyAlarm", "one bad minute", {"TargetResponseTime": [*[[0.2] * 20] * 29, [9.0] * 20]}, False),
    ("LatencyAlarm", "one bad period", {"TargetResponseTime": [*[[0.2] * 20] * 25, *[[9.0] * 20] * 5]}, False),
    ("LatencyAlarm", "two bad periods", {"TargetResponseTime": [*[[0.2] * 20] * 20, *[[9.0] * 20] * 10]}, True),
    ("LatencyAlarm", "one request in fifty is slow", {"TargetResponseTime": [[*[0.2] * 49, 9.0]] * 30}, False),
    ("LatencyAlarm", "one request in ten is slow", {"TargetResponseTime": [[*[0.2] * 9, 9.0]] * 30}, True),
    ("LatencyAlarm", "in seconds", {"TargetResponseTime": [[2.0]] * 30}, False),
    ("ErrorRateAlarm", "no traffic", _traffic(NOTHING), False),
    ("ErrorRateAlarm", "no errors", _traffic([100] * 30), False),
    ("ErrorRateAlarm", "exactly the threshold", _traffic([100] * 30, [5] * 30), False),
    ("ErrorRateAlarm", "targets fail", _traffic([100] * 30, [6] * 30), True),
    ("ErrorRateAlarm", "the balancer fails", _traffic([100] * 30, (), [6] * 30), True),
    ("ErrorRateAlarm", "both fail a little", _traffic([100] * 30, [3] * 30, [3] * 30), True),
    ("ErrorRateAlarm", "one bad minute", _traffic([100] * 30, [*[None] * 29, 100]), False),
    ("ErrorRateAlarm", "one bad period", _traffic([100] * 30, [*[None] * 25, *[50] * 5]), False),
    ("ErrorRateAlarm", "it is over", _traffic([100] * 30, [*[50] * 20, *[None] * 10]), False),
    ("ErrorRateAlarm", "all of few requests fail", _traffic([3] * 30, [3] * 30), False),
    ("ErrorRateAlarm", "all at the floor fail", _traffic([4] * 30, [4] * 30), True),
    ("ErrorRateAlarm", "no target, so no request is counted", _traffic(NOTHING, (), [10] * 30), True),
    ("ErrorRateAlarm", "mostly no target", _traffic([1] * 30, (), [10] * 30), True),
    ("ServerErrorsAlarm", "no traffic", _traffic(NOTHING), False),
    ("ServerErrorsAlarm", "ten", _traffic(NOTHING, [*[None] * 29, 5], [*[None] * 29, 5]), False),
    ("ServerErrorsAlarm", "eleven", _traffic(NOTHING, [*[None] * 29, 5], [*[None] * 29, 6]), True),
    ("ServerErrorsAlarm", "eleven of the balancer", _traffic(NOTHING, (), [*[None] * 29, 11]), True),
    ("ServerErrorsAlarm", "an earlier burst", _traffic(NOTHING, [*[None] * 20, 99, *[None] * 9]), False),
    ("DatabaseConnectionFailuresAlarm", "a silent log", {"DatabaseConnectionFailures": NOTHING}, False),
    ("DatabaseConnectionFailuresAlarm", "other lines only", {"DatabaseConnectionFailures": [0] * 30}, False),
    ("DatabaseConnectionFailuresAlarm", "ten", {"DatabaseConnectionFailures": [*[0] * 25, *[2] * 5]}, False),
    ("DatabaseConnectionFailuresAlarm", "eleven", {"DatabaseConnectionFailures": [*[0] * 29, 11]}, True),
    ("DatabaseReaderLagAlarm", "paused", {"AuroraReplicaLagMaximum": NOTHING}, False),
    ("DatabaseReaderLagAlarm", "exactly the threshold", {"AuroraReplicaLagMaximum": [60_000] * 30}, False),
    ("DatabaseReaderLagAlarm", "behind", {"AuroraReplicaLagMaximum": [60_001] * 30}, True),
    (
        "DatabaseReaderLagAlarm",
        "behind for nine minutes",
        {"AuroraReplicaLagMaximum": [*[20] * 21, *[99_000] * 9]},
        False,
    ),
    ("DatabaseCapacityAlarm", "paused", {"ACUUtilization": NOTHING}, False),
    ("DatabaseCapacityAlarm", "one full minute", {"ACUUtilization": [*[50] * 29, 100]}, False),
    ("DatabaseCapacityAlarm", "four full minutes", {"ACUUtilization": [*[50] * 26, *[100] * 4]}, False),
    ("DatabaseCapacityAlarm", "five full minutes", {"ACUUtilization": [*[50] * 25, *[100] * 5]}, True),
    ("DatabaseCpuAlarm", "nothing is sent", {"CPUUtilization": NOTHING}, True),
    ("DatabaseCpuAlarm", "at ease", {"CPUUtilization": [30] * 30}, False),
    ("DatabaseCpuAlarm", "nine busy minutes", {"CPUUtilization": [*[30] * 21, *[90] * 9]}, False),
    ("DatabaseCpuAlarm", "ten busy minutes", {"CPUUtilization": [*[30] * 20, *[90] * 10]}, True),
    ("DatabaseCpuAlarm", "a busy writer, idle readers", {"CPUUtilization": [[90, 1, 1]] * 30}, True),
    ("DatabaseConnectionsAlarm", "nothing is sent", {"DatabaseConnections": NOTHING}, False),
    ("DatabaseConnectionsAlarm", "one bad minute", {"DatabaseConnections": [*[50] * 29, 500]}, False),
    ("DatabaseConnectionsAlarm", "ten bad minutes", {"DatabaseConnections": [*[50] * 20, *[101] * 10]}, True),
    ("RunningTasksAlarm", "all run", {RUN: [2] * 30}, False),
    ("RunningTasksAlarm", "one is replaced", {RUN: [*[2] * 28, 1, 2]}, False),
    ("RunningTasksAlarm", "one is gone", {RUN: [*[2] * 25, *[1] * 5]}, True),
    ("RunningTasksAlarm", "all are gone", {RUN: [*[2] * 23, *[None] * 7]}, True),
    ("RunningTasksAlarm", "a late point", {RUN: [*[2] * 29, None]}, False),
    ("TasksBelowDesiredAlarm", "all run", {WANT: [3] * 30, RUN: [3] * 30}, False),
    ("TasksBelowDesiredAlarm", "a deployment runs more", {WANT: [3] * 30, RUN: [*[3] * 20, *[6] * 10]}, False),
    ("TasksBelowDesiredAlarm", "scaling takes minutes", {WANT: [*[3] * 25, *[6] * 5], RUN: [3] * 30}, False),
    ("TasksBelowDesiredAlarm", "one cannot start", {WANT: [3] * 30, RUN: [*[3] * 15, *[2] * 15]}, True),
    ("TasksBelowDesiredAlarm", "it restarts now and then", {WANT: [3] * 30, RUN: [2, 2, 3] * 10}, False),
    ("TasksBelowDesiredAlarm", "none can start", {WANT: [3] * 30, RUN: NOTHING}, True),
    (
        "TasksBelowDesiredAlarm",
        "both series end",
        {WANT: [*[3] * 13, *[None] * 17], RUN: [*[3] * 13, *[None] * 17]},
        True,
    ),
    ("TasksBelowDesiredAlarm", "late points", {WANT: [*[3] * 29, None], RUN: [*[3] * 28, None, None]}, False),
    ("ApiNoHealthyTargetsAlarm", "two healthy", {"HealthyHostCount": [2] * 30}, False),
    ("ApiNoHealthyTargetsAlarm", "one healthy", {"HealthyHostCount": [1] * 30}, False),
    ("ApiNoHealthyTargetsAlarm", "one bad minute", {"HealthyHostCount": [*[2] * 29, 0]}, False),
    ("ApiNoHealthyTargetsAlarm", "none for two minutes", {"HealthyHostCount": [*[2] * 28, 0, 0]}, True),
    ("ApiNoHealthyTargetsAlarm", "none registered", {"HealthyHostCount": [*[2] * 26, *[None] * 4]}, True),
    ("ApiNoHealthyTargetsAlarm", "a late point", {"HealthyHostCount": [*[2] * 29, None]}, False),
    ("SiteErrorsAlarm", "no visitor", {"5xxErrorRate": NOTHING}, False),
    ("SiteErrorsAlarm", "one bad period", {"5xxErrorRate": [*[0] * 25, *[50] * 5]}, False),
    ("SiteErrorsAlarm", "two bad periods", {"5xxErrorRate": [*[0] * 20, *[50] * 10]}, True),
    ("FirewallBlocksAlarm", "nothing is blocked", {"BlockedRequests": NOTHING}, False),
    ("FirewallBlocksAlarm", "a thousand", {"BlockedRequests": [*[None] * 25, *[200] * 5]}, False),
    ("FirewallBlocksAlarm", "one more", {"BlockedRequests": [*[None] * 29, 1001]}, True),
    ("SiteFirewallBlocksAlarm", "an earlier burst", {"BlockedRequests": [5000, *[None] * 29]}, False),
    ("SiteFirewallBlocksAlarm", "a burst", {"BlockedRequests": [*[None] * 29, 5000]}, True),
]


@pytest.mark.parametrize(
    ("alarm", "series", "expected"),
    [pytest.param(alarm, series, expected, id=f"{alarm}: {what}") for alarm, what, series, expected in CASES],
)
def test_fires(alarm: str, series: Mapping[str, Minutes], expected: bool) -> None:
    """The alarm fires in this situation, or does not."""
    assert fires(alarms(watch(ALL))[alarm], series) == expected


def test_every_alarm_is_tried() -> None:
    """Each alarm has a situation in which it fires and one in which it is silent."""
    tried = {(alarm, expected) for alarm, _, _, expected in CASES}
    single = {name for name in alarms(watch(ALL)) if "Burn" not in name}
    assert tried == {(name, expected) for name in single for expected in (True, False)}


@pytest.mark.parametrize("empty_fills", [True, False])
def test_no_task_at_all(empty_fills: bool) -> None:
    """The alarm on lacking tasks fires without any point, whatever CloudWatch makes of a series that is empty."""
    alarm = alarms(watch(ALL))["TasksBelowDesiredAlarm"]
    assert fires(alarm, {WANT: NOTHING, RUN: NOTHING}, empty_fills=empty_fills)


def test_paused_database() -> None:
    """A cluster that may pause raises no alarm when it sends nothing."""
    system = system_of(CLUSTER)
    database = system.data.database
    assert database is not None
    assert database.serverless is not None
    pausing = database.serverless.model_copy(update={"minimum_acu": 0.0, "pause_after_seconds": 300})
    data = system.data.model_copy(update={"database": database.model_copy(update={"serverless": pausing})})
    paused = alarms(watch(ALL, system.model_copy(update={"data": data})))
    assert not fires(paused["DatabaseCpuAlarm"], {"CPUUtilization": NOTHING})
    assert fires(paused["DatabaseCpuAlarm"], {"CPUUtilization": [99] * 30})


def test_instance_cpu() -> None:
    """An instance's CPU is judged by the average of five minutes, twice."""
    alarm = alarms(watch(ALL, INSTANCE))["DatabaseCpuAlarm"]
    assert fires(alarm, {"CPUUtilization": [*[30] * 20, *[100, 100, 100, 100, 40] * 2]})
    assert not fires(alarm, {"CPUUtilization": [*[30] * 25, *[100] * 5]})


def _burning(series: Mapping[str, Minutes]) -> tuple[bool, bool]:
    """Tell whether the fast and the slow burn rate fire."""
    template = watch(ALL)
    states = {name: fires(alarm, series) for name, alarm in alarms(template).items() if "Burn" in name}
    rules: dict[str, dict[str, Any]] = resources(template, "AWS::CloudWatch::CompositeAlarm")
    fast, slow = (
        composite_fires(rules[name]["AlarmRule"]["Fn::Sub"], states) for name in ("FastBurnAlarm", "SlowBurnAlarm")
    )
    return fast, slow


LONG = 7 * HOURS
BURNS: dict[str, tuple[Mapping[str, Minutes], tuple[bool, bool]]] = {
    "no traffic": (_traffic([None] * LONG), (False, False)),
    "no errors": (_traffic([1000] * LONG), (False, False)),
    "as promised": (_traffic([1000] * LONG, [1] * LONG), (False, False)),
    "seven times the budget": (_traffic([1000] * LONG, [7] * LONG), (False, True)),
    "fifteen times the budget": (_traffic([1000] * LONG, [15] * LONG), (True, True)),
    "fifteen times, for an hour": (_traffic([1000] * LONG, [*[None] * (LONG - 60), *[15] * 60]), (True, False)),
    "a bad minute, half an hour ago": (
        _traffic([1000] * LONG, [*[None] * (LONG - 31), 1000, *[None] * 30]),
        (False, False),
    ),
    "an outage of three minutes": (_traffic([1000] * LONG, [*[None] * (LONG - 3), *[1000] * 3]), (True, True)),
    "one failed request at night": (_traffic(_sparse(LONG, 60), [*[None] * (LONG - 1), 1]), (False, False)),
    "an outage at night": (_traffic(_sparse(LONG, 10), _sparse(LONG, 10)), (False, False)),
    "an outage with little traffic": (_traffic([None] * LONG, (), [3] * LONG), (True, True)),
    "over since ten minutes": (_traffic([1000] * LONG, [*[20] * (LONG - 10), *[None] * 10]), (False, True)),
}


@pytest.mark.parametrize(("series", "expected"), BURNS.values(), ids=BURNS)
def test_burn_rate(series: Mapping[str, Minutes], expected: tuple[bool, bool]) -> None:
    """The burn rates fire when both of their windows agree."""
    assert _burning(series) == expected


@pytest.mark.parametrize("availability", [95, 99, 99.5, 99.9, 99.95, 99.99])
def test_burn_rate_can_fire(availability: float) -> None:
    """Whatever was promised, an outage burns fast enough, and what was promised does not."""
    found = alarms(watch({"availability_percent": availability}))
    share = 1 - availability / 100
    for alarm in found.values():
        assert fires(alarm, _traffic([1000] * LONG, [1000] * LONG))
        assert not fires(alarm, _traffic([100_000] * LONG, [100_000 * share] * LONG))

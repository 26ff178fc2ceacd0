"""The dashboard of the application: is the objective kept, and the rate, errors and duration of requests."""

from tasktracker_cfn.config import SystemConfig, sidecars
from tasktracker_cfn.config.alerting import RulesConfig
from tasktracker_cfn.config.telemetry import APPLICATION_JOB, CONTAINERS_JOB
from templates.monitoring.boards.panels import Board, Limits, Query, Row, at_once, choice, over_time, spread

CHOSEN = f'job="{APPLICATION_JOB}",instance=~"$instance",route=~"$route"'
REQUESTS = f"http_requests_total{{{CHOSEN}}}"
FAILED = f'http_requests_total{{{CHOSEN},status=~"5.."}}'
BUCKETS = f"http_request_duration_seconds_bucket{{{CHOSEN}}}"
# What is promised where the configuration promises nothing.
USUAL_OBJECTIVE = 99.9


def board(system: SystemConfig, config: RulesConfig) -> Board:
    """Give the dashboard."""
    watch = system.monitoring
    objective = watch.availability_percent if watch and watch.availability_percent else USUAL_OBJECTIVE
    return Board(
        kind="application",
        title="application",
        description="Rate, errors and duration of requests, and how much of the objective is used up.",
        variables=[
            choice("route", "Route", f'label_values(http_requests_total{{job="{APPLICATION_JOB}"}}, route)'),
            choice("instance", "Task", f'label_values(up{{job="{APPLICATION_JOB}"}}, instance)'),
        ],
        rows=[_objective(objective), _rate(), _errors(config), _duration(config), _saturation(system, config)],
    )


def _objective(objective: float) -> Row:
    share = f"(sum(increase({FAILED}[$__range])) or vector(0)) / sum(increase({REQUESTS}[$__range]))"
    budget = (100 - objective) / 100
    return Row(
        f"Objective: {objective:g} % of the requests succeed",
        [
            at_once(
                "Availability",
                Query(f"100 * (1 - {share})", "availability"),
                "percent",
                "Share of requests in the chosen time that did not fail with a 5xx.",
                Limits(objective + (100 - objective) / 2, objective, falling=True),
            ),
            at_once(
                "Error budget left",
                Query(f"100 * (1 - ({share}) / {budget:.10g})", "left"),
                "percent",
                "What is left of the failures that the objective allows in the chosen time; below 0 it is missed.",
                Limits(50, 0, falling=True),
            ),
            at_once(
                "Requests",
                Query(f"sum(rate({REQUESTS}[$__rate_interval]))", "requests"),
                "reqps",
                "Requests each second, of all tasks together.",
            ),
            at_once(
                "Tasks that answer",
                Query(f'sum(up{{job="{APPLICATION_JOB}"}})', "tasks"),
                "none",
                "Tasks whose application gives its metrics.",
                Limits(2, 1, falling=True),
            ),
        ],
    )


def _rate() -> Row:
    return Row(
        "Rate",
        [
            over_time(
                "Requests by status",
                [Query(f"sum by (status) (rate({REQUESTS}[$__rate_interval]))", "{{status}}")],
                "reqps",
                "Requests each second, by what was answered.",
            ),
            over_time(
                "Requests by route",
                [Query(f"topk(10, sum by (route) (rate({REQUESTS}[$__rate_interval])))", "{{route}}")],
                "reqps",
                "Requests each second of the ten busiest routes.",
            ),
        ],
    )


def _errors(config: RulesConfig) -> Row:
    all_failed = f"(sum(rate({FAILED}[$__rate_interval])) or vector(0))"
    return Row(
        "Errors",
        [
            over_time(
                "Share of failed requests",
                [Query(f"100 * {all_failed} / sum(rate({REQUESTS}[$__rate_interval]))", "5xx")],
                "percent",
                "Requests that fail with a 5xx; the line is where somebody is told.",
                Limits(bad=config.error_percent),
            ),
            over_time(
                "Failed requests by route",
                [Query(f"topk(10, sum by (route) (rate({FAILED}[$__rate_interval])))", "{{route}}")],
                "reqps",
                "Failed requests each second, of the ten routes with the most.",
            ),
        ],
    )


def _duration(config: RulesConfig) -> Row:
    quantiles = [
        Query(f"histogram_quantile({share:g}, sum by (le) (rate({BUCKETS}[$__rate_interval])))", name)
        for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
    ]
    by_route = f"histogram_quantile(0.95, sum by (le, route) (rate({BUCKETS}[$__rate_interval])))"
    return Row(
        "Duration",
        [
            over_time(
                "Duration of requests",
                quantiles,
                "s",
                "Half, 95 % and 99 % of the requests take less; the line is where somebody is told of the p95.",
                Limits(bad=config.latency_seconds),
            ),
            over_time("p95 by route", [Query(f"topk(10, {by_route})", "{{route}}")], "s", "The ten slowest routes."),
            spread(
                "Spread of durations",
                Query(f"sum by (le) (increase({BUCKETS}[$__rate_interval]))", "{{le}}"),
                "s",
                "How many requests took how long; two bands are two kinds of requests.",
            ),
        ],
    )


def _saturation(system: SystemConfig, config: RulesConfig) -> Row:
    source = sidecars.source(system)
    name = source.container if source else ".*"
    chosen = f'job="{CONTAINERS_JOB}",instance=~"$instance",container_name="{name}"'
    memory = f"100 * container_memory_utilized{{{chosen}}} / (container_memory_reserved{{{chosen}}} > 0)"
    return Row(
        "Saturation",
        [
            over_time(
                "CPU",
                [Query(f"container_cpu_usage_vcpu{{{chosen}}}", "{{instance}}")],
                "none",
                "Processors that the application's container uses, by task.",
            ),
            over_time(
                "Memory",
                [Query(memory, "{{instance}}")],
                "percent",
                "Share of the container's memory limit, by task; at 100 % it is killed.",
                Limits(bad=config.container_memory_percent),
            ),
        ],
    )

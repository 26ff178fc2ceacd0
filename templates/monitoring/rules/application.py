"""Rules on what users see: rate, errors and duration of requests, and whether the application is there at all.

The application gives `http_requests_total` and `http_request_duration_seconds`, with the labels `method`, `route` and
`status`. Each task gives its own; a rule is on all of them together.
"""

from tasktracker_cfn.config.alerting import RulesConfig
from tasktracker_cfn.config.telemetry import APPLICATION_JOB
from templates.monitoring.rules.rule import Rule, alert, record

OF_IT = f'job="{APPLICATION_JOB}"'
QUANTILES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
WINDOW = "5m"
WINDOW_SECONDS = 300


def recorded() -> list[Rule]:
    """Give the series that alerts and dashboards are made of."""
    requests = f"http_requests_total{{{OF_IT}}}"
    failed = f'http_requests_total{{{OF_IT},status=~"5.."}}'
    buckets = f"http_request_duration_seconds_bucket{{{OF_IT}}}"
    return [
        record("job:http_requests:rate5m", f"sum by (job) (rate({requests}[{WINDOW}]))"),
        record("job_route:http_requests:rate5m", f"sum by (job, route) (rate({requests}[{WINDOW}]))"),
        # Without a single failure there is no such series, which is not the same as nothing known.
        record(
            "job:http_request_errors:rate5m",
            f"sum by (job) (rate({failed}[{WINDOW}])) or 0 * sum by (job) (rate({requests}[{WINDOW}]))",
        ),
        record(
            "job:http_request_errors:ratio_rate5m", "job:http_request_errors:rate5m / (job:http_requests:rate5m > 0)"
        ),
        *(
            record(
                f"job:http_request_duration_seconds:{name}_5m",
                f"histogram_quantile({quantile:g}, sum by (job, le) (rate({buckets}[{WINDOW}])))",
            )
            for name, quantile in QUANTILES.items()
        ),
        record(
            "job_route:http_request_duration_seconds:p95_5m",
            f"histogram_quantile(0.95, sum by (job, route, le) (rate({buckets}[{WINDOW}])))",
        ),
    ]


def alerts(config: RulesConfig) -> list[Rule]:
    """Give what somebody is told of."""
    return [*_gone(), *_bad(config)]


def _gone() -> list[Rule]:
    return [
        alert(
            "ApplicationDown",
            f"up{{{OF_IT}}} == 0",
            minutes=5,
            severity="critical",
            summary="A task's application gives no metrics.",
            advice="Task {{ $labels.instance }}: look at the application's log and at its health check.",
        ),
        alert(
            "ApplicationSilent",
            f"absent(up{{{OF_IT}}})",
            minutes=10,
            severity="critical",
            summary="No task's metrics arrive.",
            advice="Either no task runs, or no collector writes: look at the service's events, then at the log of the "
            "collector.",
        ),
    ]


def _bad(config: RulesConfig) -> list[Rule]:
    """Give the alerts on errors and latency, which are judged only of enough requests to tell."""
    enough = f"job:http_requests:rate5m * {WINDOW_SECONDS} >= {config.error_floor_requests}"
    return [
        alert(
            "HighErrorRatio",
            f"job:http_request_errors:ratio_rate5m * 100 > {config.error_percent:g} and {enough}",
            minutes=10,
            severity="critical",
            summary=f"More than {config.error_percent:g} % of the requests fail.",
            advice='{{ $value | printf "%.1f" }} % fail with a 5xx. Look at the errors by route, and at the last '
            "deployment.",
        ),
        alert(
            "HighLatency",
            f"job:http_request_duration_seconds:p95_5m > {config.latency_seconds:g} and {enough}",
            minutes=10,
            severity="warning",
            summary=f"The slowest 5 % of the requests take longer than {config.latency_seconds:g} s.",
            advice='They take {{ $value | printf "%.2f" }} s or more. Look at the duration by route, the database and '
            "the CPU of the tasks.",
        ),
    ]

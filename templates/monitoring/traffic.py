"""Requests and failures at the load balancer, as terms of metric math."""

from troposphere import cloudwatch

from tasktracker_cfn.authoring.alarms import Metric, between, queried
from tasktracker_cfn.authoring.wires import Name

NAMESPACE = "AWS/ApplicationELB"
# O05: a series without errors is absent, not zero.
ERRORS = "FILL(target, 0) + FILL(balancer, 0)"
# A request for which no target could be chosen is an error of the load balancer and no request in RequestCount, so in
# an outage there are more errors than requests, or errors alone; and then they are what was asked.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
ASKED = "IF(FILL(requests, 0) > errors, FILL(requests, 0), errors)"


def failures(load_balancer: Name, period: int) -> list[cloudwatch.MetricDataQuery]:
    """Give the answers with a 5xx: `target` and `balancer`, by whom they were given."""
    return [
        queried("target", _sum("HTTPCode_Target_5XX_Count", load_balancer, period)),
        queried("balancer", _sum("HTTPCode_ELB_5XX_Count", load_balancer, period)),
    ]


def shares(load_balancer: Name, period: int) -> list[cloudwatch.MetricDataQuery]:
    """Give `errors` and `asked`, and what they are made of."""
    return [
        between("errors", ERRORS),
        between("asked", ASKED),
        *failures(load_balancer, period),
        queried("requests", _sum("RequestCount", load_balancer, period)),
    ]


def _sum(metric: str, load_balancer: Name, period: int) -> Metric:
    # O06: the full name, not the ARN.
    return Metric(NAMESPACE, metric, {"LoadBalancer": load_balancer}, "Sum", period)

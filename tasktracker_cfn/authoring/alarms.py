"""What every alarm has in common: what it looks at, when that is bad, and whom it tells, of bad and of good."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from troposphere import AWSHelperFn, Ref, cloudwatch, sns

from tasktracker_cfn.authoring.resources import given

ONE_MINUTE = 60
FIVE_MINUTES = 300


class Metric(NamedTuple):
    """One metric: whose, how it is summed up, and over how many seconds. A statistic may be a percentile, as p95."""

    namespace: str
    name: str
    dimensions: Mapping[str, AWSHelperFn | str]
    statistic: str
    period: int


class Judgement(NamedTuple):
    """When a value is bad: compared with what, in how many periods in a row, and what silence means (O09)."""

    comparison: Literal["GreaterThanThreshold", "LessThanThreshold"]
    threshold: float
    periods: int
    silence: Literal["breaching", "notBreaching"]


def alarm(
    logical_id: str,
    description: str,
    watched: Metric | Sequence[cloudwatch.MetricDataQuery],
    when: Judgement,
    topic: sns.Topic,
) -> cloudwatch.Alarm:
    """Give an alarm. It has no name of its own, so that CloudFormation makes one (O12)."""
    return cloudwatch.Alarm(
        logical_id,
        AlarmDescription=description,
        **given(**(_single(watched) if isinstance(watched, Metric) else {"Metrics": list(watched)})),
        EvaluationPeriods=when.periods,
        Threshold=when.threshold,
        ComparisonOperator=when.comparison,
        TreatMissingData=when.silence,
        AlarmActions=[Ref(topic)],
        OKActions=[Ref(topic)],
    )


def queried(query_id: str, metric: Metric) -> cloudwatch.MetricDataQuery:
    """Give a metric as a term of metric math."""
    return cloudwatch.MetricDataQuery(
        Id=query_id,
        MetricStat=cloudwatch.MetricStat(
            Metric=cloudwatch.Metric(
                Namespace=metric.namespace,
                MetricName=metric.name,
                Dimensions=_dimensions(metric),
            ),
            Period=metric.period,
            Stat=metric.statistic,
        ),
        ReturnData=False,
    )


def judged(query_id: str, label: str, expression: str) -> cloudwatch.MetricDataQuery:
    """Give the one expression of an alarm that is judged (O05)."""
    return cloudwatch.MetricDataQuery(Id=query_id, Label=label, Expression=expression, ReturnData=True)


def between(query_id: str, expression: str) -> cloudwatch.MetricDataQuery:
    """Give an expression that others are made of."""
    return cloudwatch.MetricDataQuery(Id=query_id, Expression=expression, ReturnData=False)


def _single(metric: Metric) -> dict[str, object]:
    # O04: a percentile is no Statistic. Of too few requests to tell it, it is not told.
    percentile = metric.statistic.startswith("p")
    return {
        "Namespace": metric.namespace,
        "MetricName": metric.name,
        "Dimensions": _dimensions(metric),
        "ExtendedStatistic" if percentile else "Statistic": metric.statistic,
        "EvaluateLowSampleCountPercentile": "ignore" if percentile else None,
        "Period": metric.period,
    }


def _dimensions(metric: Metric) -> list[cloudwatch.MetricDimension]:
    return [cloudwatch.MetricDimension(Name=name, Value=value) for name, value in metric.dimensions.items()]

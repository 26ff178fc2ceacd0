"""The evaluator of alarms follows CloudWatch's own examples, and refuses what it does not know."""

import pytest

from tests.alarm_evaluator import Minutes, composite_fires, fires

GONE = None
# The table of the documentation: three of three points, five looked at; X is bad (9), 0 is good.
DOCUMENTED: list[tuple[Minutes, bool, bool]] = [
    ([0, GONE, 9, GONE, 9], False, False),
    ([GONE, GONE, GONE, GONE, 0], False, False),
    ([GONE] * 5, True, False),
    ([0, 9, 9, GONE, 9], True, True),
    ([GONE, GONE, 9, GONE, GONE], True, False),
]


@pytest.mark.parametrize(("points", "breaching", "not_breaching"), DOCUMENTED)
def test_documented(points: Minutes, breaching: bool, not_breaching: bool) -> None:
    """Missing points count as the documentation's table says."""
    alarm = {
        "MetricName": "M",
        "Statistic": "Sum",
        "Period": 60,
        "EvaluationPeriods": 3,
        "Threshold": 5,
        "ComparisonOperator": "GreaterThanThreshold",
    }
    assert fires({**alarm, "TreatMissingData": "breaching"}, {"M": points}) is breaching
    assert fires({**alarm, "TreatMissingData": "notBreaching"}, {"M": points}) is not_breaching


def test_refuses() -> None:
    """What is not emitted is refused rather than guessed."""
    alarm = {
        "Metrics": [
            {
                "Id": "m",
                "MetricStat": {"Period": 60, "Stat": "Sum", "Metric": {"MetricName": "M"}},
                "ReturnData": False,
            },
            {"Id": "r", "Expression": "RATE(m)"},
        ],
        "EvaluationPeriods": 1,
    }
    with pytest.raises(ValueError, match="RATE"):
        fires(alarm, {"M": [1]})
    with pytest.raises(ValueError, match="OR"):
        composite_fires('ALARM("${A}") OR ALARM("${B}")', {"A": True, "B": True})

"""Cases of the rules about alarms: metric math, windows, missing data, and composite alarms."""

from tests.gate.rules.case import breaks, case, holds

RATE = """
  Rate:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: rate
      ComparisonOperator: GreaterThanThreshold
      EvaluationPeriods: 2
      DatapointsToAlarm: 2
      Threshold: 5
      TreatMissingData: missing
      Metrics:
        - Id: rate
          Expression: IF(asked > 0, 100 * (FILL(target, 0) + FILL(balancer, 0)) / asked, 0)
        - Id: asked
          ReturnData: false
          MetricStat: {Stat: Sum, Period: 300, Metric: {Namespace: A, MetricName: RequestCount}}
        - Id: target
          ReturnData: 'false'
          MetricStat: {Stat: Sum, Period: 300, Metric: {Namespace: A, MetricName: HTTPCode_Target_5XX_Count}}
        - Id: balancer
          ReturnData: false
          MetricStat: {Stat: Sum, Period: 300, Metric: {Namespace: A, MetricName: HTTPCode_ELB_5XX_Count}}
"""
EXPRESSION = "IF(asked > 0, 100 * (FILL(target, 0) + FILL(balancer, 0)) / asked, 0)"
SIMPLE = """
  Tasks:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: tasks
      Namespace: ECS/ContainerInsights
      MetricName: RunningTaskCount
      ComparisonOperator: LessThanThreshold
      Period: 300
      EvaluationPeriods: 3
      Threshold: 2
      TreatMissingData: breaching
  Errors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: errors
      Namespace: AWS/ApplicationELB
      MetricName: HTTPCode_Target_5XX_Count
      ComparisonOperator: GreaterThanThreshold
      Period: 60
      EvaluationPeriods: 5
      Threshold: 10
      TreatMissingData: notBreaching
  Latency:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: latency
      Metrics:
        - Id: a
          MetricStat: {Period: 60, Stat: p95, Metric: {Namespace: AWS/ApplicationELB, MetricName: TargetResponseTime}}
      EvaluationPeriods: 5
      Threshold: 2
      TreatMissingData: notBreaching
"""
LATER = """RunningTaskCount
      ComparisonOperator: LessThanThreshold
      Period: 300
      EvaluationPeriods: 3
      Threshold: 2"""
COMPOSITE = """
  One: {Type: AWS::CloudWatch::Alarm, Properties: {AlarmName: one}}
  Two: {Type: AWS::CloudWatch::Alarm, Properties: {AlarmName: two}}
  Board: {Type: AWS::CloudWatch::Dashboard, Properties: {DashboardName: one, DashboardBody: '{}'}}
  Other: {Type: AWS::CloudWatch::Dashboard, Properties: {DashboardName: other, DashboardBody: '{}'}}
  Both:
    Type: AWS::CloudWatch::CompositeAlarm
    Properties:
      AlarmName: both
      AlarmRule: !Sub (ALARM("${One}") OR ALARM(${Two.Arn})) AND NOT OK("a b")
"""
RULE = '!Sub (ALARM("${One}") OR ALARM(${Two.Arn})) AND NOT OK("a b")'
WANTED = "Parameters: {Wanted: {Type: String}}"

CASES = {
    "alarm-metrics-return-one": (
        case(
            RATE,
            breaks("          ReturnData: 'false'\n", "", at="Rate", line="Metrics:"),
            breaks("Expression: IF", "ReturnData: false\n          Expression: IF"),
            holds("ReturnData: 'false'", "ReturnData: !Ref Wanted"),
            holds("    Properties:\n", "    Properties:\n      ThresholdMetricId: rate\n"),
            rest=WANTED,
        ),
    ),
    "alarm-metrics-defined": (
        case(
            RATE,
            breaks("Id: balancer", "Id: elb", at="Rate", line="Expression: " + EXPRESSION),
            breaks("Id: balancer", "Id: target"),
            breaks(EXPRESSION, "SUM(SEARCH('{A} asked', 'Sum', 300))"),
            holds(EXPRESSION, "asked / 1e3 + target"),
            holds(EXPRESSION, "SELECT SUM(errors) FROM app"),
            holds(EXPRESSION, 'SUM(METRICS("other"))'),
            holds("Id: balancer", "Id: !Ref Wanted"),
            holds(EXPRESSION, "!Ref Wanted"),
            rest=WANTED,
        ),
    ),
    "alarm-metrics-one-kind": (
        case(
            RATE,
            breaks("Expression: " + EXPRESSION, "Label: rate", at="Rate", line="- Id: rate"),
            breaks("Expression: IF", "MetricStat: {}\n          Expression: IF"),
            holds("- Id: rate", "- !If [A, {Id: b}, {Id: c}]\n        - Id: rate"),
        ),
    ),
    "alarm-metrics-one-period": (
        case(
            RATE,
            breaks("Period: 300, Metric: {Namespace: A, MetricName: RequestCount}", "Period: 60", at="Rate"),
            holds("Period: 300, Metric: {Namespace: A, MetricName: RequestCount}", "Period: !Ref Wanted"),
            rest=WANTED,
        ),
    ),
    "missing-series-filled": (
        case(
            RATE,
            breaks(
                "FILL(target, 0)",
                "target",
                at="Rate",
                line="Expression: " + EXPRESSION.replace("FILL(target, 0)", "target"),
            ),
            breaks("FILL(balancer, 0)", "balancer"),
            holds(EXPRESSION, "target"),
            holds(EXPRESSION, "100 * target / asked"),
        ),
    ),
    "division-guarded": (
        case(
            RATE,
            breaks(EXPRESSION, "100 * FILL(target, 0) / asked", at="Rate"),
            breaks(EXPRESSION, "100 * FILL(target, 0) / (asked + 0)"),
            holds(EXPRESSION, "target / 60"),
            holds(EXPRESSION, "SUM(METRICS('a/b'))"),
        ),
        case(
            RATE.replace(EXPRESSION, "FILL(target, 0) / asked").replace("Data: missing", "Data: notBreaching"),
            breaks("      TreatMissingData: notBreaching\n", ""),
            breaks("TreatMissingData: notBreaching", "TreatMissingData: breaching"),
        ),
    ),
    "alarm-window": (
        case(
            SIMPLE,
            breaks("EvaluationPeriods: 3", "EvaluationPeriods: 289", at="Tasks", line="EvaluationPeriods: 289"),
            breaks("Period: 300", "Period: 604800"),
            breaks("EvaluationPeriods: 5", "EvaluationPeriods: 1441"),
            holds("EvaluationPeriods: 3", "EvaluationPeriods: 288"),
            holds("EvaluationPeriods: 3", "EvaluationPeriods: !Ref Wanted"),
            rest=WANTED,
        ),
        case(RATE, breaks("DatapointsToAlarm: 2", "DatapointsToAlarm: 3", at="Rate", line="DatapointsToAlarm: 3")),
    ),
    "missing-data-decided": (
        case(
            SIMPLE,
            breaks("      TreatMissingData: breaching\n", "", at="Tasks"),
            holds("TreatMissingData: breaching", "TreatMissingData: !Ref Wanted"),
            rest=WANTED,
        ),
    ),
    "missing-data-fits": (
        case(
            SIMPLE,
            breaks("Data: breaching", "Data: notBreaching", at="Tasks", line="TreatMissingData: notBreaching"),
            breaks("Data: notBreaching", "Data: breaching", at="Errors"),
            holds("Data: breaching", "Data: missing"),
            holds("LessThanThreshold", "GreaterThanThreshold"),
        ),
    ),
    "latency-in-seconds": (
        case(
            SIMPLE,
            breaks(
                "Threshold: 2\n      TreatMissingData: notB",
                "Threshold: 2000\n      TreatMissingData: notB",
                at="Latency",
            ),
            breaks(
                LATER,
                "ReadLatency\n      Threshold: '200'",
                at="Tasks",
            ),
            holds("Threshold: 10", "Threshold: 2000"),
            holds("Threshold: 2\n", "Threshold: 60\n"),
        ),
    ),
    "composite-alarm-rule": (
        case(
            COMPOSITE,
            breaks(" AND NOT", " && NOT", at="Both"),
            breaks(" AND NOT", ""),
            breaks(" AND NOT", " NOT"),
            breaks("OR ALARM(${Two.Arn}))", "OR ALARM(${Two.Arn})"),
            breaks(RULE, "ALARM(one))"),
            breaks(RULE, "ALARM(one) AND"),
            breaks(RULE, "ALARM()"),
            breaks(RULE, "''"),
            breaks(RULE, " OR ".join(["TRUE"] * 300)),
            holds(RULE, "ALARM(one) AND (OK(two) OR INSUFFICIENT_DATA(three)) AND TRUE"),
            holds(RULE, "AT_LEAST(2, ALARM, (one, two, three)) AND NOT (NOT ALARM(four))"),
            holds(RULE, "!Ref Wanted"),
            rest=WANTED,
        ),
    ),
    "composite-alarm-children": (
        case(
            COMPOSITE,
            breaks("${One}", "${Board}", at="Both", line="AlarmRule: " + RULE.replace("One", "Board")),
            breaks(RULE, " OR ".join(["ALARM(one)"] * 101)),
            holds("${One}", "${Wanted}"),
            holds("${One}", "${Both}"),
            rest=WANTED,
        ),
    ),
    "alarm-names-unique": (
        case(
            COMPOSITE,
            breaks("AlarmName: two", "AlarmName: one", at="Two"),
            breaks("AlarmName: both", "AlarmName: one", at="Both", line="AlarmName: one"),
            breaks("DashboardName: other", "DashboardName: one", at="Other"),
            holds("AlarmName: two", "AlarmName: !Ref Wanted"),
            holds(
                "Two: {Type: AWS::CloudWatch::Alarm, Properties: {AlarmName: two",
                "Two: {Type: AWS::CloudWatch::Alarm, Condition: Other, Properties: {AlarmName: one",
            ),
            rest=WANTED,
        ),
    ),
}

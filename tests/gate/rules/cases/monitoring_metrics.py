"""Cases of the rules about the metrics that are looked at."""

from tests.gate.rules.case import breaks, case, holds

WATCHED = """
  Balancer: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Type: application}}
  Group: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Port: 80}}
  Cluster:
    Type: AWS::ECS::Cluster
    Properties:
      ClusterSettings: [{Name: containerInsights, Value: enhanced}]
  Service: {Type: AWS::ECS::Service, Properties: {Cluster: !Ref Cluster}}
  Aurora: {Type: AWS::RDS::DBCluster, Properties: {Engine: aurora-mysql}}
  Database: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres}}
  Site: {Type: AWS::CloudFront::Distribution, Properties: {DistributionConfig: {Enabled: true}}}
  More:
    Type: AWS::CloudFront::MonitoringSubscription
    Properties:
      DistributionId: !Ref Site
      MonitoringSubscription: {RealtimeMetricsSubscriptionConfig: {RealtimeMetricsSubscriptionStatus: Enabled}}
  Refused:
    Type: AWS::Logs::MetricFilter
    Properties:
      LogGroupName: a
      MetricTransformations: [{MetricNamespace: app, MetricName: Refused, MetricValue: '1', DefaultValue: 0}]
  Errors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/ApplicationELB
      MetricName: HTTPCode_Target_5XX_Count
      Dimensions:
        - {Name: LoadBalancer, Value: !GetAtt Balancer.LoadBalancerFullName}
        - {Name: TargetGroup, Value: !GetAtt Group.TargetGroupFullName}
  Tasks:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Metrics:
        - Id: run
          MetricStat:
            Metric:
              Namespace: ECS/ContainerInsights
              MetricName: RunningTaskCount
              Dimensions:
                - {Name: ClusterName, Value: !Ref Cluster}
                - {Name: ServiceName, Value: !GetAtt Service.Name}
  Logins:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/RDS
      MetricName: LoginFailures
      Dimensions: [{Name: DBClusterIdentifier, Value: !Ref Aurora}]
  Refusals:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: app
      MetricName: Refused
      Statistic: Sum
  Blocked:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/WAFV2
      MetricName: BlockedRequests
      Dimensions:
        - {Name: WebACL, Value: api}
        - {Name: Rule, Value: ALL}
  Acl: {Type: AWS::WAFv2::WebACL, Properties: {Scope: CLOUDFRONT, VisibilityConfig: {MetricName: api}}}
  Scaling:
    Type: AWS::ApplicationAutoScaling::ScalingPolicy
    Properties:
      TargetTrackingScalingPolicyConfiguration:
        CustomizedMetricSpecification:
          Namespace: AWS/ECS
          MetricName: CPUUtilization
          Dimensions: [{Name: ClusterName, Value: !Ref Cluster}, {Name: ServiceName, Value: !GetAtt Service.Name}]
  Board:
    Type: AWS::CloudWatch::Dashboard
    Properties:
      DashboardBody: !Sub |
        {"widgets": [{"type": "metric", "x": 0, "width": 12, "properties": {"region": "us-east-1", "metrics": [
          ["AWS/CloudFront", "CacheHitRate", "DistributionId", "${Site}", "Region", "Global", {"stat": "Average"}],
          [".", "Requests", ".", ".", ".", "."], ["...", {"stat": "Sum"}],
          ["AWS/RDS", "FreeStorageSpace", "DBInstanceIdentifier", "${Database}"],
          [{"expression": "a + b"}]
        ]}}]}
"""
NAMES = "Parameters: {Wanted: {Type: String}, Arn: {Type: String}}"
SERVICE_NAME = "                - {Name: ServiceName, Value: !GetAtt Service.Name}\n"
BALANCER_NAME = "!GetAtt Balancer.LoadBalancerFullName"

CASES = {
    "metric-is-published": (
        case(
            WATCHED,
            breaks("ECS/ContainerInsights", "AWS/ECS", at="Tasks", line="MetricName: RunningTaskCount"),
            breaks("LoginFailures", "FailedConnections", at="Logins", line="MetricName: FailedConnections"),
            breaks("CPUUtilization", "CpuUtilization", at="Scaling"),
            breaks('"Requests"', '"RequestCount"', at="Board"),
            holds("ECS/ContainerInsights", "my/ECS"),
            holds("ECS/ContainerInsights", "!Ref Wanted"),
            holds("LoginFailures", "AuroraGlobalDBRPOLag"),
            holds("LoginFailures", "!Ref Wanted"),
            holds("HTTPCode_Target_5XX_Count", "TargetControlRequestCount"),
            rest=NAMES,
        ),
    ),
    "metric-of-its-engine": (
        case(
            WATCHED,
            breaks("Engine: aurora-mysql", "Engine: aurora-postgresql", at="Logins", line="MetricName: LoginFailures"),
            breaks('"FreeStorageSpace"', '"BinLogDiskUsage"', at="Board"),
            breaks('"FreeStorageSpace"', '"ACUUtilization"'),
            holds("Engine: aurora-mysql", "Engine: !Ref Wanted"),
            holds("Engine: postgres", "Engine: oracle-ee"),
            holds("Value: !Ref Aurora", "Value: !Ref Wanted"),
            rest=NAMES,
        ),
    ),
    "insights-switched-on": (
        case(
            WATCHED,
            breaks("Value: enhanced", "Value: disabled", at="Tasks", line="Namespace: ECS/ContainerInsights"),
            breaks("      ClusterSettings: [{Name: containerInsights, Value: enhanced}]", "      ClusterName: a"),
            breaks("[{Name: containerInsights, Value: enhanced}]", "[]"),
            holds("Value: enhanced", "Value: enabled"),
            holds("Value: enhanced", "Value: !Ref Wanted"),
            holds("[{Name: containerInsights, Value: enhanced}]", "!If [A, [{Name: a, Value: b}], []]"),
            holds("{Name: ClusterName, Value: !Ref Cluster}\n", "{Name: ClusterName, Value: other}\n"),
            rest=NAMES,
        ),
        case(
            WATCHED.replace("MetricName: RunningTaskCount", "MetricName: TaskCpuUtilization"),
            breaks("Value: enhanced", "Value: enabled", at="Tasks"),
        ),
    ),
    "additional-metrics-switched-on": (
        case(
            WATCHED,
            breaks("Status: Enabled", "Status: Disabled", at="Board"),
            breaks("DistributionId: !Ref Site", "DistributionId: !Ref Cluster"),
            holds("DistributionId: !Ref Site", "DistributionId: !Ref Wanted"),
            holds("Status: Enabled", "Status: !Ref Wanted"),
            holds('"${Site}"', '"E123"'),
            rest=NAMES,
        ),
    ),
    "metric-of-a-filter": (
        case(
            WATCHED,
            breaks("      MetricName: Refused\n", "      MetricName: Refusals\n", at="Refusals"),
            breaks("      Statistic: Sum", "      Dimensions: [{Name: a, Value: b}]", at="Refusals"),
            breaks("DefaultValue: 0", "Dimensions: [{Key: a, Value: $.a}]", at="Refusals"),
            holds("      Namespace: app", "      Namespace: other"),
            holds("MetricNamespace: app", "MetricNamespace: !Ref Wanted"),
            holds("      Statistic: Sum", "      Dimensions: !If [A, [], []]"),
            rest=NAMES,
        ),
    ),
    "metric-dimensions": (
        case(
            WATCHED,
            breaks(SERVICE_NAME, "", at="Tasks", line="Dimensions:"),
            breaks("        - {Name: LoadBalancer, Value: " + BALANCER_NAME + "}\n", "        - {Name: a, Value: b}\n"),
            breaks("Name: DBClusterIdentifier", "Name: DBClusterName", at="Logins"),
            breaks(', "Region", "Global"', "", at="Board"),
            breaks("        - {Name: Rule, Value: ALL}\n", "", at="Blocked"),
            holds("        - {Name: TargetGroup, Value: !GetAtt Group.TargetGroupFullName}\n", ""),
            holds(
                "        - {Name: Rule, Value: ALL}\n",
                "        - {Name: Rule, Value: a}\n        - {Name: Country, Value: b}\n",
            ),
            holds(SERVICE_NAME, "                - !If [A, b, c]\n"),
            rest=NAMES,
        ),
    ),
    "firewall-metrics-of-its-region": (
        case(
            WATCHED,
            breaks("Scope: CLOUDFRONT", "Scope: REGIONAL", at="Blocked", line="Dimensions:"),
            breaks("{Name: Rule, Value: ALL}", "{Name: Rule, Value: ALL}\n        - {Name: Region, Value: !Ref Arn}"),
            holds("Scope: CLOUDFRONT", "Scope: !Ref Wanted"),
            holds("Value: api", "Value: !Ref Wanted"),
            rest=NAMES,
        ),
    ),
    "metric-dimension-values": (
        case(
            WATCHED,
            breaks(BALANCER_NAME, "!Ref Balancer", at="Errors", line="Dimensions:"),
            breaks(BALANCER_NAME, "!GetAtt Balancer.LoadBalancerName"),
            breaks(
                BALANCER_NAME, "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/a/0123456789abcdef"
            ),
            breaks(BALANCER_NAME, "api"),
            breaks(BALANCER_NAME, "!Sub 'arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/${Wanted}'"),
            breaks("Value: !Ref Cluster}\n", "Value: !GetAtt Cluster.Arn}\n", at="Tasks"),
            breaks("!GetAtt Service.Name", "!Ref Service"),
            breaks('"${Database}"', '"${Aurora}"', at="Board"),
            breaks("Value: api", "Value: arn:aws:wafv2:us-east-1:1:regional/webacl/a/b", at="Blocked"),
            holds(BALANCER_NAME, "app/api/0123456789abcdef"),
            holds(BALANCER_NAME, "!Ref Arn"),
            holds(BALANCER_NAME, "!Select [1, !Split ['loadbalancer/', !Ref Balancer]]"),
            rest=NAMES,
        ),
    ),
    "distribution-metrics-are-global": (
        case(
            WATCHED,
            breaks('"Global"', '"us-east-1"', at="Board"),
            breaks('"Global"', '"${AWS::Region}"', at="Board"),
            breaks('"region": "us-east-1"', '"region": "eu-west-1"'),
            breaks('"region": "us-east-1"', '"region": "${AWS::Region}"', region="eu-west-1"),
            holds('"region": "us-east-1"', '"region": "${AWS::Region}"'),
            holds('"Global"', '"${Wanted}"', region="eu-west-1"),
            rest=NAMES,
        ),
    ),
}

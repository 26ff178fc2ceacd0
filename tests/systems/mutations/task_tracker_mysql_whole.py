"""What is broken in Task Tracker's monitoring, and in the system as a whole."""

from tests.systems.mutations.mutation import Broken

TRAIL_NAME = "TrailName: task-tracker-mysql-production"
TO_TOPIC = "        - SubscriptionType: SNS\n          Address: !Ref AlarmTopic\n"
BY_MAIL = "        - SubscriptionType: EMAIL\n          Address: !Ref AlarmEmail\n"
ALARMS_USE_KEY = "- Sid: AlarmsPublish\n          Effect: Allow"
TRAIL_USES_KEY = "- Sid: TrailEncrypts\n          Effect: Allow"

BROKEN: list[Broken] = [
    ("S2-80 S2-131", "service", "Name: containerInsights", "Name: insights"),
    (
        "S2-81",
        "monitoring",
        "  ErrorRateAlarm:\n    Type: AWS::CloudWatch::Alarm",
        "  ErrorRateAlarm:\n    Type: AWS::CloudWatch::CompositeAlarm",
    ),
    ("S2-81", "monitoring", "Expression: FILL(target, 0) + FILL(balancer, 0)", "Expression: FILL(target, 0)"),
    ("S2-81", "monitoring", "Threshold: 5.0", "Threshold: 100"),
    ("S2-81 S2-131", "monitoring", "MetricName: HTTPCode_Target_5XX_Count", "MetricName: HTTPCode_5XX_Count"),
    ("S2-82 S2-131", "monitoring", "MetricName: TargetResponseTime", "MetricName: ResponseTime"),
    ("S2-82", "monitoring", "Threshold: 2.0", "Threshold: 2000"),
    ("S2-83", "monitoring", "LessThanThreshold", "GreaterThanThreshold"),
    ("S2-83", "monitoring", "MetricName: HealthyHostCount", "MetricName: UnHealthyHostCount"),
    ("S2-83", "monitoring", "TreatMissingData: breaching", "TreatMissingData: notBreaching"),
    ("S2-84", "monitoring", "      AlarmActions:\n      - !Ref AlarmTopic\n", ""),
    ("S2-84", "monitoring", "      AlarmActions:\n", "      ActionsEnabled: false\n      AlarmActions:\n"),
    ("S2-84", "monitoring", "TopicArn: !Ref CriticalAlarmTopic", "TopicArn: arn"),
    ("S2-84", "monitoring", "      Endpoint: !Ref CriticalAlarmEmail\n", ""),
    ("S2-84", "monitoring", "cloudwatch.amazonaws.com", "events.amazonaws.com"),
    ("S2-84", "monitoring", "KmsMasterKeyId: !Ref TopicsKeyArn", "KmsMasterKeyId: alias/aws/sns"),
    ("S2-84", "root", "CriticalAlarmEmail: !Ref CriticalAlarmEmail", "CriticalAlarmEmail: nobody"),
    ("S2-84", "monitoring", "aws:SourceAccount: !Ref AWS::AccountId", "aws:SourceAccount: '123456789012'"),
    ("S2-84", "keys", ALARMS_USE_KEY, ALARMS_USE_KEY.replace("Allow", "Deny")),
    ("S2-84", "keys", "          - kms:Decrypt\n          - kms:GenerateDataKey*\n", "          - kms:Decrypt\n"),
    ("S2-106", "monitoring", "IsLogging: true", "IsLogging: false"),
    ("S2-106", "monitoring", "S3BucketName: !Ref TrailBucket", "S3BucketName: trail"),
    ("S2-106", "monitoring", "- s3:GetBucketAcl", "- s3:GetBucketPolicy"),
    ("S2-106", "monitoring", "${TrailBucket.Arn}/AWSLogs/${AWS::AccountId}/*", "${TrailBucket.Arn}/logs/*"),
    ("S2-106", "monitoring", TRAIL_NAME, "TrailName: calls"),
    ("S2-106", "monitoring", f"      {TRAIL_NAME}", f"      S3KeyPrefix: calls\n      {TRAIL_NAME}"),
    ("S2-106", "monitoring", "    DependsOn:\n    - TrailBucketPolicy\n", ""),
    ("S2-106", "monitoring", "BlockPublicAcls: true", "BlockPublicAcls: false"),
    ("S2-106", "monitoring", "bucket-owner-full-control", "private"),
    ("S2-106", "keys", "trail/task-tracker-mysql-production", "trail/other"),
    ("S2-106", "keys", TRAIL_USES_KEY, TRAIL_USES_KEY.replace("Allow", "Deny")),
    ("S2-106", "root", "TopicsKeyArn: !GetAtt Keys.Outputs.TopicsKeyArn", "TopicsKeyArn: arn"),
    ("S2-120", "network", "Key: Project", "Key: System"),
    ("S2-120", "data", "Value: task-tracker-mysql\n", "Value: tasks\n"),
    ("S2-121", "monitoring", f"{TO_TOPIC}{BY_MAIL}", "        - {}\n"),
    ("S2-121", "monitoring", "        Subscribers:\n", "        Others:\n"),
    ("S2-121", "monitoring", "NotificationsWithSubscribers", "Notifications"),
    ("S2-121", "monitoring", "Amount: 300", "Amount: 0"),
    ("S2-121", "monitoring", "Threshold: 80\n          ThresholdType", "Threshold: 0\n          ThresholdType"),
    ("S2-121", "monitoring", "budgets.amazonaws.com", "budget.amazonaws.com"),
    ("S2-119", "monitoring", "- !Ref TaskLogGroupName\n", "- /ecs/other\n"),
    ("S2-121", "monitoring", "arn:${AWS::Partition}:budgets", "arn:${AWS::Partition}:cloudwatch"),
    ("S2-121", "monitoring", "SubscriptionType: SNS", "SubscriptionType: SMS"),
    ("S2-121", "root", "    Default: alarms@example.com\n", "    Default: nobody\n"),
    ("S2-78 S2-127", "service", "awslogs-region: !Ref AWS::Region", "awslogs-region: us-west-2"),
    ("S2-127", "network", "us-east-1b", "eu-west-1b"),
    ("S2-131", "edge", "Value: !GetAtt LoadBalancer.LoadBalancerFullName", "Value: !Ref LoadBalancer"),
    ("S2-131", "root", "!GetAtt Data.Outputs.DatabaseIdentifier", "database"),
    ("S2-131", "monitoring", "- MetricNamespace: task-tracker-mysql-production", "- MetricNamespace: database"),
    ("S2-131", "root", "!GetAtt Data.Outputs.DatabaseLogGroupName", "/aws/rds/error"),
]

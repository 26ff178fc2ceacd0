"""Cases of the rules about what writes into a bucket."""

from tests.gate.rules.case import breaks, case, holds

BUCKET = """
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: logs}}
  Policy: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !Ref Bucket}}
"""
BALANCER = f"""{BUCKET}
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    DependsOn: Policy
    Properties:
      LoadBalancerAttributes:
        - {{Key: access_logs.s3.enabled, Value: "true"}}
        - {{Key: access_logs.s3.bucket, Value: !Ref Bucket}}
"""
TRAIL = f"""{BUCKET}
  Role: {{Type: AWS::IAM::Role}}
  Attached: {{Type: AWS::IAM::RolePolicy, Properties: {{RoleName: !Ref Role}}}}
  Trail:
    Type: AWS::CloudTrail::Trail
    DependsOn: [Policy, Attached]
    Properties:
      S3BucketName: !Ref Bucket
      CloudWatchLogsRoleArn: !GetAtt Role.Arn
"""
FLOW_LOG = f"""{BUCKET}
  FlowLog:
    Type: AWS::EC2::FlowLog
    DependsOn: Policy
    Properties:
      LogDestinationType: s3
      LogDestination: !Sub "${{Bucket.Arn}}/flow"
  Logging:
    Type: AWS::WAFv2::LoggingConfiguration
    DependsOn: [Policy]
    Properties:
      LogDestinationConfigs: ["arn:aws:s3:::logs"]
"""

CASES = {
    "load-balancer-after-log-policy": (
        case(
            BALANCER,
            breaks("    DependsOn: Policy\n", "", at="Balancer", line="LoadBalancerAttributes:"),
            holds("    DependsOn: Policy\n    Properties:\n", "    Properties:\n      Name: !Ref Policy\n"),
        ),
    ),
    "trail-after-bucket-policy": (
        case(TRAIL, breaks("[Policy, Attached]", "Attached", at="Trail", line="S3BucketName: !Ref Bucket")),
    ),
    "trail-after-role-policies": (
        case(TRAIL, breaks("[Policy, Attached]", "Policy", at="Trail", line="CloudWatchLogsRoleArn: !GetAtt Role.Arn")),
    ),
    "log-delivery-after-bucket-policy": (
        case(
            FLOW_LOG,
            breaks("    DependsOn: Policy\n", "", at="FlowLog"),
            breaks("    DependsOn: [Policy]\n", "", at="Logging"),
            holds('    DependsOn: [Policy]\n    Properties:\n      LogDestinationConfigs: ["arn:aws:s3:::logs"]', ""),
        ),
    ),
}

"""Cases of the rules about load balancers."""

from tests.gate.rules.case import breaks, case, holds, nest

LOGGED = """
  Logs:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}
  LogsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Logs
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: {Service: logdelivery.elasticloadbalancing.amazonaws.com}
            Action: s3:PutObject
            Resource: !Sub ${Logs.Arn}/alb/AWSLogs/${AWS::AccountId}/*
          - Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: !Sub ${Logs.Arn}/*
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Type: application
      LoadBalancerAttributes:
        - {Key: access_logs.s3.enabled, Value: "true"}
        - {Key: access_logs.s3.bucket, Value: !Ref Logs}
        - {Key: access_logs.s3.prefix, Value: alb}
"""
OWN_KEY = "'aws:kms', KMSMasterKeyID: alias/logs"
SERVICE = "logdelivery.elasticloadbalancing.amazonaws.com"
LOG_BUCKET = (
    case(
        LOGGED,
        breaks(
            "Action: s3:PutObject",
            "Action: s3:GetObject",
            at="Balancer",
            line="- {Key: access_logs.s3.bucket, Value: !Ref Logs}",
        ),
        breaks("Value: alb", "Value: other"),
        breaks(SERVICE, "delivery.logs.amazonaws.com"),
        breaks("Bucket: !Ref Logs", "Bucket: somebody-elses"),
        breaks("${Logs.Arn}/alb/AWSLogs/${AWS::AccountId}/*", "${Logs.Arn}"),
        breaks("${Logs.Arn}/alb/AWSLogs/${AWS::AccountId}/*", "arn:aws:s3:::${Logs}/AWSLogs/*"),
        holds("${Logs.Arn}/alb/AWSLogs/${AWS::AccountId}/*", "arn:${AWS::Partition}:s3:::${Logs}/*"),
        holds(
            "Principal: {Service: " + SERVICE, "Principal: {AWS: !Sub 'arn:${AWS::Partition}:iam::127311923021:root'"
        ),
        breaks(
            "Principal: {Service: " + SERVICE, "Principal: {AWS: !Sub 'arn:${AWS::Partition}:iam::210987654321:root'"
        ),
        holds("          - Effect: Allow\n", "          - !If [Old, {Effect: Allow}, {}]\n          - Effect: Deny\n"),
        holds("Action: s3:PutObject", "Action: [s3:Get*, s3:Put*]"),
        holds("Bucket: !Ref Logs", "Bucket: !Ref Elsewhere"),
        holds("s3.bucket, Value: !Ref Logs", "s3.bucket, Value: !Ref Elsewhere"),
        holds('Value: "true"', 'Value: "false"'),
        holds("Value: alb", "Value: !Ref Elsewhere"),
        holds("${Logs.Arn}/alb/AWSLogs/", "${Elsewhere}/AWSLogs/"),
        rest="Parameters:\n  Elsewhere: {Type: String}",
    ),
    case(
        LOGGED.replace("application", "network").replace(SERVICE, "delivery.logs.amazonaws.com"),
        breaks("delivery.logs.amazonaws.com", SERVICE),
    ),
)

TARGETS = """
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      Port: 80
      Protocol: HTTP
      HealthCheckIntervalSeconds: 30
      HealthCheckTimeoutSeconds: 5
      TargetGroupAttributes:
        - {Key: deregistration_delay.timeout_seconds, Value: "30"}
        - {Key: stickiness.enabled, Value: true}
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Name: !Sub shop-${Environment}
      LoadBalancerAttributes:
        - {Key: idle_timeout.timeout_seconds, Value: 120}
        - {Key: routing.http.desync_mitigation_mode, Value: strictest}
"""
ENVIRONMENT = "Parameters:\n  Environment: {Type: String}"
PRIORITIES = {
    "root.yaml": """
Resources:
  Edge: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./edge.yaml}}
  Service:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: ./service.yaml, Parameters: {Listener: !GetAtt Edge.Outputs.Listener}}
""",
    "edge.yaml": """
Resources:
  Listener: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {Port: 80, Protocol: HTTP}}
  Docs: {Type: AWS::ElasticLoadBalancingV2::ListenerRule, Properties: {ListenerArn: !Ref Listener, Priority: 10}}
Outputs: {Listener: {Value: !Ref Listener}}
""",
    "service.yaml": """
Parameters: {Listener: {Type: String}}
Resources:
  Api:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties:
      ListenerArn: !Ref Listener
      Priority: 20
""",
}
SECURE = """
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      Port: 443
      Protocol: HTTPS
      SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06
      Certificates:
        - CertificateArn: arn:aws:acm:eu-west-1:210987654321:certificate/6f0c1d1e-9a3a-4a6c-8f5e-3f1b7a2c9d10
"""

CASES = {
    "balancer-logs-admitted": LOG_BUCKET,
    "balancer-log-bucket-form": (
        case(
            LOGGED,
            breaks("AES256", OWN_KEY, at="Logs", line=f"- ServerSideEncryptionByDefault: {{SSEAlgorithm: {OWN_KEY}}}"),
            breaks("Value: alb", "Value: AWSLogs/alb", at="Balancer"),
            breaks("Value: alb", "Value: !Sub '${AWS::StackName}/AWSLogs'"),
            holds("AES256", "!Ref Algorithm"),
            holds("AES256", "aws:kms"),
            holds("SSEAlgorithm: AES256", "KMSMasterKeyID: x"),
            rest="Parameters:\n  Algorithm: {Type: String}",
        ),
        case(LOGGED.replace("application", "network").replace("AES256", OWN_KEY), breaks("network", "application")),
    ),
    "balancer-log-bucket-key": (case(LOGGED, breaks("AES256", "aws:kms", at="Logs"), holds("AES256", OWN_KEY)),),
    "balancer-name": (
        case(
            TARGETS,
            breaks("shop-${", "shop_${", at="Balancer", line="Name: !Sub shop_${Environment}"),
            breaks("shop-${", "a-name-that-is-longer-than-thirty-two-${"),
            breaks("shop-${", "internal-${"),
            breaks("      Port: 80", "      Port: 80\n      Name: targets-", at="Targets"),
            holds("shop-${Environment}", "-${Environment}-x${Environment}".lstrip("-")),
            holds("      Port: 80", "      Port: 80\n      Name: internal-targets"),
            holds("!Sub shop-${Environment}", "'{{resolve:ssm:/balancer/name}}'"),
            holds("!Sub shop-${Environment}", "!Select [0, !Split ['_', !Ref Environment]]"),
            rest=ENVIRONMENT,
        ),
    ),
    "health-check-times": (
        case(
            TARGETS,
            breaks("TimeoutSeconds: 5", "TimeoutSeconds: '30'", at="Targets", line="HealthCheckTimeoutSeconds: '30'"),
            breaks("IntervalSeconds: 30\n      HealthCheckTimeoutSeconds: 5", "TimeoutSeconds: 60"),
            holds("IntervalSeconds: 30\n      HealthCheckTimeoutSeconds: 5", "TimeoutSeconds: 29"),
            holds("IntervalSeconds: 30", "IntervalSeconds: !Ref Environment"),
            breaks("      Protocol: HTTP\n      HealthCheckIntervalSeconds: 30", "      HealthCheckIntervalSeconds: 4"),
            holds("      Protocol: HTTP\n      HealthCheckIntervalSeconds: 30", "      HealthCheckIntervalSeconds: 5"),
            holds("TimeoutSeconds: 5", "TimeoutSeconds: !Ref Environment"),
            rest=ENVIRONMENT,
        ),
        case(
            "  Targets:\n    Type: AWS::ElasticLoadBalancingV2::TargetGroup\n    Properties:\n"
            "      HealthCheckTimeoutSeconds: 30\n      TargetType: lambda",
            breaks("TimeoutSeconds: 30", "TimeoutSeconds: 35"),
            breaks("TargetType: lambda", "Protocol: GENEVE"),
            holds("TargetType: lambda", "TargetType: ip"),
        ),
    ),
    "listener-rule-priorities": (
        nest(
            PRIORITIES,
            breaks("Priority: 20", "Priority: '10'", at="Service/Api", line="Priority: '10'"),
            holds("Priority: 20", "Priority: !Ref AWS::AccountId"),
            holds("ListenerArn: !Ref Listener\n      Priority: 20", "Priority: 10"),
            holds(
                "    Properties:\n      ListenerArn: !Ref Listener\n      Priority: 20",
                "    Condition: Never\n    Properties: {ListenerArn: !Ref Listener, Priority: 10}",
            ),
        ),
    ),
    "listener-certificate-usable": (
        case(
            SECURE,
            breaks("arn:aws:acm:eu-west-1:210987654321:certificate/6f0c1d1e-9a3a-4a6c-8f5e-3f1b7a2c9d10", "REPLACE-ME"),
            breaks("CertificateArn: arn:aws:acm", "CertificateArn: arn:aws:kms"),
            breaks("      Certificates:\n", "      Certificates:\n        - CertificateArn: !Ref Other\n"),
            breaks("CertificateArn: arn", "CertificateArn: !Ref Other # arn", given={"Other": ""}),
            holds("CertificateArn: arn", "CertificateArn: !Ref Other # arn"),
            holds("acm:eu-west-1:210987654321:certificate", "iam::210987654321:server-certificate"),
            holds("CertificateArn: arn", "CertificateArn: '{{resolve:ssm:/certificate}}' # arn"),
            holds("    Properties:\n", "    Condition: Secure\n    Properties:\n", given={"Other": ""}),
            rest="Parameters:\n  Other: {Type: String}\nConditions:\n  Secure: !Not [!Equals [!Ref Other, '']]",
        ),
    ),
    "listener-certificate-real": (
        case(
            SECURE,
            breaks("210987654321", "123456789012", at="Listener"),
            breaks("CertificateArn: arn", "CertificateArn: !Ref Other # arn"),
            holds("CertificateArn: arn", "CertificateArn: !Ref Other # arn", given={"Other": "somebody's"}),
            rest="Parameters:\n  Other: {Type: String, Default: 'arn:aws:acm:eu-west-1:111122223333:certificate/x'}",
        ),
    ),
    "listener-tls-policy-exists": (
        case(
            SECURE,
            breaks("TLS13-1-2-2021-06", "TLS13-1-2-2021-07", at="Listener"),
            breaks("ELBSecurityPolicy-TLS13-1-2-2021-06", "TLSv1.2_2021"),
            holds("TLS13-1-2-2021-06", "TLS13-1-2-Res-PQ-2025-09"),
            holds("TLS13-1-2-2021-06", "2016-08"),
            holds("ELBSecurityPolicy-TLS13-1-2-2021-06", "'{{resolve:ssm:/tls/policy}}'"),
            holds("ELBSecurityPolicy-TLS13-1-2-2021-06", "!Ref Policy"),
            rest="Parameters:\n  Policy: {Type: String}",
        ),
    ),
    "balancer-attributes-known": (
        case(
            TARGETS,
            breaks("idle_timeout.timeout_seconds", "idle_timeout.seconds", at="Balancer"),
            breaks("stickiness.enabled", "sticky.enabled", at="Targets"),
            holds("Key: idle_timeout.timeout_seconds", "Key: !Ref Environment"),
            rest=ENVIRONMENT,
        ),
    ),
    "balancer-attributes-exist": (
        case(
            TARGETS,
            holds("idle_timeout.timeout_seconds", "idle_timeout.seconds"),
            breaks("Value: 120", "Value: 5000", line="- {Key: idle_timeout.timeout_seconds, Value: 5000}"),
            breaks("strictest", "strict"),
            breaks("      Name: !Sub", "      Type: network\n      Name: !Sub"),
            breaks("stickiness.enabled, Value: true", "stickiness.enabled, Value: yes please", at="Targets"),
            breaks("stickiness.enabled", "proxy_protocol_v2.enabled"),
            breaks("      Port: 80", "      TargetType: lambda"),
            holds("Value: 120", "Value: !Ref Environment"),
            holds("Value: 120", "Value: '{{resolve:ssm:/idle/timeout}}'"),
            holds("Key: idle_timeout.timeout_seconds", "Key: !Ref Environment"),
            holds("      Name: !Sub", "      Type: !Sub"),
            holds("      Protocol: HTTP\n", "      Protocol: TCP\n"),
            holds("        - {Key: idle_timeout", "        - !Ref AWS::NoValue\n        - {Key: idle_timeout"),
            rest=ENVIRONMENT,
        ),
    ),
    "deregistration-delay-chosen": (
        case(
            TARGETS,
            breaks("deregistration_delay.timeout_seconds", "slow_start.duration_seconds", at="Targets"),
            breaks("TargetGroupAttributes", "Tags"),
            holds("Key: deregistration_delay.timeout_seconds", "Key: !Ref Environment"),
            holds(
                "        - {Key: deregistration_delay",
                "        - !If [A, {Key: B, Value: C}, {Key: D, Value: E}]\n        - {Key: slow_start",
            ),
            holds(
                "Protocol: HTTP\n      HealthCheckIntervalSeconds: 30\n      HealthCheckTimeoutSeconds: 5\n"
                "      TargetGroupAttributes",
                "TargetType: lambda\n      Tags",
            ),
            rest=ENVIRONMENT,
        ),
    ),
}

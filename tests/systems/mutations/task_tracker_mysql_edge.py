"""What is broken before Task Tracker's service: the domain, the firewall, the load balancer and its logs."""

from tests.systems.mutations.mutation import Broken

TO_TARGETS = "Type: forward\n        TargetGroupArn: !Ref AppTargetGroup"
REDIRECT = """\
Type: redirect
        RedirectConfig:
          Protocol: HTTPS
          Port: '443'
          StatusCode: HTTP_301
"""
LOGGED = "access_logs.s3.enabled\n        Value: 'true'"

BROKEN: list[Broken] = [
    ("S2-01", "edge", "Name: task-tracker.example.com\n      Type", "Name: www.example.com\n      Type"),
    ("S2-01", "edge", "        DNSName: !GetAtt LoadBalancer.DNSName", "        DNSName: example.com"),
    ("S2-01", "edge", "HostedZoneId: !GetAtt LoadBalancer.CanonicalHostedZoneID", "HostedZoneId: !Ref HostedZoneId"),
    ("S2-01", "edge", "Type: A\n", "Type: AAAA\n"),
    ("S2-02", "edge", "Scope: REGIONAL", "Scope: CLOUDFRONT"),
    ("S2-02", "edge", "ResourceArn: !Ref LoadBalancer", "ResourceArn: !Ref AppTargetGroup"),
    ("S2-02", "edge", "WebACLArn: !GetAtt WebAcl.Arn", "WebACLArn: arn"),
    ("S2-02", "edge", "Type: AWS::WAFv2::WebACLAssociation", "Type: AWS::WAFv2::IPSet"),
    ("S2-02", "edge", "      Rules:\n      - Name: rate-limit\n", "      Others:\n      - Name: rate-limit\n"),
    ("S2-15", "edge", "Scheme: internet-facing", "Scheme: internal"),
    ("S2-15", "edge", "Type: application", "Type: network"),
    ("S2-16 S2-18", "edge", "Port: 80\n", "Port: 8080\n"),
    ("S2-16 S2-18", "edge", REDIRECT, REDIRECT.replace("443", "8443")),
    ("S2-16 S2-18", "edge", REDIRECT, "Type: fixed-response\n"),
    ("S2-16 S2-17 S2-18", "edge", "Port: 443\n      Protocol: HTTPS", "Port: 8443\n      Protocol: HTTPS"),
    ("S2-18", "edge", REDIRECT, f"{TO_TARGETS}\n"),
    (
        "S2-17",
        "edge",
        "      DomainName: task-tracker.example.com\n      Val",
        "      DomainName: example.com\n      Val",
    ),
    ("S2-17", "edge", TO_TARGETS, "Type: fixed-response"),
    (
        "S2-17",
        "edge",
        "CertificateArn: !Ref Certificate",
        "CertificateArn: arn:aws:iam::123456789012:server-certificate/x",
    ),
    ("S2-19 S2-124", "edge", "Port: 3000\n", "Port: 80\n"),
    ("S2-19 S2-124", "edge", "TargetType: ip", "TargetType: instance"),
    ("S2-19 S2-124", "service", "ContainerPort: 3000\n        Target", "ContainerPort: 80\n        Target"),
    ("S2-23", "edge", "HealthCheckIntervalSeconds: 30", "HealthCheckIntervalSeconds: 60"),
    ("S2-24", "edge", "Value: '300'", "Value: '30'"),
    ("S2-26", "edge", LOGGED, LOGGED.replace("true", "false")),
    ("S2-26", "edge", "Value: !Ref AccessLogBucket", "Value: logs"),
    ("S2-26", "edge", "logdelivery.elasticloadbalancing", "delivery.logs"),
    ("S2-26", "edge", "${AccessLogBucket.Arn}/AWSLogs/${AWS::AccountId}/*", "${AccessLogBucket.Arn}/logs/*"),
    (
        "S2-26",
        "edge",
        "      - Key: access_logs.s3.e",
        "      - {Key: access_logs.s3.prefix, Value: a}\n      - Key: access_logs.s3.e",
    ),
    ("S2-26", "edge", "SSEAlgorithm: AES256", "SSEAlgorithm: aws:kms"),
    ("S2-26", "edge", "    DependsOn:\n    - AccessLogBucketPolicy\n", ""),
    ("S2-26", "edge", "RestrictPublicBuckets: true", "RestrictPublicBuckets: false"),
    ("S2-38", "edge", "HealthCheckPath: /health", "HealthCheckPath: /"),
    ("S2-38", "edge", "HealthCheckProtocol: HTTP\n", "HealthCheckProtocol: HTTPS\n"),
    ("S2-124 S2-19", "root", "!GetAtt Edge.Outputs.AppTargetGroupArn", "arn"),
    ("S2-124", "root", "        VpcId: !GetAtt Network.Outputs.VpcId\n", "        VpcId: vpc-1\n"),
    ("S2-124", "edge", "      HealthCheckPath", "      HealthCheckPort: 8080\n      HealthCheckPath"),
]

"""Cases of the rules about web ACLs."""

from tests.gate.rules.case import breaks, case, holds

LOGGING = """
  Logs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub "aws-waf-logs-${Environment}"}}
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: aws-waf-logs-shop}}
  Topic: {Type: AWS::SNS::Topic}
  Logging:
    Type: AWS::WAFv2::LoggingConfiguration
    Properties:
      ResourceArn: !Ref Environment
      LogDestinationConfigs:
        - !GetAtt Logs.Arn
"""
GROUP = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:"
ACL = """
  Acl:
    Type: AWS::WAFv2::WebACL
    Properties:
      Scope: REGIONAL
      Rules:
        - Name: common
          Priority: 0
          OverrideAction: {None: {}}
          Statement:
            ManagedRuleGroupStatement:
              VendorName: AWS
              Name: AWSManagedRulesCommonRuleSet
              RuleActionOverrides: [{Name: SizeRestrictions_BODY, ActionToUse: {Count: {}}}]
        - Name: rate
          Priority: 1
          Action: {Block: {}}
          Statement:
            RateBasedStatement:
              Limit: 2000
              AggregateKeyType: FORWARDED_IP
              ForwardedIPConfig: {HeaderName: X-Forwarded-For, FallbackBehavior: MATCH}
  Balancer: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Scheme: internet-facing}}
  Association:
    Type: AWS::WAFv2::WebACLAssociation
    Properties: {ResourceArn: !Ref Balancer, WebACLArn: !GetAtt Acl.Arn}
  Distribution:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Origins:
          - Id: api
            DomainName: !GetAtt Balancer.DNSName
            CustomOriginConfig: {OriginProtocolPolicy: http-only}
"""
REST = "Parameters:\n  Environment: {Type: String}"

CASES = {
    "web-acl-log-destination": (
        case(
            LOGGING,
            breaks('"aws-waf-logs-${', '"waf-logs-${', at="Logging", line="- !GetAtt Logs.Arn"),
            breaks('{LogGroupName: !Sub "aws-waf-logs-${Environment}"}', "{RetentionInDays: 30}"),
            breaks("- !GetAtt Logs.Arn", "- !Ref Logs"),
            breaks("- !GetAtt Logs.Arn", "- !Ref Topic"),
            breaks("- !GetAtt Logs.Arn", "- !GetAtt Logs.Arn\n        - !GetAtt Bucket.Arn"),
            breaks("- !GetAtt Logs.Arn", f'- !Sub "{GROUP}waf"'),
            breaks("- !GetAtt Logs.Arn", "- aws-waf-logs-shop"),
            breaks("- !GetAtt Logs.Arn", '- !Sub "${Logs}"'),
            holds("- !GetAtt Logs.Arn", '- !Sub "${Logs.Arn}"'),
            holds("- !GetAtt Logs.Arn", f'- !Sub "{GROUP}${{Logs}}"'),
            holds("- !GetAtt Logs.Arn", f'- !Sub "{GROUP}aws-waf-logs-x"'),
            holds("- !GetAtt Logs.Arn", f'- !Sub "{GROUP}${{Logs}}:*"'),
            holds("- !GetAtt Logs.Arn", "- !Ref Environment"),
            holds("- !GetAtt Logs.Arn", "- !GetAtt Bucket.Arn"),
            holds("aws-waf-logs-${Environment}", "${Environment}-shop"),
            rest=REST,
        ),
    ),
    "web-acl-rule-priorities": (
        case(
            ACL,
            breaks("Priority: 1", 'Priority: "0"', at="Acl", line='Priority: "0"'),
            breaks("Name: rate", "Name: common"),
            holds("Priority: 1", "Priority: !Ref AWS::AccountId"),
            holds(
                "        - Name: rate\n          Priority: 1",
                "        - !If [A, {Priority: 0}, {Priority: 0}]\n        - Name: rate\n          Priority: 1",
            ),
        ),
    ),
    "web-acl-rule-actions": (
        case(
            ACL,
            breaks("OverrideAction: {None: {}}", "Action: {Block: {}}", at="Acl", line="- Name: common"),
            breaks("          OverrideAction: {None: {}}\n", ""),
            breaks("          Action: {Block: {}}\n", "          OverrideAction: {None: {}}\n"),
            breaks("          Action: {Block: {}}\n", ""),
            breaks("          OverrideAction", "          Action: {Block: {}}\n          OverrideAction"),
            holds("ManagedRuleGroupStatement:", "RuleGroupReferenceStatement:"),
        ),
    ),
    "managed-rule-group-exists": (
        case(
            ACL,
            breaks("AWSManagedRulesCommonRuleSet", "AWSManagedRulesCommonRules", at="Acl"),
            breaks("VendorName: AWS", "VendorName: Amazon", line="VendorName: Amazon"),
            holds(
                "VendorName: AWS\n              Name: AWSManagedRulesCommonRuleSet",
                "VendorName: Other\n              Name: TheirRules",
            ),
            holds("Name: AWSManagedRulesCommonRuleSet", "Name: !Ref AWS::Region"),
        ),
    ),
    "uploads-not-blocked": (
        case(
            ACL,
            breaks("SizeRestrictions_BODY", "NoUserAgent_HEADER", at="Acl", line="- Name: common"),
            breaks("RuleActionOverrides", "Other"),
            holds(
                "RuleActionOverrides: [{Name: SizeRestrictions_BODY, ActionToUse: {Count: {}}}]",
                "ExcludedRules: [{Name: SizeRestrictions_BODY}]",
            ),
            holds(
                "RuleActionOverrides: [{Name: SizeRestrictions_BODY, ActionToUse: {Count: {}}}]",
                "ScopeDownStatement: {}",
            ),
        ),
        case(
            ACL.replace("RuleActionOverrides", "Other").replace("!Ref Balancer,", "!Ref AWS::Region,"),
            breaks("!Ref AWS::Region,", "!Ref Balancer,"),
            holds("OverrideAction: {None: {}}", "OverrideAction: {Count: {}}"),
        ),
    ),
    "rate-rule-form": (
        case(
            ACL,
            breaks("ForwardedIPConfig", "Other", at="Acl", line="AggregateKeyType: FORWARDED_IP"),
            breaks("FORWARDED_IP", "CUSTOM_KEYS"),
            holds(
                "AggregateKeyType: FORWARDED_IP\n              ForwardedIPConfig",
                "AggregateKeyType: IP\n              Other",
            ),
        ),
    ),
    "rate-rule-counts-viewers": (
        case(
            ACL,
            breaks("FORWARDED_IP", "IP", at="Acl"),
            holds("FORWARDED_IP", "CONSTANT"),
        ),
        case(
            ACL.replace("FORWARDED_IP", "IP").replace("!GetAtt Balancer.DNSName", "elsewhere.example.com"),
            breaks("elsewhere.example.com", "!GetAtt Balancer.DNSName"),
        ),
    ),
}

"""Cases of the rules for the policies of keys."""

from tests.gate.rules.case import breaks, case, holds

KEY = """
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Sid: Root
            Effect: Allow
            Principal: {AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
            Action: kms:*
            Resource: "*"
          - Sid: Service
            Effect: Allow
            Principal:
              Service: !Sub logs.${AWS::Region}.amazonaws.com
            Action: [kms:Encrypt, kms:Decrypt, kms:GenerateDataKey*, kms:DescribeKey]
            Resource: "*"
"""

CASES = {
    "key-policy-can-be-changed": (
        case(
            KEY,
            breaks("kms:*", "kms:Decrypt", at="Key", line="KeyPolicy:"),
            breaks('{AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}', "{Service: s3.amazonaws.com}"),
            holds("kms:*", "[kms:Put*, kms:Get*]"),
            holds("kms:*", "!Ref Actions"),
            holds("      KeyPolicy:", "      BypassPolicyLockoutSafetyCheck: true\n      KeyPolicy:"),
            rest="Parameters: {Actions: {Type: String}}",
        ),
    ),
    "log-group-key-by-arn": (
        case(
            f"{KEY}  Group: {{Type: AWS::Logs::LogGroup, Properties: {{KmsKeyId: !GetAtt Key.Arn}}}}",
            breaks("!GetAtt Key.Arn", "!Ref Key", at="Group"),
            breaks("!GetAtt Key.Arn", "!GetAtt Key.KeyId", at="Group"),
            holds("!GetAtt Key.Arn", "arn:aws:kms:eu-central-1:123456789012:key/1"),
        ),
    ),
    "log-group-key-admits-logs": (
        case(
            f"{KEY}  Group: {{Type: AWS::Logs::LogGroup, Properties: {{KmsKeyId: !GetAtt Key.Arn}}}}",
            breaks("logs.${AWS::Region}.amazonaws.com", "s3.${AWS::Region}.amazonaws.com", at="Group"),
            breaks("[kms:Encrypt, kms:Decrypt, kms:GenerateDataKey*, kms:DescribeKey]", "kms:DescribeKey"),
            breaks("Sid: Service\n            Effect: Allow", "Sid: Service\n            Effect: Deny"),
            holds("!Sub logs.${AWS::Region}.amazonaws.com", "!Ref AWS::Region"),
            holds("Service: !Sub logs.${AWS::Region}.amazonaws.com", 'AWS: "*"'),
            holds("!GetAtt Key.Arn", "arn:aws:kms:eu-central-1:123456789012:key/1"),
        ),
        case(
            "  Key: {Type: AWS::KMS::Key, Properties: {KeyPolicy: !Ref Given}}\n"
            "  Group: {Type: AWS::Logs::LogGroup, Properties: {KmsKeyId: !GetAtt Key.Arn}}",
            breaks("KeyPolicy: !Ref Given", "EnableKeyRotation: true", at="Group"),
            rest="Parameters: {Given: {Type: String}}",
        ),
    ),
    "trail-key-admits-cloudtrail": (
        case(
            f"{KEY}  Trail: {{Type: AWS::CloudTrail::Trail, Properties: {{KMSKeyId: !Ref Key}}}}".replace(
                "!Sub logs.${AWS::Region}.amazonaws.com", "cloudtrail.amazonaws.com"
            ),
            breaks("cloudtrail.amazonaws.com", "cloudwatch.amazonaws.com", at="Trail"),
            breaks("kms:GenerateDataKey*", "kms:ReEncrypt*", at="Trail"),
            holds("!Ref Key", "alias/own"),
        ),
    ),
    "site-key-admits-cloudfront": (
        case(
            f"{KEY}".replace("!Sub logs.${AWS::Region}.amazonaws.com", "cloudfront.amazonaws.com")
            + """
  Site:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms, KMSMasterKeyID: !GetAtt Key.Arn}
  Control: {Type: AWS::CloudFront::OriginAccessControl}
  Distribution:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Origins:
          - Id: site
            DomainName: !GetAtt Site.RegionalDomainName
            OriginAccessControlId: !GetAtt Control.Id
""",
            breaks("cloudfront.amazonaws.com", "logs.amazonaws.com", at="Distribution", line="- Id: site"),
            breaks("kms:Decrypt, ", "", at="Distribution"),
            holds("!GetAtt Key.Arn", "arn:aws:kms:eu-central-1:123456789012:key/1"),
            holds("            OriginAccessControlId: !GetAtt Control.Id\n", ""),
        ),
    ),
}

"""Cases of the rules about image repositories, trails and quotas."""

from tests.gate.rules.case import breaks, case, holds

REPOSITORY = """
  Repository:
    Type: AWS::ECR::Repository
    DeletionPolicy: Delete
    Properties:
      RepositoryName: shop/api
      EmptyOnDelete: true
      ImageTagMutability: IMMUTABLE
      LifecyclePolicy:
        LifecyclePolicyText: >-
          {"rules": [
          {"rulePriority": 1, "selection": {"tagStatus": "tagged", "tagPrefixList": ["v"], "countType": "imageCountMoreThan", "countNumber": 9}, "action": {"type": "expire"}},
          {"rulePriority": 2, "selection": {"tagStatus": "any", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 9}, "action": {"type": "expire"}}]}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - Name: api
          Image: !Sub ${Repository.RepositoryUri}:v1
"""  # noqa: E501 - a block of JSON in which each rule is a line
IMAGE = "!Sub ${Repository.RepositoryUri}:v1"
POLICY = "LifecyclePolicyText: >-"

TRAIL = """
  Bucket: {Type: AWS::S3::Bucket, DeletionPolicy: Retain}
  BucketPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: {Service: cloudtrail.amazonaws.com}
            Action: s3:GetBucketAcl
            Resource: !GetAtt Bucket.Arn
          - Effect: Allow
            Principal: {Service: cloudtrail.amazonaws.com}
            Action: s3:PutObject
            Resource: !Sub ${Bucket.Arn}/AWSLogs/${AWS::AccountId}/*
            Condition:
              StringEquals:
                aws:SourceArn: !Sub arn:aws:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/shop-${Environment}
  Logs: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: 30}}
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      TrailName: !Sub shop-${Environment}
      S3BucketName: !Ref Bucket
      CloudWatchLogsLogGroupArn: !GetAtt Logs.Arn
      CloudWatchLogsRoleArn: !Ref Role
"""
REST = "Parameters:\n  Environment: {Type: String}\n  Role: {Type: String}"
NAME = "!Sub shop-${Environment}\n"
ARN = "!GetAtt Logs.Arn"

CASES = {
    "lifecycle-policy-content": (
        case(
            REPOSITORY,
            breaks('{"rules"', '"rules"', at="Repository", line=POLICY),
            breaks('"rules"', '"rule"'),
            breaks('"rulePriority": 2', '"rulePriority": 1'),
            breaks('"rulePriority": 1', '"rulePriority": 3'),
            breaks('"rulePriority": 1', '"rulePriority": "1"'),
            breaks(', "tagPrefixList": ["v"]', ""),
            breaks('"tagPrefixList": ["v"]', '"tagPrefixList": ["v"], "tagPatternList": ["v*"]'),
            breaks('"tagStatus": "tagged"', '"tagStatus": "untagged"'),
            breaks('"any"', '"all"'),
            breaks(', "countUnit": "days"', ""),
            breaks('"imageCountMoreThan"', '"imageCountMoreThan", "countUnit": "days"'),
            breaks(', "countNumber": 9', ""),
            breaks('"selection"', '"select"'),
            holds("tagPrefixList", "tagPatternList"),
            holds(POLICY, "LifecyclePolicyText: !Ref AWS::Region\n        Other: >-"),
        ),
    ),
    "immutable-repository-without-latest": (
        case(
            REPOSITORY,
            breaks(":v1", ":latest", at="Task", line="Image: !Sub ${Repository.RepositoryUri}:latest"),
            breaks(IMAGE, "!GetAtt Repository.RepositoryUri"),
            breaks(IMAGE, "210987654321.dkr.ecr.eu-west-1.amazonaws.com/shop/api:latest"),
            breaks(IMAGE, "210987654321.dkr.ecr.eu-west-1.amazonaws.com/shop/api"),
            holds(IMAGE, "210987654321.dkr.ecr.eu-west-1.amazonaws.com/shop/web:latest"),
            holds(IMAGE, "!Sub '${Repository.RepositoryUri}@sha256:0123'"),
            holds(IMAGE, "!Sub '${Repository.RepositoryUri}:${AWS::Region}'"),
        ),
        case(
            REPOSITORY.replace(":v1", ":latest").replace(
                "ImageTagMutability: IMMUTABLE", "ImageTagMutability: MUTABLE"
            ),
            breaks("Mutability: MUTABLE", "Mutability: IMMUTABLE"),
            breaks("Mutability: MUTABLE", "Mutability: IMMUTABLE_WITH_EXCLUSION"),
            holds(
                "Mutability: MUTABLE",
                "Mutability: IMMUTABLE_WITH_EXCLUSION\n      ImageTagMutabilityExclusionFilters:\n"
                "        - {ImageTagMutabilityExclusionFilterValue: la*}",
            ),
        ),
    ),
    "repository-can-be-deleted": (
        case(
            REPOSITORY,
            breaks("      EmptyOnDelete: true\n", "", at="Repository"),
            breaks("EmptyOnDelete: true", 'EmptyOnDelete: "false"', line='EmptyOnDelete: "false"'),
            holds("EmptyOnDelete: true", "EmptyOnDelete: !Equals [a, b]"),
        ),
        case(
            REPOSITORY.replace("EmptyOnDelete: true", "EmptyOnDelete: false").replace(
                "Policy: Delete", "Policy: Retain"
            ),
            breaks("DeletionPolicy: Retain", "UpdateReplacePolicy: Retain"),
        ),
    ),
    "trail-bucket-policy": (
        case(
            TRAIL,
            breaks("s3:GetBucketAcl", "s3:GetBucketPolicy", at="Trail", line="S3BucketName: !Ref Bucket"),
            breaks("s3:PutObject", "s3:GetObject"),
            breaks("Service: cloudtrail", "Service: config"),
            breaks("      S3BucketName", "      S3KeyPrefix: trails\n      S3BucketName"),
            breaks("      Bucket: !Ref Bucket\n", "      Bucket: other\n"),
            holds("${Bucket.Arn}/AWSLogs", "${Bucket.Arn}/*/AWSLogs"),
            holds("Principal: {Service: cloudtrail.amazonaws.com}", "Principal: !Ref Role"),
            holds("S3BucketName: !Ref Bucket", "S3BucketName: !Ref Role"),
            rest=REST,
        ),
    ),
    "trail-named-by-its-bucket": (
        case(
            TRAIL,
            breaks(NAME, "!Sub trail-${Environment}\n", at="Trail", line="TrailName: !Sub trail-${Environment}"),
            breaks("      TrailName: " + NAME, ""),
            breaks("trail/shop-${Environment}", "trail/shop"),
            holds("trail/shop-${Environment}", "trail/*"),
            holds("trail/shop-${Environment}", "trail/shop-production"),
            holds("            Condition:\n", "            Other:\n"),
            holds("!Sub arn:aws:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/shop-${Environment}", "!Ref Role"),
            rest=REST,
        ),
    ),
    "trail-log-group-arn": (
        case(
            TRAIL,
            breaks(ARN, "!Ref Logs", at="Trail", line="CloudWatchLogsLogGroupArn: !Ref Logs"),
            holds(ARN, "'{{resolve:ssm:/trail/log-group}}'"),
            breaks(ARN, "!Sub arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Logs}"),
            breaks(ARN, "!Sub arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:trail"),
            breaks(ARN, "arn:aws:logs:eu-west-1:210987654321:log-group:trail"),
            breaks("      CloudWatchLogsRoleArn: !Ref Role\n", ""),
            holds(ARN, "!Sub arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Logs}:*"),
            holds(ARN, "arn:aws:logs:eu-west-1:210987654321:log-group:trail:*"),
            holds(ARN, "!Ref Role"),
            holds(ARN, "!Sub ${Role}${Environment}"),
            rest=REST,
        ),
    ),
    "within-usual-quotas": (
        case(
            "\n".join(
                f"  Address{number}: {{Type: AWS::EC2::EIP, Properties: {{Domain: vpc}}}}" for number in range(5)
            ),
            breaks("  Address0:", "  Sixth: {Type: AWS::EC2::EIP}\n  Address0:", at="Address4"),
            holds("  Address0:", "  Sixth: {Type: AWS::EC2::EIP, Condition: Large}\n  Address0:"),
        ),
    ),
}

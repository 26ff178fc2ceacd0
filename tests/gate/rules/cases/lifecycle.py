"""Cases of the rules for what is no longer supported."""

from tests.gate.rules.case import breaks, case, holds

DATABASE = """
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: postgres
      EngineVersion: "16.13"
"""
CACHE = """
  Cache:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      Engine: redis
      EngineVersion: "7.1"
"""
FUNCTION = """
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs24.x
  Rotation:
    Type: AWS::SecretsManager::RotationSchedule
    Properties:
      HostedRotationLambda: {Runtime: python3.13}
"""
TASK = """
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - {Name: app, Image: "node:24-alpine"}
        - {Name: proxy, Image: !Ref Image}
"""
GIVEN = "Parameters: {Image: {Type: String}, Given: {Type: String}}"
ROTATION = "  Secret: {Type: AWS::SecretsManager::Secret}"

CASES = {
    "database-version-offered": (
        case(
            DATABASE,
            breaks('"16.13"', '"9.6.24"', at="Database", line='EngineVersion: "9.6.24"'),
            breaks('"16.13"', "10"),
            breaks('postgres\n      EngineVersion: "16.13"', 'mariadb\n      EngineVersion: "10.3.39"'),
            breaks('"16.13"', '"13.23"\n      EngineLifecycleSupport: open-source-rds-extended-support-disabled'),
            holds('"16.13"', '"16.13"\n      EngineLifecycleSupport: open-source-rds-extended-support-disabled'),
            holds('"16.13"', '"13.23"'),
            holds('"16.13"', "!Ref Given"),
            holds("Engine: postgres", "Engine: oracle-ee"),
            rest=GIVEN,
        ),
    ),
    "database-minor-offered": (
        case(
            DATABASE,
            breaks('"16.13"', '"16.8"', at="Database", line='EngineVersion: "16.8"'),
            breaks('"16.13"', "17.4"),
            breaks('postgres\n      EngineVersion: "16.13"', 'mysql\n      EngineVersion: "8.0.41"'),
            breaks('postgres\n      EngineVersion: "16.13"', 'aurora-postgresql\n      EngineVersion: "16.12"'),
            holds('postgres\n      EngineVersion: "16.13"', 'aurora-postgresql\n      EngineVersion: "16.8"'),
            holds('"16.13"', '"16.99"'),
            holds('"16.13"', '"16"'),
            holds('"16.13"', "!Ref Given"),
            rest=GIVEN,
        ),
    ),
    "database-version-supported": (
        case(
            DATABASE,
            breaks('"16.13"', '"13.23"', at="Database"),
            breaks('postgres\n      EngineVersion: "16.13"', 'mysql\n      EngineVersion: "8.0.45"'),
            breaks(
                'postgres\n      EngineVersion: "16.13"', "aurora-mysql\n      EngineVersion: 5.7.mysql_aurora.2.12.6"
            ),
            holds(
                'postgres\n      EngineVersion: "16.13"', "aurora-mysql\n      EngineVersion: 8.0.mysql_aurora.3.10.1"
            ),
            holds('postgres\n      EngineVersion: "16.13"', 'mysql\n      EngineVersion: "8.4.9"'),
            holds('"16.13"', '"14.20"'),
        ),
    ),
    "database-version-names-minor": (
        case(
            DATABASE,
            breaks('"16.13"', "16", at="Database", line="EngineVersion: 16"),
            breaks('postgres\n      EngineVersion: "16.13"', 'mysql\n      EngineVersion: "8.4"'),
            holds('"16.13"', "!Ref Given"),
            rest=GIVEN,
        ),
    ),
    "cache-version-supported": (
        case(
            CACHE,
            breaks('"7.1"', '"5.0.6"', at="Cache", line='EngineVersion: "5.0.6"'),
            breaks('      Engine: redis\n      EngineVersion: "7.1"', "      EngineVersion: 4.0.10"),
            breaks('"7.1"', '"3.2.6"'),
            holds('redis\n      EngineVersion: "7.1"', 'memcached\n      EngineVersion: "1.4.34"'),
            holds('"7.1"', '"6.2"'),
            holds('redis\n      EngineVersion: "7.1"', 'valkey\n      EngineVersion: "8.0"'),
        ),
    ),
    "runtime-offered": (
        case(
            FUNCTION,
            breaks("nodejs24.x", "nodejs14.x", at="Function", line="Runtime: nodejs14.x"),
            breaks("python3.13", "python3.7", at="Rotation"),
            holds("nodejs24.x", "nodejs20.x"),
            holds("nodejs24.x", "!Ref Given"),
            rest=GIVEN,
        ),
    ),
    "runtime-supported": (
        case(
            FUNCTION,
            breaks("nodejs24.x", "nodejs20.x", at="Function", line="Runtime: nodejs20.x"),
            breaks("python3.13", "python3.9", at="Rotation"),
            breaks("nodejs24.x", "dotnet8"),
            holds("nodejs24.x", "nodejs22.x"),
            holds("nodejs24.x", "nodejs14.x"),
        ),
    ),
    "image-supported": (
        case(
            TASK,
            breaks("node:24-alpine", "node:20-alpine", at="Task", line='- {Name: app, Image: "node:20-alpine"}'),
            breaks("node:24-alpine", "public.ecr.aws/docker/library/python:3.9.18-slim"),
            breaks("node:24-alpine", "docker.io/library/postgres:13"),
            breaks("node:24-alpine", "public.ecr.aws/amazonlinux/amazonlinux:2"),
            breaks("node:24-alpine", "alpine:3.18@sha256:0000"),
            breaks("!Ref Image", "!Ref Image", given={"Image": "nginx:1.24"}),
            holds("node:24-alpine", "node:lts"),
            holds("node:24-alpine", "node"),
            holds("node:24-alpine", "somebody/node:12"),
            holds("node:24-alpine", "public.ecr.aws/amazonlinux/amazonlinux:2023"),
            holds("node:24-alpine", "123456789012.dkr.ecr.eu-central-1.amazonaws.com/node:12"),
            rest=GIVEN,
        ),
    ),
    "no-x-ray-daemon": (
        case(
            TASK,
            breaks("node:24-alpine", "public.ecr.aws/xray/aws-xray-daemon:latest", at="Task"),
            breaks("node:24-alpine", "amazon/aws-xray-daemon"),
            holds("node:24-alpine", "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.0"),
            rest=GIVEN,
        ),
    ),
    "no-app-mesh": (
        case(
            TASK,
            breaks(
                "      ContainerDefinitions:", "      ProxyConfiguration: {Type: APPMESH}\n      ContainerDefinitions:"
            ),
            breaks("  Task:", "  Mesh: {Type: AWS::AppMesh::Mesh}\n  Task:", at="Mesh"),
            rest=GIVEN,
        ),
    ),
    "no-launch-configuration": (
        case(
            "  Launch: {Type: AWS::EC2::LaunchTemplate}",
            breaks("AWS::EC2::LaunchTemplate", "AWS::AutoScaling::LaunchConfiguration", at="Launch"),
        ),
    ),
    "rotation-transform-current": (
        case(
            ROTATION,
            breaks(
                "SecretsManager-2024-09-16",
                "SecretsManager-2020-07-23",
                at="",
                line="Transform: AWS::SecretsManager-2020-07-23",
            ),
            breaks("AWS::SecretsManager-2024-09-16", "[AWS::LanguageExtensions, AWS::SecretsManager-2020-07-23]"),
            rest="Transform: AWS::SecretsManager-2024-09-16",
        ),
    ),
}

"""Cases of the rules about Prometheus, Grafana, X-Ray and their collectors."""

from tests.gate.rules.case import breaks, case, holds

COLLECTOR = """
  Workspace: {Type: AWS::APS::Workspace, Properties: {Alias: shop}}
  Configuration:
    Type: AWS::SSM::Parameter
    Properties:
      Type: String
      Tier: Standard
      Value: !Sub |
        exporters:
          awsxray: {}
          prometheusremotewrite:
            endpoint: ${Workspace.PrometheusEndpoint}api/v1/remote_write
            auth: {authenticator: sigv4auth}
  Role:
    Type: AWS::IAM::Role
    Properties:
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy
      Policies:
        - PolicyName: telemetry
          PolicyDocument:
            Statement:
              - {Effect: Allow, Action: [aps:RemoteWrite, "xray:Put*"], Resource: "*"}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      TaskRoleArn: !GetAtt Role.Arn
      ContainerDefinitions:
        - Name: api
          Image: !Ref Image
        - Name: collector
          Image: public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0
          Essential: false
          Secrets:
            - {Name: AOT_CONFIG_CONTENT, ValueFrom: !Ref Configuration}
"""
REST = "Parameters:\n  Image: {Type: String}\n  Somebody: {Type: String}"
GRANT = '[aps:RemoteWrite, "xray:Put*"]'
SECRETS = "          Secrets:\n            - {Name: AOT_CONFIG_CONTENT, ValueFrom: !Ref Configuration}\n"
ATTACHED = """
  Policy:
    Type: AWS::IAM::Policy
    Properties:
      Roles: [!Ref Role]
      PolicyDocument: {Statement: [{Effect: Allow, Action: ["aps:*", "xray:*"], Resource: "*"}]}
"""
WITHOUT = COLLECTOR.replace("Effect: Allow", "Effect: Deny")
BASIC = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"

GRAFANA = """
  Grafana:
    Type: AWS::Grafana::Workspace
    Properties:
      AccountAccessType: CURRENT_ACCOUNT
      PermissionType: CUSTOMER_MANAGED
      RoleArn: !Ref Role
      AuthenticationProviders: [SAML]
      SamlConfiguration: {IdpMetadata: {Url: https://identity.example.com/metadata}}
"""
GRAFANA_REST = "Parameters:\n  Role: {Type: String}"

CASES = {
    "metrics-may-be-written": (
        case(
            COLLECTOR,
            breaks(GRANT, "[aps:QueryMetrics]", at="Task", line="- Name: collector"),
            breaks("      TaskRoleArn: !GetAtt Role.Arn\n", ""),
            holds("TaskRoleArn: !GetAtt Role.Arn", "TaskRoleArn: !Ref Somebody"),
            rest=REST,
        ),
        case(
            WITHOUT + ATTACHED,
            breaks("[!Ref Role]", "[!Ref Configuration]"),
            breaks('["aps:*", ', '["ssm:*", '),
            holds("[!Ref Role]", "!Split [',', !Ref Somebody]"),
            rest=REST,
        ),
        case(
            WITHOUT.replace(BASIC, "arn:aws:iam::aws:policy/AmazonPrometheusRemoteWriteAccess"),
            breaks("arn:aws:iam::aws:policy/AmazonPrometheusRemoteWriteAccess", BASIC),
            holds("prometheusremotewrite:", "prometheus:"),
            holds("prometheusremotewrite:", "prometheus_remote_write/all:"),
            holds(SECRETS, ""),
            rest=REST,
        ),
    ),
    "traces-may-be-sent": (
        case(
            COLLECTOR,
            breaks(GRANT, "aps:RemoteWrite", at="Task", line="- Name: collector"),
            breaks("      TaskRoleArn: !GetAtt Role.Arn\n", ""),
            rest=REST,
        ),
        case(
            WITHOUT.replace("awsxray", "logging"),
            breaks(SECRETS, "          Command: [--config=/etc/ecs/ecs-default-config.yaml]\n"),
            breaks("public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0", "amazon/aws-xray-daemon:3.x"),
            holds("aws-otel-collector", "api"),
            rest=REST,
        ),
    ),
    "collector-not-essential": (
        case(
            COLLECTOR,
            breaks("          Essential: false\n", "", at="Task"),
            breaks("Essential: false", "Essential: true", line="Essential: true"),
            holds("Essential: false", "Essential: !Ref Somebody"),
            rest=REST,
        ),
        case(
            COLLECTOR.replace("        - Name: api\n          Image: !Ref Image\n", "").replace("false", "true"),
            breaks("      ContainerDefinitions:\n", "      ContainerDefinitions:\n        - Name: api\n"),
            rest=REST,
        ),
    ),
    "remote-write-address": (
        case(
            COLLECTOR,
            breaks("}api/v1", "}/api/v1", at="Configuration", line="Value: !Sub |"),
            breaks("}api/v1/remote_write", "}remote_write"),
            breaks("}api/v1/remote_write", "}"),
            holds("${Workspace.PrometheusEndpoint}", "${Somebody}/"),
            holds("}api/v1/remote_write", "}api/v1/remote_write # ${Workspace}"),
            rest=REST,
        ),
    ),
    "parameter-size": (
        case(
            COLLECTOR,
            breaks("        exporters:\n", f"        # {'long ' * 820}\n        exporters:\n", at="Configuration"),
            holds("Tier: Standard", f"Description: {'long ' * 820}"),
            rest=REST,
        ),
        case(
            COLLECTOR.replace("Tier: Standard", "Tier: Advanced").replace("exporters:", f"# {'long ' * 820}"),
            breaks("Tier: Advanced", "Tier: Standard"),
            breaks("awsxray", "long " * 820),
            rest=REST,
        ),
    ),
    "grafana-role-given": (
        case(
            GRAFANA,
            breaks("      RoleArn: !Ref Role\n", "", at="Grafana", line="PermissionType: CUSTOMER_MANAGED"),
            holds("PermissionType: CUSTOMER_MANAGED\n      RoleArn: !Ref Role\n", "PermissionType: SERVICE_MANAGED\n"),
            rest=GRAFANA_REST,
        ),
    ),
    "grafana-sign-in": (
        case(
            GRAFANA,
            breaks("SamlConfiguration", "Other", at="Grafana", line="AuthenticationProviders: [SAML]"),
            holds("[SAML]\n      SamlConfiguration", "[AWS_SSO]\n      Other"),
            rest=GRAFANA_REST,
        ),
    ),
}

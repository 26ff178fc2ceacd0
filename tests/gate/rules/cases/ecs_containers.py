"""Cases of the rules about containers: their size, variables, health and logs."""

from tests.gate.rules.case import breaks, case, holds, nest

TASK = """
  Logs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /ecs/api}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      ManagedPolicyArns: [!Sub "arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Cpu: 256
      Memory: 512
      NetworkMode: awsvpc
      RequiresCompatibilities: [FARGATE]
      ExecutionRoleArn: !GetAtt Role.Arn
      ContainerDefinitions:
        - Name: api
          Image: public.ecr.aws/docker/library/python:3.14-slim
          Cpu: 128
          Memory: 384
          MemoryReservation: 256
          Environment:
            - {Name: HOST, Value: example}
            - {Name: USER, Value: app}
          Secrets:
            - {Name: PASSWORD, ValueFrom: !Ref Text}
            - {Name: TOKEN, ValueFrom: !Ref Text}
          HealthCheck:
            Command: [CMD-SHELL, python check.py]
            Interval: 30
            Timeout: 5
            Retries: 3
            StartPeriod: 30
          LogConfiguration:
            LogDriver: awslogs
            Options:
              awslogs-group: !Ref Logs
              awslogs-region: !Ref AWS::Region
              awslogs-stream-prefix: api
              mode: non-blocking
              max-buffer-size: 25m
        - Name: agent
          Image: !Ref Text
          Cpu: 128
          Memory: 256
  Service: {Type: AWS::ECS::Service, Properties: {TaskDefinition: !Ref Task}}
"""
PARAMETERS = """
Parameters:
  Text: {Type: String}
  Number: {Type: Number}
"""
GROUP = "awslogs-group: !Ref Logs"
SPLIT = {
    "root.yaml": """
Parameters:
  Zone: {Type: String}
Resources:
  Logging: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./logging.yaml}}
  Api:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./api.yaml
      Parameters: {Group: !GetAtt Logging.Outputs.Group}
""",
    "logging.yaml": """
Resources:
  Logs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /ecs/api}}
Outputs:
  Group: {Value: !Ref Logs}
  Arn: {Value: !GetAtt Logs.Arn}
""",
    "api.yaml": """
Parameters:
  Group: {Type: String}
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - {Name: api, LogConfiguration: {LogDriver: awslogs, Options: {awslogs-group: !Ref Group}}}
  Service: {Type: AWS::ECS::Service, Properties: {TaskDefinition: !Ref Task}}
""",
}
LOGGED = case(TASK, rest=PARAMETERS)

CASES = {
    "container-memory-fits": (
        case(
            TASK,
            breaks("Memory: 512", "Memory: 500", at="Task", line="Memory: 500"),
            breaks("Memory: 512", "Memory: 0.25 GB"),
            breaks("Memory: 384\n          MemoryReservation: 256", "MemoryReservation: 400"),
            breaks("Memory: 384", "Memory: 1024", line="Memory: 1024"),
            holds("Memory: 512", "Memory: 1 GB"),
            holds("Memory: 512", "Memory: !Ref Number"),
            holds("Memory: 256\n  Service", "Memory: !Ref Number\n  Service"),
            rest=PARAMETERS,
        ),
    ),
    "container-memory-above-reservation": (
        case(
            TASK,
            breaks("Memory: 384", "Memory: 200", at="Task", line="MemoryReservation: 256"),
            holds("Memory: 384", "Memory: !Ref Number"),
            holds("          Memory: 256\n", ""),
            rest=PARAMETERS,
        ),
        case(
            """
  Task: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: api, Memory: 128}]}}
""",
            breaks(", Memory: 128", ""),
            holds("Memory: 128", "MemoryReservation: 128"),
        ),
    ),
    "container-cpu-fits": (
        case(
            TASK,
            breaks("Cpu: 256", "Cpu: '128'", at="Task", line="Cpu: '128'"),
            breaks("Cpu: 256", "Cpu: .125 vCPU"),
            holds("Cpu: 256", "Cpu: .25 vCPU"),
            holds(
                "Cpu: 256\n      Memory: 512\n      NetworkMode: awsvpc\n      RequiresCompatibilities: [FARGATE]",
                "Cpu: 128",
            ),
            holds("Cpu: 256", "Cpu: !Ref Number"),
            rest=PARAMETERS,
        ),
    ),
    "secret-variable-unique": (
        case(
            TASK,
            breaks("Name: PASSWORD", "Name: USER", at="Task", line="- {Name: USER, ValueFrom: !Ref Text}"),
            breaks("Name: TOKEN", "Name: PASSWORD"),
            holds("Name: TOKEN", "Name: !Ref Text"),
            rest=PARAMETERS,
        ),
    ),
    "variable-unique": (
        case(
            TASK,
            breaks("Name: HOST", "Name: USER", at="Task"),
            holds("Name: HOST", "Name: !Ref Text"),
            rest=PARAMETERS,
        ),
    ),
    "container-health-check": (
        case(
            TASK,
            breaks("Interval: 30", "Interval: 301", line="Interval: 301"),
            breaks("Timeout: 5", "Timeout: '1'"),
            breaks("Retries: 3", "Retries: 0"),
            breaks("StartPeriod: 30", "StartPeriod: 600"),
            holds("Interval: 30", "Interval: !Ref Number"),
            # The collector of AWS Distro for OpenTelemetry is checked in this way.
            holds("[CMD-SHELL, python check.py]", "[/healthcheck]"),
            rest=PARAMETERS,
        ),
    ),
    "container-health-command": (
        case(
            TASK,
            breaks("[CMD-SHELL, python check.py]", "[python, check.py]", at="Task"),
            holds("CMD-SHELL", "CMD"),
            holds("[CMD-SHELL, python check.py]", "[NONE]"),
            holds("[CMD-SHELL, python check.py]", "!Split [',', !Ref Text]"),
            rest=PARAMETERS,
        ),
    ),
    "health-check-tool": (
        case(
            TASK,
            breaks("python check.py", "curl -f http://localhost/", at="Task"),
            breaks("python check.py", "/usr/bin/wget -q http://localhost/"),
            breaks("public.ecr.aws/docker/library/python:3.14-slim", "gcr.io/distroless/python3"),
            holds("[CMD-SHELL, python check.py]", "[CMD, python, -c, import curly]"),
            rest=PARAMETERS,
        ),
        case(
            TASK.replace("python:3.14-slim", "node:24-alpine").replace("python check.py", "wget -q localhost"),
            breaks("wget", "curl"),
            holds("library/node:24-alpine", "library/nginx:alpine"),
            holds("public.ecr.aws/docker/library/node:24-alpine", "!Ref Text"),
            rest=PARAMETERS,
        ),
    ),
    "container-log-group": (
        case(
            TASK,
            breaks(GROUP, "awslogs-group: /ecs/web", at="Task", line="awslogs-group: /ecs/web"),
            breaks(GROUP, "awslogs-group: !Sub /ecs/${AWS::StackName}"),
            holds(GROUP, "awslogs-group: /ecs/api"),
            holds(GROUP, "awslogs-group: !Ref Text"),
            holds(GROUP, "awslogs-group: /ecs/web\n              awslogs-create-group: 'true'"),
            holds("LogDriver: awslogs", "LogDriver: splunk"),
            rest=PARAMETERS,
        ),
    ),
    "container-log-group-name": (
        case(
            TASK,
            breaks(GROUP, "awslogs-group: !GetAtt Logs.Arn", at="Task"),
            holds(GROUP, "awslogs-group: !Select [6, !Split [':', !GetAtt Logs.Arn]]"),
            rest=PARAMETERS,
        ),
        nest(SPLIT, breaks("Outputs.Group", "Outputs.Arn", at="Api/Task")),
    ),
    "log-group-permission": (
        case(
            TASK,
            breaks(GROUP, "awslogs-group: /ecs/web\n              awslogs-create-group: true", at="Task"),
            holds(GROUP, "awslogs-group: /ecs/api\n              awslogs-create-group: true"),
            rest=PARAMETERS,
        ),
        case(
            TASK.replace(GROUP, "awslogs-group: /ecs/web\n              awslogs-create-group: 'true'")
            + """
  Policy:
    Type: AWS::IAM::Policy
    Properties:
      Roles: [!Ref Role]
      PolicyDocument: {Statement: [{Effect: Allow, Action: [logs:Create*], Resource: "*"}]}
""",
            breaks("logs:Create*", "logs:Put*"),
            breaks("[!Ref Role]", "[Other]"),
            holds("Roles: [!Ref Role]", "Roles: [!Ref Text]"),
            holds("!GetAtt Role.Arn", "!Ref Text"),
            rest=PARAMETERS,
        ),
    ),
    "log-stream-prefix": (
        case(
            TASK,
            breaks("              awslogs-stream-prefix: api\n", "", at="Task", line="Options:"),
            holds("awslogs-stream-prefix: api", "awslogs-stream-prefix: !Ref Text"),
            rest=PARAMETERS,
        ),
        nest(SPLIT),
    ),
    "log-region": (
        case(
            TASK,
            breaks("!Ref AWS::Region", "eu-west-1", at="Task", line="awslogs-region: eu-west-1"),
            holds("!Ref AWS::Region", "!Ref Text"),
            rest=PARAMETERS,
        ),
    ),
    "log-mode": (
        case(
            TASK,
            breaks("              mode: non-blocking\n", "", at="Task"),
            breaks("              max-buffer-size: 25m\n", "", line="mode: non-blocking"),
            holds("mode: non-blocking\n              max-buffer-size: 25m", "mode: blocking"),
            holds("LogDriver: awslogs", "LogDriver: awsfirelens"),
            rest=PARAMETERS,
        ),
    ),
}

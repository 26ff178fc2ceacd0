"""Cases of the rules about images of containers and machines."""

from tests.gate.rules.case import breaks, case, holds, nest

RUN = """
  Repository: {Type: AWS::ECR::Repository, Properties: {RepositoryName: app/api}}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      RuntimePlatform: {CpuArchitecture: ARM64, OperatingSystemFamily: LINUX}
      ContainerDefinitions:
        - Name: api
          Image: public.ecr.aws/docker/library/nginx:1.29-arm64
  Service: {Type: AWS::ECS::Service, Properties: {TaskDefinition: !Ref Task, DesiredCount: 2}}
"""
PARAMETERS = """
Parameters:
  Text: {Type: String}
  Count: {Type: Number, Default: 2}
"""
IMAGE = "public.ecr.aws/docker/library/nginx:1.29-arm64"
OWN = "!Sub ${Repository.RepositoryUri}:1"
BASTION = """
  Bastion:
    Type: AWS::EC2::Instance
    Properties:
      InstanceType: t4g.nano
      ImageId: !Ref Ami
  Template:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        InstanceType: g4dn.xlarge
        ImageId: "{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64}}"
"""
AMI = """
Parameters:
  Ami:
    Type: AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>
    Default: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64
"""
NESTED = {
    "root.yaml": """
Resources:
  Bastion:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./bastion.yaml
      Parameters: {Ami: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}
""",
    "bastion.yaml": """
Parameters:
  Ami: {Type: AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>}
Resources:
  Bastion: {Type: AWS::EC2::Instance, Properties: {InstanceType: t4g.nano, ImageId: !Ref Ami}}
""",
}

CASES = {
    "image-at-first-create": (
        case(
            RUN,
            breaks(
                IMAGE,
                OWN,
                at="Service",
                line="Service: {Type: AWS::ECS::Service, Properties: {TaskDefinition: !Ref Task, DesiredCount: 2}}",
            ),
            breaks(IMAGE, '!Sub "${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/app/api:${Text}"'),
            holds(IMAGE, '!Sub "${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/app/web:${Text}"'),
            holds(IMAGE, "!Ref Text"),
            holds(IMAGE, "!If [First, public.ecr.aws/x/y:1, !GetAtt Repository.RepositoryUri]"),
            rest=PARAMETERS,
        ),
        case(
            RUN.replace(IMAGE, OWN).replace("DesiredCount: 2", "DesiredCount: 0"),
            breaks("DesiredCount: 0", "DesiredCount: 1"),
            breaks(", DesiredCount: 0", ""),
            holds("DesiredCount: 0", "DesiredCount: !Ref Count"),
            holds("TaskDefinition: !Ref Task, DesiredCount: 0", "TaskDefinition: !Select [0, [!Ref Task, !Ref Text]]"),
            rest=PARAMETERS,
        ),
    ),
    "image-registry": (
        case(
            RUN,
            breaks(IMAGE, "nginx", at="Task", line="Image: nginx"),
            breaks(IMAGE, "nginx:alpine"),
            breaks(IMAGE, "!Sub nginx:${Text}"),
            breaks(IMAGE, "grafana/grafana:13.0"),
            breaks(IMAGE, "docker.io/library/nginx@sha256:0"),
            holds(IMAGE, "nginx\n          RepositoryCredentials: {CredentialsParameter: !Ref Text}"),
            holds(IMAGE, "!Sub ${Text}/nginx:1"),
            holds(IMAGE, "!Sub ${Text}:1"),
            holds(IMAGE, "localhost:5000/nginx"),
            holds(IMAGE, "ghcr.io/org/app:1"),
            holds(IMAGE, OWN),
            rest=PARAMETERS,
        ),
    ),
    "image-architecture": (
        case(
            RUN,
            breaks("ARM64", "X86_64", at="Task", line=f"Image: {IMAGE}"),
            breaks("nginx:1.29-arm64", "nginx:amd64-1.29"),
            breaks("public.ecr.aws/docker/library/nginx:1.29-arm64", "docker.io/amd64/nginx:1"),
            breaks("      RuntimePlatform: {CpuArchitecture: ARM64, OperatingSystemFamily: LINUX}\n", ""),
            holds("1.29-arm64", "1.29"),
            holds("ARM64", "!Ref Text"),
            holds("nginx:1.29-arm64", "tool-amd64-to-arm64:1"),
            rest=PARAMETERS,
        ),
    ),
    "runtime-platform-named": (
        case(
            RUN,
            breaks("      RuntimePlatform: {CpuArchitecture: ARM64, OperatingSystemFamily: LINUX}\n", "", at="Task"),
            holds(
                "RuntimePlatform: {CpuArchitecture: ARM64, OperatingSystemFamily: LINUX}", "RuntimePlatform: !Ref Text"
            ),
            rest=PARAMETERS,
        ),
    ),
    "image-fits-instance": (
        case(
            BASTION,
            breaks("t4g.nano", "t3.nano", at="Bastion", line="ImageId: !Ref Ami"),
            breaks("g4dn.xlarge", "m7gd.large", at="Template"),
            breaks("default-arm64", "default-x86_64"),
            breaks("default-x86_64", "default-arm64", at="Template"),
            holds("t4g.nano", "!Ref Ami"),
            holds("!Ref Ami", "ami-0123456789abcdef0"),
            holds("g4dn.xlarge", "u-6tb1.metal"),
            rest=AMI,
        ),
        nest(NESTED, breaks("arm64", "x86_64", at="Bastion/Bastion"), holds("t4g.nano", "im4gn.large")),
    ),
}

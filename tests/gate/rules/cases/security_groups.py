"""Cases of the rules about security groups."""

from tests.gate.rules.case import Case, breaks, case, holds, nest
from tests.model.reach.small import TEMPLATE

GROUPS = """
  Web:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupName: web
      GroupDescription: in front
      SecurityGroupIngress:
      - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0, Description: "from anywhere (HTTPS)"}
      SecurityGroupEgress:
      - {IpProtocol: tcp, FromPort: 5432, ToPort: 5432, DestinationSecurityGroupId: !Ref Data}
  Data:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: data}
  WebAsWell:
    Type: AWS::EC2::SecurityGroupIngress
    Properties:
      GroupId: !GetAtt Web.GroupId
      IpProtocol: tcp
      FromPort: 80
      ToPort: 80
      CidrIp: 0.0.0.0/0
      Description: from anywhere
  ToData:
    Type: AWS::EC2::SecurityGroupEgress
    Properties:
      GroupId: !Ref Web
      IpProtocol: tcp
      FromPort: 3306
      ToPort: 3306
      DestinationSecurityGroupId: !GetAtt Data.GroupId
"""
STRANGE = """
  One:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: sg-1, IpProtocol: "6", FromPort: 80, ToPort: "80", CidrIp: 10.0.0.0/8}
  Two:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: sg-2, IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 10.0.0.0/8}
"""
WEB_AS_WELL = """Ingress
    Properties:
      GroupId: !GetAtt Web.GroupId
      IpProtocol: tcp
      FromPort: 80
      ToPort: 80"""
SAME_AS_WEB = WEB_AS_WELL.replace("80", "443")
ELSEWHERE = "Parameters:\n  Elsewhere: {Type: String}\nConditions:\n  Perhaps: !Equals [!Ref Elsewhere, x]\n"
LISTS = """
  Front:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: in front
      SecurityGroupIngress:
      - {IpProtocol: tcp, FromPort: 443, ToPort: 443, SourcePrefixListId: pl-3b927c52}
  Office:
    Type: AWS::EC2::PrefixList
    Properties: {PrefixListName: office, AddressFamily: IPv4, MaxEntries: 5}
  FromOffice:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !Ref Front, IpProtocol: tcp, FromPort: 22, ToPort: 22, SourcePrefixListId: !Ref Office}
"""
CHAIN = """
  Listener80:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Port: 80
      DefaultActions: [{Type: forward, ForwardConfig: {TargetGroups: [{TargetGroupArn: !Ref Targets}]}}]
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: {TargetType: ip, Port: 1, HealthCheckPort: traffic-port}
"""
RULE = """
  Rule:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties: {ListenerArn: !Ref Listener, Actions: [{Type: forward, TargetGroupArn: !Ref Targets}]}
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: {TargetType: ip, Port: 8000}
"""
REGISTERED = ("ContainerPort: 8000}]", "ContainerPort: 8000, TargetGroupArn: !Ref Targets}]")
HANDED = (
    "        Secrets: [",
    "        Environment: [{Name: HOST, Value: !GetAtt Database.Endpoint.Address}]\n        Secrets: [",
)
ROTATION = """
  Attached:
    Type: AWS::SecretsManager::SecretTargetAttachment
    Properties: {SecretId: !Ref Secret, TargetId: !Ref Database, TargetType: "AWS::RDS::DBInstance"}
  Rotation:
    Type: AWS::SecretsManager::RotationSchedule
    Properties:
      SecretId: !Ref Secret
      HostedRotationLambda:
        RotationType: PostgreSQLSingleUser
        VpcSubnetIds: !Join [",", [!Ref Private, !Ref Isolated]]
        VpcSecurityGroupIds: !Ref TaskGroup
"""
FROM_TASKS = "SourceSecurityGroupId: !Ref TaskGroup"
PUBLIC_DATA = (
    ("PubliclyAccessible: false", "PubliclyAccessible: true"),
    ("SubnetIds: [!Ref Isolated]", "SubnetIds: [!Ref Public]"),
)


def _whole(*changes: tuple[str, str], more: str = "") -> dict[str, str]:
    """Give the small network of the proof's own tests, with some texts replaced and more in it."""
    text = TEMPLATE + more.lstrip("\n")
    for old, new in changes:
        assert old in text, f"{old!r} stands nowhere"
        text = text.replace(old, new)
    return {"root.yaml": text}


CASES: dict[str, tuple[Case, ...]] = {
    "group-rules-are-unique": (
        case(
            GROUPS,
            breaks("Port: 80\n", "Port: 443\n", at="WebAsWell"),
            breaks("Port: 3306", "Port: 5432", at="ToData"),
            breaks(
                "      SecurityGroupEgress:\n",
                "      - {IpProtocol: 6, FromPort: '443', ToPort: 443, CidrIp: 0.0.0.0/0}\n"
                "      SecurityGroupEgress:\n",
                at="Web",
            ),
            holds(WEB_AS_WELL, SAME_AS_WEB.replace("!GetAtt Web.GroupId", "!Ref Data")),
            holds("Port: 80\n", "Port: !Ref Elsewhere\n"),
            holds(WEB_AS_WELL, SAME_AS_WEB.replace("Ingress\n", "Ingress\n    Condition: Perhaps\n")),
            rest=ELSEWHERE,
        ),
        case(STRANGE, breaks("sg-2", "sg-1", at="Two"), holds("sg-2", "!Ref Elsewhere"), rest=ELSEWHERE),
    ),
    "rule-descriptions-are-plain": (
        case(
            GROUPS,
            breaks("from anywhere (HTTPS)", "from \u00fcberall", at="Web"),
            breaks(
                "Description: from anywhere\n",
                "Description: it's open\n",
                at="WebAsWell",
                line="Description: it's open",
            ),
            breaks("Description: from anywhere\n", f"Description: {'x' * 256}\n"),
            holds("Description: from anywhere\n", f"Description: {'x' * 255}\n"),
            holds("Description: from anywhere\n", "Description: 'a-Z 0._-:/()#,@[]+=&;{}!$*'\n"),
            holds("Description: from anywhere\n", "Description: !Ref Elsewhere\n"),
            rest=ELSEWHERE,
        ),
    ),
    "group-names-are-no-ids": (
        case(
            GROUPS,
            breaks("GroupName: web", "GroupName: sg-web", at="Web", line="GroupName: sg-web"),
            breaks("GroupName: web", "GroupName: !Sub sg-${Elsewhere}"),
            holds("GroupName: web", "GroupName: !Sub ${Elsewhere}-sg-"),
            rest=ELSEWHERE,
        ),
    ),
    "groups-keep-to-the-quota": (
        case(
            LISTS,
            breaks("MaxEntries: 5", "MaxEntries: 6", at="Front"),
            breaks("!Ref Office}", "pl-3b927c52}", at="Front"),
            holds("pl-3b927c52", "!Ref Elsewhere"),
            holds("GroupId: !Ref Front", "GroupId: !Ref Elsewhere"),
            rest=ELSEWHERE,
        ),
    ),
    "load-balancer-reaches-containers": (
        nest(
            _whole(REGISTERED, more=CHAIN),
            breaks(
                "SourceSecurityGroupId: !Ref BalancerGroup", "SourceSecurityGroupId: !Ref BastionGroup", at="Service"
            ),
            breaks(
                "FromPort: 8000, ToPort: 8000",
                "FromPort: 80, ToPort: 80",
                at="Service",
                line="LoadBalancers: [{ContainerName: api, ContainerPort: 8000, TargetGroupArn: !Ref Targets}]",
            ),
            breaks("HealthCheckPort: traffic-port", "HealthCheckPort: 9000", at="Service"),
            holds("HealthCheckPort: traffic-port", "HealthCheckPort: 8000"),
            holds("FromPort: 8000", "FromPort: !Ref Something"),
            holds("SecurityGroups: [!Ref BalancerGroup]", "SecurityGroups: [!Ref Somebody]"),
        ),
        nest(
            _whole(REGISTERED, more=RULE),
            breaks("FromPort: 8000, ToPort: 8000", "FromPort: 80, ToPort: 80", at="Service"),
        ),
    ),
    "clients-reach-their-databases": (
        nest(
            _whole(HANDED),
            breaks("SourceSecurityGroupId: !Ref TaskGroup", "SourceSecurityGroupId: !Ref BastionGroup", at="Service"),
            breaks("DestinationSecurityGroupId: !GetAtt DataGroup.GroupId", "CidrIp: 10.0.10.0/24", at="Service"),
            breaks("Engine: postgres", "Engine: mysql", at="Service"),
            holds("DestinationSecurityGroupId: !GetAtt DataGroup.GroupId", "CidrIp: 10.0.0.0/8"),
            holds("[!GetAtt DataGroup.GroupId]", "[!Ref Somebody]"),
        ),
        nest(
            _whole(more=ROTATION),
            breaks("VpcSecurityGroupIds: !Ref TaskGroup", "VpcSecurityGroupIds: !Ref BastionGroup", at="Rotation"),
            holds("VpcSecurityGroupIds: !Ref TaskGroup", "VpcSecurityGroupIds: !Ref Somebody"),
        ),
    ),
    "databases-are-for-their-clients": (
        nest(
            _whole(),
            breaks(FROM_TASKS, "SourceSecurityGroupId: !Ref BalancerGroup", at="Database"),
            breaks(FROM_TASKS, "CidrIp: 10.0.0.0/16", at="Database"),
            holds(FROM_TASKS, "SourceSecurityGroupId: !Ref BastionGroup"),
            holds(FROM_TASKS, "SourceSecurityGroupId: !Ref Somebody"),
        ),
        nest(_whole(*PUBLIC_DATA), breaks(FROM_TASKS, "CidrIp: 0.0.0.0/0", at="Database")),
    ),
    "internet-reaches-load-balancers-only": (
        nest(
            _whole(*PUBLIC_DATA),
            breaks(FROM_TASKS, "CidrIp: 0.0.0.0/0", at="Database"),
            holds(FROM_TASKS, "CidrIp: 10.0.0.0/8"),
            holds(FROM_TASKS, "SourcePrefixListId: pl-1"),
        ),
    ),
}

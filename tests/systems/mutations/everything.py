"""What is broken in the kitchen sink: the switches of documents 002 and 003 that their own systems leave off."""

from tests.systems.mutations.mutation import ANYONE, SSH_FROM_ANYONE, TASK_SOURCE, Broken, ports

PUBLIC_IDS, ISOLATED_IDS = "!GetAtt Network.Outputs.PublicSubnetIds", "!GetAtt Network.Outputs.IsolatedSubnetIds"
ACL_OF_A = "SubnetId: !Ref PrivateSubnetA\n      NetworkAclId: !Ref PrivateAcl"
SECOND_ACL = "  IsolatedAcl:\n    Type: AWS::EC2::NetworkAcl\n"
INBOUND, OUTBOUND = "Egress: false\n      RuleAction: allow", "Egress: true\n      RuleAction: allow"
TO_ADMIN = "      - Type: forward\n        TargetGroupArn: !Ref AdminTargetGroup"
HOST, PATH = "          - admin.example.com\n", "          - /admin/*\n"
HTTPS_LISTENER = "ListenerArn: !Ref HttpsListener"
CHECK = "        HealthCheck:\n          Command:\n          - CMD-SHELL\n"
COPY = "Bucket: !Sub arn:${AWS::Partition}:s3:::everything-mysql-uploads-${AWS::AccountId}-replica\n"
VERSIONED = "Status: Enabled\n      LifecycleConfiguration"
OF_S3 = "            - s3.amazonaws.com\n"
WRITES_COPIES = "          - s3:ReplicateObject\n"
READS_VERSIONS = "          - s3:GetObjectVersionForReplication\n"
BASTION_PLACE = "SubnetId: !Ref PrivateSubnetA\n      SecurityGroupIds"
FROM_BASTION = "SourceSecurityGroupId: !GetAtt BastionSecurityGroup.GroupId\n      Description: To the database"
HTTPS_OF_BASTION = f"""\
nothing in, to the database and AWS APIs'
      VpcId: !Ref Vpc
      SecurityGroupEgress:
      - IpProtocol: tcp
        {ports(443, 8)}"""
FROM_BASTION_ALONE = "SourceSecurityGroupId: !GetAtt BastionSecurityGroup.GroupId"
VPC_OF_BASTION = "nothing in, to the database and AWS APIs'\n      VpcId: !Ref Vpc\n      SecurityGroupEgress:\n"
TO_DATABASE = "        DestinationSecurityGroupId: !GetAtt DatabaseSecurityGroup.GroupId"
TO_CACHE = "DestinationSecurityGroupId: !GetAtt CacheSecurityGroup.GroupId"
PULLERS = "arn:${AWS::Partition}:iam::210987654321:root"
TO_SECRETS = "ServiceName: !Sub com.amazonaws.${AWS::Region}.secretsmanager"
TO_LOGS = "ServiceName: !Sub com.amazonaws.${AWS::Region}.logs"
TO_IMAGES = "ServiceName: !Sub com.amazonaws.${AWS::Region}.ecr.dkr"
ENDPOINT_PLACES = """\
      SubnetIds:
      - !Ref PrivateSubnetA
      - !Ref PrivateSubnetB
      - !Ref PrivateSubnetC
"""
OF_ENDPOINTS = "GroupDescription: 'Interface endpoints of everything-mysql: HTTPS from inside'\n"
REPLICA_GROUP = "      VPCSecurityGroups:\n      - !Ref DatabaseSecurityGroupId\n      PreferredMaintenanceWindow"
REPLICA_REGION = "AutomaticBackupReplicationRegion: us-west-2"

NETWORK: list[Broken] = [
    ("S2-12", "network", ACL_OF_A, ACL_OF_A.replace("!Ref PrivateAcl", "acl-1")),
    ("S2-12", "network", ACL_OF_A, ACL_OF_A.replace("SubnetA", "SubnetB")),
    ("S2-12", "network", INBOUND, INBOUND.replace("allow", "deny")),
    ("S2-12", "network", OUTBOUND, OUTBOUND.replace("true", "false")),
    ("S2-12", "network", SECOND_ACL, SECOND_ACL.replace("Acl\n", "AclEntry\n")),
    ("S2-112", "network", TO_SECRETS, TO_SECRETS.replace("secretsmanager", "sts")),
    ("S2-112", "network", TO_LOGS, TO_LOGS.replace("logs", "sts")),
    ("S2-112 S3-18", "network", "PrivateDnsEnabled: true", "PrivateDnsEnabled: false"),
    ("S2-112 S3-18", "network", "VpcEndpointType: Interface", "VpcEndpointType: Gateway"),
    ("S2-112", "network", "EnableDnsHostnames: true", "EnableDnsHostnames: false"),
    ("S2-112", "network", "EnableDnsSupport: true", "EnableDnsSupport: false"),
    ("S2-112", "network", ENDPOINT_PLACES, ENDPOINT_PLACES.replace("Private", "Public")),
    ("S2-112 S3-18", "network", f"{ports(443, 6)}      {TASK_SOURCE}", f"{ports(80, 6)}      {TASK_SOURCE}"),
    ("S2-112 S3-18", "network", "      - !GetAtt EndpointSecurityGroup.GroupId", "      - sg-1"),
    ("S3-18", "network", TO_IMAGES, TO_IMAGES.replace("ecr.dkr", "ecs")),
    ("S3-18", "network", OF_ENDPOINTS, f"{OF_ENDPOINTS}{SSH_FROM_ANYONE}"),
    ("S2-113", "network", "Type: AWS::EC2::Instance\n", "Type: AWS::EC2::LaunchTemplate\n"),
    ("S2-113", "network", BASTION_PLACE, BASTION_PLACE.replace("Private", "Public")),
    ("S2-113", "network", VPC_OF_BASTION, VPC_OF_BASTION.replace("      Sec", f"{SSH_FROM_ANYONE}      Sec")),
    ("S2-113", "network", FROM_BASTION, FROM_BASTION.replace("Bastion", "Cache")),
    ("S2-113", "network", TO_DATABASE, f"        {ANYONE}"),
    ("S2-113", "network", HTTPS_OF_BASTION, HTTPS_OF_BASTION.replace("443", "80")),
    ("S2-113", "network", f"{ports(443, 6)}      {FROM_BASTION_ALONE}", f"{ports(80, 6)}      {FROM_BASTION_ALONE}"),
    ("S2-113", "network", "IamInstanceProfile: !Ref BastionProfile", "IamInstanceProfile: profile"),
    ("S2-113", "network", "          - ssmmessages:OpenDataChannel\n", ""),
    ("S2-113", "network", "- ec2.amazonaws.com", "- ssm.amazonaws.com"),
    ("S2-114", "network", "Type: AWS::EC2::VPNConnection\n", "Type: AWS::EC2::VPNConnectionRoute\n"),
    ("S2-114", "network", "      VpnGatewayId: !Ref VpnGateway\n      StaticRoutes", "      StaticRoutes"),
    ("S2-114", "network", "CustomerGatewayId: !Ref CustomerGateway", "CustomerGatewayId: cgw-1"),
    ("S2-114", "network", "VpcId: !Ref Vpc\n      VpnGatewayId", "VpcId: vpc-1\n      VpnGatewayId"),
]
EDGE: list[Broken] = [
    ("S2-20", "edge", PATH, "          - /api/*\n"),
    ("S2-20", "edge", "Field: path-pattern", "Field: query-string"),
    ("S2-21", "edge", HOST, "          - www.example.com\n"),
    ("S2-21", "edge", "Field: host-header", "Field: http-header"),
    ("S2-20 S2-21", "edge", TO_ADMIN, TO_ADMIN.replace("Admin", "Web")),
    ("S2-20 S2-21", "edge", TO_ADMIN, "      - Type: fixed-response"),
    ("S2-20 S2-21", "edge", HTTPS_LISTENER, "ListenerArn: arn"),
    ("S2-22", "edge", "stickiness.enabled\n        Value: 'true'", "stickiness.enabled\n        Value: 'false'"),
    ("S2-22", "edge", "Value: lb_cookie", "Value: source_ip"),
    ("S2-22", "edge", "      - Key: stickiness.lb_cookie.duration_seconds\n        Value: '3600'\n", ""),
    ("S2-122", "edge", "        Enabled: true\n        Comment", "        Enabled: false\n        Comment"),
    ("S2-122", "edge", "DomainName: !GetAtt SiteBucket.RegionalDomainName", "DomainName: www.example.com"),
    ("S2-122", "edge", "BlockPublicPolicy: true", "BlockPublicPolicy: false"),
    ("S2-122", "edge", "distribution/${Distribution}", "distribution/*"),
    ("S2-122", "edge", "OriginAccessControlId: !Ref OriginAccessControl", "OriginAccessControlId: E1"),
    ("S2-122", "edge", "SigningBehavior: always", "SigningBehavior: never"),
    ("S2-122", "edge", "        - Id: site\n", "        - Id: other\n"),
    ("S2-122", "edge", "- cloudfront.amazonaws.com", "- s3.amazonaws.com"),
    ("S2-122", "edge", "Type: AWS::CloudFront::Distribution\n", "Type: AWS::CloudFront::DistributionTenant\n"),
]
DATA: list[Broken] = [
    ("S2-48", "data", "DBInstanceClass: !Ref DatabaseInstanceClass", "DBInstanceClass: db.m7g.large"),
    ("S2-48", "data", "AllocatedStorage: !Ref DatabaseStorageGib", "AllocatedStorage: 20"),
    ("S2-48", "root", "DatabaseStorageGib: !Ref DatabaseStorageGib", "DatabaseStorageGib: 20"),
    ("S2-48", "root", "    Default: db.m7g.large\n", "    Default: db.m7g.xlarge\n"),
    ("S2-61", "data", "SourceDBInstanceIdentifier: !Ref Database\n", "SourceDBInstanceIdentifier: other\n"),
    ("S2-61", "data", "PubliclyAccessible: false", "PubliclyAccessible: true"),
    ("S2-61", "data", REPLICA_GROUP, REPLICA_GROUP.replace("!Ref DatabaseSecurityGroupId", "sg-1")),
    ("S2-61", "data", "BackupRetentionPeriod: 30", "BackupRetentionPeriod: 0"),
    (
        "S2-61",
        "data",
        "Type: AWS::RDS::DBInstance\n    DependsOn:\n    - DatabaseR",
        "Type: AWS::RDS::DBProxy\n    DependsOn:\n    - DatabaseR",
    ),
    ("S2-72", "data", "      ReplicationConfiguration:", "      Replication:"),
    (
        "S2-72",
        "data",
        "- Id: copy-everything\n          Status: Enabled",
        "- Id: copy-everything\n          Status: Disabled",
    ),
    ("S2-72", "data", "            Prefix: ''\n", "            Prefix: archived/\n"),
    ("S2-72", "data", COPY, COPY.replace("-replica", "-copy")),
    ("S2-72", "data", VERSIONED, VERSIONED.replace("Enabled", "Suspended")),
    ("S2-72", "replica", VERSIONED, VERSIONED.replace("Enabled", "Suspended")),
    ("S2-72", "replica", "BucketName: !Sub everything-mysql-uploads", "BucketName: !Sub uploads"),
    ("S2-72", "data", OF_S3, OF_S3.replace("s3", "replication")),
    ("S2-72", "data", WRITES_COPIES, ""),
    ("S2-72", "data", READS_VERSIONS, ""),
    ("S2-72", "data", "          - s3:GetReplicationConfiguration\n", ""),
    ("S2-72", "data", "          - s3:GetObjectVersionTagging\n", ""),
    ("S2-72", "replica", "BlockPublicPolicy: true", "BlockPublicPolicy: false"),
    ("S2-72", "data", "Role: !GetAtt ReplicationRole.Arn", "Role: arn"),
    ("S2-98", "data", REPLICA_REGION, REPLICA_REGION.replace("us-west-2", "us-east-1")),
    ("S2-98", "data", f"      {REPLICA_REGION}\n", ""),
    ("S2-98", "data", "      AutomaticBackupReplicationKmsKeyId: !Ref BackupReplicationKey\n", ""),
    ("S2-98", "data", "AutomaticBackupReplicationRetentionPeriod: 30", "AutomaticBackupReplicationRetentionPeriod: 0"),
    ("S2-98", "root", "Default: alias/aws/rds", "Default: alias/ours"),
    ("S2-123", "data", "Type: AWS::ElastiCache::ReplicationGroup", "Type: AWS::ElastiCache::CacheCluster"),
    ("S2-123", "data", "AtRestEncryptionEnabled: true", "AtRestEncryptionEnabled: false"),
    ("S2-123", "data", "TransitEncryptionEnabled: true", "TransitEncryptionEnabled: false"),
    ("S2-123", "data", "Port: 6379", "Port: 6380"),
    ("S2-123", "root", f"CacheSubnetIds: {ISOLATED_IDS}", f"CacheSubnetIds: {PUBLIC_IDS}"),
    ("S2-123", "network", f"{ports(6379, 6)}      {TASK_SOURCE}", f"{ports(6379, 6)}      {ANYONE}"),
    ("S2-123", "network", TO_CACHE, ANYONE),
    (
        "S3-14",
        "data",
        "Sid: PullFromOtherAccounts\n          Effect: Allow",
        "Sid: PullFromOtherAccounts\n          Effect: Deny",
    ),
    ("S3-14", "data", f"- !Sub {PULLERS}", "- '*'"),
    ("S3-14", "data", f"- !Sub {PULLERS}", f"- !Sub {PULLERS.replace('210987654321', '111111111111')}"),
    ("S3-14", "data", "          - ecr:GetDownloadUrlForLayer\n", "          - ecr:PutImage\n"),
    ("S3-14", "data", "RepositoryPolicyText", "PolicyText"),
]
SERVICE: list[Broken] = [
    ("S2-39", "service", CHECK, CHECK.replace("CMD-SHELL", "NONE")),
    ("S2-39", "service", CHECK, "        Check:\n          Command:\n          - CMD-SHELL\n"),
    ("S2-39", "service", "          - wget -q -O /dev/null http://127.0.0.1:8080/health\n", ""),
    ("S2-101", "service", "Cpu: !Ref TaskCpu", "Cpu: '1024'"),
    ("S2-101", "service", "Memory: !Ref TaskMemory", "Memory: '2048'"),
    ("S2-101", "root", "TaskMemory: !Ref TaskMemory", "TaskMemory: 2048"),
    ("S2-101", "root", "\n    - 2048\n", "\n"),
    ("S2-97", "service", "- xray:PutTraceSegments\n", "- xray:GetTraceSummaries\n"),
    ("S3-37", "service", "RegistryArn: !GetAtt DiscoveryService.Arn", "RegistryArn: arn"),
    ("S3-37", "service", "      ServiceRegistries:\n", "      Registries:\n"),
    ("S3-37", "service", "NamespaceId: !Ref DiscoveryNamespace", "NamespaceId: ns-1"),
    ("S3-37", "service", "Vpc: !Ref VpcId", "Vpc: vpc-1"),
    ("S3-37", "service", "- Type: A\n", "- Type: CNAME\n"),
    ("S3-37", "service", "PrivateDnsNamespace", "PublicDnsNamespace"),
]
BROKEN: list[Broken] = [*NETWORK, *EDGE, *DATA, *SERVICE]

"""What is broken in the community tracker as a whole: environments, tags, outputs, wires."""

from tests.systems.mutations.mutation import Broken

BROKEN: list[Broken] = [
    ("S1-03 S1-P1", "../staging/root", "Resources:\n", "Resource:\n"),
    ("S1-123 S1-P4 S1-128x", "edge", "Value: dev\n", "Value: development\n"),
    ("S1-124 S1-P4 S1-128x", "data", "Value: community-activity-tracker", "Value: tracker"),
    ("S1-125 S1-P4", "network", "Value: engineering", "Value: sales"),
    ("S1-126 S1-P4", "service", "Value: devops-team", "Value: nobody"),
    ("S1-127 S1-P4", "monitoring", "Value: cdk", "Value: terraform"),
    ("S1-128 S1-P4", "root", "Value: community-tracker\n", "Value: tracker\n"),
    ("S1-128x", "root", "        Value: engineering\n", "        Value: x\n"),
    ("S1-129", "root", "Value: !GetAtt Network.Outputs.VpcId", "Value: !GetAtt Network.Outputs.TaskSecurityGroupId"),
    ("S1-130", "root", "Value: !GetAtt Edge.Outputs.LoadBalancerDnsName", "Value: !GetAtt Edge.Outputs.SiteBucketName"),
    ("S1-131", "root", "Value: https://dev.", "Value: https://api.dev."),
    ("S1-132", "root", "Value: !GetAtt Edge.Outputs.SiteBucketName", "Value: !GetAtt Edge.Outputs.LoadBalancerDnsName"),
    ("S1-133", "root", "Value: !GetAtt Service.Outputs.ClusterName", "Value: !GetAtt Service.Outputs.ServiceName"),
    ("S1-31 S1-129 S1-130 S1-131 S1-132 S1-133 S1-135", "root", "    Export:\n", "    Exported:\n"),
    ("S1-134", "service", "awslogs-region: !Ref AWS::Region", "awslogs-region: us-west-2"),
    ("S1-135 S1-P1", "root", "Name: community-tracker-dev-VpcId", "Name: community-tracker-staging-VpcId"),
    ("S1-P10", "root", "        DatabaseSecretArn: !GetAtt Data.Outputs.DatabaseSecretArn\n", ""),
    ("S1-P10", "service", "Cluster: !Ref Cluster", "Cluster: !Ref Clusters"),
    ("S1-P10", "monitoring", "Type: AWS::CloudWatch::Dashboard", "Type: AWS::CloudWatch::AnomalyDetector"),
]

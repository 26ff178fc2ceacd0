"""How many fake seconds things take: plausible, not exact."""

CREATE = {
    "AWS::RDS::DBInstance": 480,
    "AWS::RDS::DBCluster": 120,
    "AWS::CloudFront::Distribution": 240,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": 150,
    "AWS::EC2::NatGateway": 100,
    "AWS::EC2::VPCEndpoint": 60,
    "AWS::ECS::Service": 120,
    "AWS::CertificateManager::Certificate": 90,
    "AWS::Route53::RecordSet": 35,
    "AWS::EC2::EIP": 15,
    "AWS::EC2::VPC": 12,
    "AWS::IAM::Role": 18,
    "AWS::IAM::ManagedPolicy": 17,
    "AWS::S3::Bucket": 22,
    "AWS::ElastiCache::ReplicationGroup": 600,
}
UPDATE = {"AWS::RDS::DBInstance": 180, "AWS::CloudFront::Distribution": 200, "AWS::ECS::Service": 180}
DELETE = {
    "AWS::RDS::DBInstance": 300,
    "AWS::RDS::DBCluster": 60,
    "AWS::CloudFront::Distribution": 200,
    "AWS::EC2::NatGateway": 60,
    "AWS::ECS::Service": 90,
    "AWS::EC2::VPCEndpoint": 40,
}
USUAL = 4


def seconds(action: str, resource_type: str) -> int:
    """Give how long an action ("create", "update", "delete") on a type takes."""
    return {"create": CREATE, "update": UPDATE, "delete": DELETE}[action].get(resource_type, USUAL)

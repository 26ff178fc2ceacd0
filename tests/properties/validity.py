"""Property 10: the templates are such as CloudFormation takes, and hold what every system needs.

The output contract holds, row by row, but that exports are allowed where the configuration asks for them. Every type
that is needed is there, every root output that is configured, and every parameter of the root has a default.
"""

from collections.abc import Callable

from tasktracker_cfn.errors import UnclearError
from tests.properties.subject import Complaints, Environment, of_each
from tests.systems import network, references, test_contract
from tests.systems.built import System

ROWS: tuple[Callable[[System], None], ...] = tuple(
    check
    for name, check in vars(test_contract).items()
    # C-05 forbids exports and C-10 wants four subnets; what of them holds for every system is said below.
    if name.startswith("test_c_") and not name.startswith(("test_c_05", "test_c_10"))
)
ALWAYS = (
    "AWS::EC2::VPC",
    "AWS::EC2::InternetGateway",
    "AWS::EC2::Subnet",
    "AWS::EC2::SecurityGroup",
    "AWS::ECS::Cluster",
    "AWS::ECS::Service",
    "AWS::ECS::TaskDefinition",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::ElasticLoadBalancingV2::Listener",
    "AWS::ElasticLoadBalancingV2::TargetGroup",
    "AWS::IAM::Role",
    "AWS::Logs::LogGroup",
)
UNREADABLE = (AssertionError, UnclearError, ValueError, KeyError, TypeError, LookupError)


@of_each
def valid(environment: Environment) -> Complaints:
    """Give what CloudFormation would refuse, and what is missing."""
    config, built = environment
    for row in ROWS:
        try:
            row(built)
        except UNREADABLE as error:
            yield f"{row.__name__}: {error}"
    yield from (f"there is no {kind}" for kind in _needed(environment) if not built.of(kind))
    yield from (f"{file} imports" for file in references.uses(built.nest, "Fn::ImportValue"))
    yield from network.unplanned(built)
    if built.nest.root.outputs.keys() != config.outputs.keys():
        yield f"the root's outputs are {sorted(built.nest.root.outputs)}"
    exports = [output.name for output in built.nest.root.outputs.values() if "Export" in output.definition]
    if exports != (list(built.nest.root.outputs) if config.export_outputs else []):
        yield f"the root exports {exports}"
    yield from (f"{item.name} has no default" for item in built.nest.root.parameters.values() if not item.has_default)
    for name in config.outputs:
        if built.output(name) in (None, ""):
            yield f"output {name} is nothing"


def _needed(environment: Environment) -> list[str]:
    config = environment.config
    optional = {
        "AWS::RDS::DBInstance": config.data.database is not None,
        "AWS::RDS::DBCluster": config.data.database is not None and config.data.database.is_cluster,
        "AWS::Backup::BackupVault": config.data.backup_plan is not None,
        "AWS::S3::Bucket": bool(config.data.buckets)
        or config.edge.site is not None
        or config.edge.access_log is not None,
        "AWS::WAFv2::WebACL": config.edge.waf is not None
        or (config.edge.site is not None and config.edge.site.waf is not None),
        "AWS::ECR::Repository": bool(config.data.repositories),
        "AWS::ElastiCache::ReplicationGroup": config.data.cache is not None,
        "AWS::SecretsManager::Secret": bool(config.data.secrets) or config.data.cache is not None,
        "AWS::EC2::NatGateway": config.network.nat_gateways != "none",
        "AWS::EC2::NetworkAcl": config.network.network_acls,
        "AWS::EC2::Instance": config.network.bastion is not None,
        "AWS::EC2::VPNConnection": config.network.vpn is not None,
        "AWS::EC2::FlowLog": config.network.flow_logs is not None,
        "AWS::CloudFront::Distribution": config.edge.site is not None,
        "AWS::ApplicationAutoScaling::ScalableTarget": config.service.autoscaling is not None,
        "AWS::SNS::Topic": config.monitoring is not None,
        "AWS::SecretsManager::RotationSchedule": config.data.database is not None
        and config.data.database.rotation is not None,
    }
    return [*ALWAYS, *(kind for kind, needed in optional.items() if needed)]

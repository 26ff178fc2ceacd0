"""How VPC endpoints are written."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.reach.layouts import ENDPOINT
from tasktracker_cfn.model.reach.network import VPC, network_of
from tasktracker_cfn.model.reach.service_names import SERVICES
from tasktracker_cfn.model.reach.services import GATEWAY, INTERFACE, ROUTED, kind_of, service_of
from tasktracker_cfn.model.system import Item, System

SCHEMA = "schema AWS::EC2::VPCEndpoint"
ONLY_INTERFACE = ("SubnetIds", "SecurityGroupIds")


@rule(
    "private-dns-has-both-flags",
    rows="N08",
    severity="error",
    why="An endpoint gets a service's name only in a VPC with both DNS attributes on; EnableDnsHostnames is off "
    "unless it is set.",
    remedy="Set EnableDnsSupport and EnableDnsHostnames of the VPC to true.",
    source=SCHEMA,
)
def private_dns_has_both_flags(system: System) -> Iterator[Fault]:
    """The VPC of every endpoint with a private name resolves names."""
    for endpoint in system.of(ENDPOINT):
        vpc = system.at(endpoint.get("VpcId"))
        if vpc is None or vpc.type != VPC or not endpoint.flag("PrivateDnsEnabled"):
            continue
        if vpc.get("EnableDnsHostnames") is None or vpc.flag("EnableDnsHostnames") is False:
            yield Fault(endpoint, f"has a private name in {vpc}, where EnableDnsHostnames is off", "PrivateDnsEnabled")
        elif vpc.flag("EnableDnsSupport") is False:
            yield Fault(endpoint, f"has a private name in {vpc}, where EnableDnsSupport is off", "PrivateDnsEnabled")


@rule(
    "endpoint-properties-fit-its-type",
    rows="N09",
    severity="error",
    why="Gateway endpoints are routes, for S3 and DynamoDB only, and the type when none is named; "
    "interface endpoints are in subnets.",
    remedy="Give a gateway endpoint RouteTableIds, and every other one VpcEndpointType Interface and SubnetIds.",
    source=SCHEMA,
)
def endpoint_properties_fit_its_type(system: System) -> Iterator[Fault]:
    """Every VPC endpoint has the type that its service has, and the properties that its type takes."""
    network = network_of(system)
    for endpoint in system.of(ENDPOINT):
        kind, service = kind_of(endpoint), service_of(network, endpoint)
        if kind == GATEWAY:
            if service is not None and service not in ROUTED:
                message = f"is a gateway endpoint{_unsaid(endpoint)}, and {service} has none"
                yield Fault(endpoint, message, "VpcEndpointType")
            for key in ONLY_INTERFACE:
                if endpoint.get(key) not in (None, ()):
                    yield Fault(endpoint, f"is a gateway endpoint{_unsaid(endpoint)}, which takes no {key}", key)
            if endpoint.flag("PrivateDnsEnabled"):
                message = f"is a gateway endpoint{_unsaid(endpoint)}, which has no private name"
                yield Fault(endpoint, message, "PrivateDnsEnabled")
        elif kind == INTERFACE and endpoint.get("RouteTableIds") not in (None, ()):
            yield Fault(endpoint, "is an interface endpoint, which takes no RouteTableIds", "RouteTableIds")


def _unsaid(endpoint: Item) -> str:
    return "" if endpoint.get("VpcEndpointType") is not None else ", as it names no type"


@rule(
    "endpoints-are-wired",
    rows="N09",
    severity="warning",
    why="A gateway endpoint in no route table serves nobody, nor does an interface endpoint in no subnet; one without "
    "security groups is in the VPC's default group, which admits its own members only.",
    remedy="Name the route tables of the subnets that use it, or a security group that admits port 443 from callers.",
    source=SCHEMA,
)
def endpoints_are_wired(system: System) -> Iterator[Fault]:
    """Every gateway endpoint names route tables, and every interface endpoint subnets and security groups."""
    network = network_of(system)
    for endpoint in system.of(ENDPOINT):
        kind, service = kind_of(endpoint), service_of(network, endpoint)
        # That a service has no gateway endpoints is told already.
        routed = kind == GATEWAY and (service is None or service in ROUTED)
        if routed and endpoint.get("RouteTableIds") in (None, ()):
            yield Fault(endpoint, "is a gateway endpoint in no route table", "RouteTableIds")
        if kind == INTERFACE and endpoint.get("SubnetIds") in (None, ()):
            yield Fault(endpoint, "is an interface endpoint in no subnet", "SubnetIds")
        if kind == INTERFACE and endpoint.get("SecurityGroupIds") in (None, ()):
            yield Fault(endpoint, "has no security groups of its own", "SecurityGroupIds")


@rule(
    "endpoint-services-exist",
    rows="N09",
    severity="error",
    why="AWS refuses an endpoint for a service that does not exist, and its names mix dots and hyphens.",
    remedy="Write the service's name as AWS lists it, such as ecr.dkr.",
    source="https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html",
)
def endpoint_services_exist(system: System) -> Iterator[Fault]:
    """No endpoint names a service with dots where AWS has hyphens, or hyphens where it has dots."""
    network = network_of(system)
    for endpoint in system.of(ENDPOINT):
        service = service_of(network, endpoint)
        if service is None or service in SERVICES:
            continue
        meant = _SPELT.get(_spelling(service))
        if meant is not None:
            yield Fault(endpoint, f"is for {service}, and the service's name is {meant}", "ServiceName")


def _spelling(service: str) -> str:
    return service.replace(".", "-").replace("_", "-").lower()


_SPELT = {_spelling(service): service for service in SERVICES}

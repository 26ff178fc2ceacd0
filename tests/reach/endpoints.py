"""The ways that endpoints are: what they lead to, for whom, and what is in the way."""

from collections.abc import Mapping

from tasktracker_cfn.model.values import Reference, Value
from tests.reach import ways
from tests.reach.needs import Call
from tests.systems import network, policies
from tests.systems.built import Item, System, entries, follow, listed, true

ENDPOINT = "AWS::EC2::VPCEndpoint"
LAYERS = "layers"
OWN_ACCOUNT = {"StringEquals": {"aws:PrincipalAccount": Reference((), "AWS::AccountId")}}
A_LAYER = "arn:<AWS::Partition>:s3:::prod-<AWS::Region>-starport-layer-bucket/x"


def interface(system: System, service: str) -> Item | None:
    """Give the interface endpoint that a service's own name leads to in this VPC."""
    found = [
        item for item in _of(system, service) if item.get("VpcEndpointType") == "Interface" and _has_the_name(item)
    ]
    assert len(found) <= 1, f"{len(found)} endpoints have the name of {service}"
    return found[0] if found else None


def gateway(system: System, subnet: Item) -> Item | None:
    """Give the gateway endpoint for S3 that a subnet's routes lead to."""
    table = network.route_table(system, subnet)
    for item in _of(system, "s3"):
        kind = item.get("VpcEndpointType") or "Gateway"
        if kind == "Gateway" and table in map(system.at, listed(item.get("RouteTableIds"))):
            return item
    return None


def closed_interface(system: System, endpoint: Item, call: Call) -> list[str]:
    """Tell what is in the way to an interface endpoint, and through it."""
    found = []
    vpc = system.at(endpoint.get("VpcId"))
    if vpc is None or not (true(vpc.get("EnableDnsSupport")) and true(vpc.get("EnableDnsHostnames"))):
        # N08
        found.append(f"{vpc} does not resolve the private name of {endpoint}")
    places = system.all_at(endpoint.get("SubnetIds"))
    worn = system.all_at(endpoint.get("SecurityGroupIds"))
    found += ways.inside(system, call.caller.subnets, call.caller.groups, places, worn, ways.HTTPS_PORT)
    return found + _refused(system, endpoint, call)


def closed_gateway(system: System, endpoint: Item, subnet: Item, call: Call) -> list[str]:
    """Tell what is in the way to S3 by its gateway endpoint, and through it."""
    return ways.to_gateway(system, subnet, call.caller.groups) + _refused(system, endpoint, call)


def _refused(system: System, endpoint: Item, call: Call) -> list[str]:
    document = endpoint.get("PolicyDocument")
    if document is None:
        return []
    # Layers are fetched by links that somebody else has signed, everything else with a role of this account.
    signed_elsewhere = call.service.startswith(LAYERS)
    for entry in entries(follow(document, "Statement")):
        if _admits(system, entry, call.action, A_LAYER if signed_elsewhere else "", own_account=not signed_elsewhere):
            return []
    return [f"the policy of {endpoint} refuses {call.action}"]


def _admits(system: System, entry: Mapping[str, Value], action: str, resource: str, *, own_account: bool) -> bool:
    conditions = entry.get("Condition")
    met = conditions is None or (own_account and conditions == OWN_ACCOUNT)
    everybody = entry.get("Principal") in ("*", {"AWS": "*"})
    acts = any(policies.fits(action, str(pattern)) for pattern in listed(entry.get("Action")))
    on = [policies.written(system, pattern) for pattern in listed(entry.get("Resource"))]
    # Which resource a role uses is not known here; a policy that names some may mean others.
    covered = any(policies.fits(resource, pattern) for pattern in on) if resource else "*" in on
    return entry.get("Effect") == "Allow" and met and everybody and acts and covered


def _of(system: System, service: str) -> list[Item]:
    name = f"com.amazonaws.<AWS::Region>.{service}"
    return [item for item in system.of(ENDPOINT) if policies.written(system, item.get("ServiceName")) == name]


def _has_the_name(item: Item) -> bool:
    return true(item.get("PrivateDnsEnabled"))

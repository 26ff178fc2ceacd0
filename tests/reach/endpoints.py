"""Services of AWS, by endpoints or over the internet: what is in the way, and what the policies of endpoints refuse."""

from collections.abc import Mapping

from tasktracker_cfn.model.reach.gates import End
from tasktracker_cfn.model.reach.network import network_of
from tasktracker_cfn.model.reach.places import Place
from tasktracker_cfn.model.reach.services import endpoint_for
from tasktracker_cfn.model.reach.subnets import Spot
from tasktracker_cfn.model.values import Reference, Value
from tests.reach import ways
from tests.reach.needs import Call
from tests.systems import policies
from tests.systems.built import Item, System, entries, follow, listed

LAYERS = "layers"
OWN_ACCOUNT = {"StringEquals": {"aws:PrincipalAccount": Reference((), "AWS::AccountId")}}
A_LAYER = "arn:<AWS::Partition>:s3:::prod-<AWS::Region>-starport-layer-bucket/x"


def closed(system: System, subnet: Item, call: Call, service: str) -> list[str]:
    """Tell what is in the way from a subnet to a service of this region, the policy of an endpoint among it."""
    name = "s3" if service == LAYERS else service
    caller = call.caller
    found = ways.to_service(system, subnet, caller.groups, name, public=caller.has_public_address)
    endpoint = endpoint_for(network_of(system), End(Place(caller.name), Spot(str(subnet), subnet)), name)
    return found if endpoint is None else found + _refused(system, endpoint, call)


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

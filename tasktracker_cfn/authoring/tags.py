"""The system's tags, put on every resource that can carry tags, in one pass driven by the provider schemas."""

from collections.abc import Mapping
from typing import cast

from tasktracker_cfn.authoring.names import kebab
from tasktracker_cfn.authoring.schemas import tag_property, takes_tag_map
from tasktracker_cfn.authoring.wires import Body

# The console's lists of these show nothing but an id without a Name.
NAMED_SERVICES = ("AWS::EC2::",)


def tagged(body: Body, tags: Mapping[str, str], name: str) -> Body:
    """Give a template with the tags on every resource; `name` starts the Name tag of what has no name of its own.

    CloudFormation also hands a stack's tags down, but not to everything (K18), and a template that says so itself
    can be checked before it is deployed.
    """
    resources = cast("dict[str, Body]", body["Resources"])
    return {
        **body,
        "Resources": {
            logical_id: _tagged_resource(resource, tags, f"{name}-{kebab(logical_id)}")
            for logical_id, resource in resources.items()
        },
    }


def _tagged_resource(resource: Body, tags: Mapping[str, str], name: str) -> Body:
    resource_type = str(resource["Type"])
    property_name = tag_property(resource_type)
    if property_name is None:
        return resource
    own = {"Name": name} if resource_type.startswith(NAMED_SERVICES) else {}
    merged = {**own, **tags}
    written: object = merged
    if not takes_tag_map(resource_type):
        written = [{"Key": key, "Value": value} for key, value in merged.items()]
    properties = cast("Body", resource.get("Properties", {}))
    return {**resource, "Properties": {**properties, property_name: written}}

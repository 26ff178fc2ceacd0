"""The system's tags, put on every resource that can carry tags, in one pass driven by the provider schemas."""

from collections.abc import Mapping

from troposphere import Tags, Template

from tasktracker_cfn.authoring.names import kebab
from tasktracker_cfn.authoring.schemas import tag_property, takes_tag_map

# The console's lists of these show nothing but an id without a Name.
NAMED_SERVICES = ("AWS::EC2::",)


def apply(template: Template, tags: Mapping[str, str], name: str) -> None:
    """Tag every resource of a template; `name` starts the Name tag of what has no name of its own.

    CloudFormation also hands a stack's tags down, but not to everything (K18), and a template that says so itself
    can be checked before it is deployed.
    """
    for resource in template.resources.values():
        resource_type = resource.resource_type
        property_name = tag_property(resource_type)
        if property_name is None:
            continue
        own = {"Name": f"{name}-{kebab(resource.title)}"} if resource_type.startswith(NAMED_SERVICES) else {}
        merged = {**own, **tags}
        # A fresh object each time: Tags.__add__ changes its right-hand side.
        setattr(resource, property_name, merged if takes_tag_map(resource_type) else Tags(merged))

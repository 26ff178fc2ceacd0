"""Questions about the companion: what a system keeps in another region, in a template that the root does not nest."""

from tasktracker_cfn.model.nest import load
from tasktracker_cfn.model.values import Values
from tests.systems import policies
from tests.systems.built import Item, System


def buckets(system: System) -> dict[str, Item]:
    """Give the buckets of the companion by their names, in the form that `policies.written` gives."""
    nest = load(system.folder / "replica.yaml")
    values = Values(nest)
    found = (Item(resource, values.properties(resource)) for resource in nest.of_type("AWS::S3::Bucket"))
    return {policies.written(system, item.get("BucketName")): item for item in found}

"""The companion: what the system keeps in another region, in a stack of its own that is deployed first.

The root does not nest it, because a stack and all that it nests are in one region. What is in it is found by its name.
"""

from troposphere import Output, Ref, Template

from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.resources import add_all
from tasktracker_cfn.authoring.wires import Body
from tasktracker_cfn.config import SystemConfig
from templates.data import bucket, replication


def build(system: SystemConfig, region: str) -> Body:
    """Build the stack for the other region of a system."""
    template = Template(Description=f"{system.name} in {region}: copies, to be deployed before the system itself")
    _bucket_copies(template, system)
    return template.to_dict()


def _bucket_copies(template: Template, system: SystemConfig) -> None:
    for use, copy in replication.replicas(system).items():
        add_all(template, [copy, bucket.policy(use, copy)])
        template.add_output(
            Output(f"{pascal(use)}BucketName", Description=f"Name of the copy of the {use} bucket", Value=Ref(copy))
        )

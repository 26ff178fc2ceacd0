"""Property 4: whatever can carry tags carries all that the configuration asks for.

Environment, Project and ManagedBy are there in every system, and what `tags` says besides, such as Application,
CostCenter and Owner. Which types can carry tags, and where, is in the provider schemas.
"""

from tests.properties.subject import Complaints, Environment, of_each
from tests.systems import tags

ALWAYS = ("Environment", "Project", "ManagedBy")


@of_each
def tagged(environment: Environment) -> Complaints:
    """Give the resources that lack a tag."""
    config, built = environment
    wanted = {"Environment": config.environment, "Project": config.system, **config.tags}
    if not tags.taggable(built):
        yield "nothing can carry tags"
    for item, name in tags.taggable(built):
        found = tags.tags_of(item, name)
        yield from (f"{item} lacks the tag {key}" for key in ALWAYS if key not in found)
        yield from (f"{item} has another {key}" for key, value in wanted.items() if found.get(key) != value)

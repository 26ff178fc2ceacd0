"""What the rules about image repositories share."""

from tasktracker_cfn.model.known import known_items
from tasktracker_cfn.model.system import Item, follow
from tasktracker_cfn.model.wildcards import could_be

REPOSITORY = "AWS::ECR::Repository"


def holds_fast(repository: Item, tag: str) -> bool:
    """Tell whether a tag of a repository surely never moves to another image."""
    mutability = repository.text("ImageTagMutability")
    if mutability == "IMMUTABLE":
        return True
    if mutability != "IMMUTABLE_WITH_EXCLUSION":
        return False
    filters = known_items(repository.get("ImageTagMutabilityExclusionFilters"))
    return not any(could_be(follow(entry, "ImageTagMutabilityExclusionFilterValue"), tag) for entry in filters)

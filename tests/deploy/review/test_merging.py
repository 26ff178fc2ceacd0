"""Two descriptions become one list, and nothing of either is lost."""

import pytest

from tasktracker_cfn.deploy.aws.values.changes import ChangeDetail, ResourceChange
from tasktracker_cfn.deploy.review.merging import merged

ENGINE = ChangeDetail("Properties", "Engine", "Always", evaluation="Dynamic", source="ResourceAttribute")
VALUED = ENGINE._replace(path="/Properties/Engine", before="a", after="b")
OTHER = ChangeDetail("Properties", "Class", "Never", evaluation="Static", source="DirectModification")
PLAIN = ResourceChange("Modify", "A", "T", replacement="Conditional", details=(ENGINE,), change_set_id="set")


@pytest.mark.parametrize(
    ("plain", "valued", "expected"),
    [
        ((), (), ()),
        ((PLAIN,), (), (PLAIN,)),
        ((), (PLAIN,), (PLAIN,)),
        (
            (PLAIN,),
            (PLAIN._replace(details=(VALUED,), replacement="True", change_set_id=None, before_context="{}"),),
            (PLAIN._replace(details=(VALUED,), before_context="{}"),),
        ),
        (
            (PLAIN._replace(details=(ENGINE, OTHER)),),
            (PLAIN._replace(details=(VALUED,)),),
            (PLAIN._replace(details=(VALUED, OTHER)),),
        ),
        (
            (PLAIN, PLAIN._replace(logical_id="B")),
            (PLAIN._replace(logical_id="C"), PLAIN),
            (PLAIN, PLAIN._replace(logical_id="B"), PLAIN._replace(logical_id="C")),
        ),
    ],
)
def test_merged(
    plain: tuple[ResourceChange, ...], valued: tuple[ResourceChange, ...], expected: tuple[ResourceChange, ...]
) -> None:
    """Rows and details that one description drops come from the other; whether it is replaced says the plain one."""
    assert merged(plain, valued) == expected

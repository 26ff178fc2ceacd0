"""The questions that one asks first."""

from pathlib import Path

from tasktracker_cfn.model.reach.answer import NO, YES
from tasktracker_cfn.model.reach.queries import exposed_databases, reached_from_internet, supplies
from tests.model.reach.asked import NO_NAT
from tests.model.reach.small import ENDPOINT, small


def test_a_database_for_its_service_only(tmp_path: Path) -> None:
    """A database that only a service reaches is exposed to nobody; one that admits the load balancer is."""
    assert list(exposed_databases(small(tmp_path))) == []
    change = ("SourceSecurityGroupId: !Ref TaskGroup", "SourceSecurityGroupId: !Ref BalancerGroup")
    found = [(str(one.target), one.answer.source) for one in exposed_databases(small(tmp_path, change))]
    assert found == [("Database", "Balancer")]


def test_nothing_but_load_balancers_is_public(tmp_path: Path) -> None:
    """The internet reaches load balancers and nothing else, until a database opens itself."""
    assert list(reached_from_internet(small(tmp_path))) == []
    opened = small(
        tmp_path,
        ("SourceSecurityGroupId: !Ref TaskGroup", "CidrIp: 0.0.0.0/0"),
        ("PubliclyAccessible: false", "PubliclyAccessible: true"),
        ("SubnetIds: [!Ref Isolated]", "SubnetIds: [!Ref Public]"),
    )
    assert [(str(one.target), one.answer.verdict) for one in reached_from_internet(opened)] == [("Database", YES)]


def test_what_a_task_needs(tmp_path: Path) -> None:
    """A task reaches its registry, its logs and its secrets; without NAT gateway only what has an endpoint."""
    wanted = ["ecr.api", "ecr.dkr", "s3", "logs", "secretsmanager"]
    found = supplies(small(tmp_path))
    assert [(one.need.to.name, one.verdict) for one in found] == [(name, YES) for name in wanted]
    without = supplies(small(tmp_path, NO_NAT, more=ENDPOINT))
    assert {one.need.to.name for one in without if one.verdict == NO} == {"ecr.api", "ecr.dkr", "logs"}


def test_an_image_of_somebody_else(tmp_path: Path) -> None:
    """An image that is in no private registry of the region is fetched over the internet."""
    system = small(tmp_path, ('!Sub "${Repository.RepositoryUri}:1"', "nginx:alpine"))
    assert [one.need.reason for one in supplies(system) if one.need.to.service is None] == [
        "the image of api, nginx:alpine"
    ]

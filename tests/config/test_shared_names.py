"""What two environments of a system may not both be called, and what keeps them apart."""

from pathlib import Path

import pytest

from tests.commands import build_here, refused
from tests.config.rules.rule import Changes
from tests.toml_files import system_file

DOMAIN = ("edge.domain", "edge.https")


def test_a_name_for_two_environments(tmp_path: Path) -> None:
    """Two environments of one account may not give a thing the same name."""
    file = system_file(tmp_path, {"service.log_group": "/x", "environments.staging": {}}, DOMAIN)
    lines = refused(tmp_path, file)
    assert len(lines) == 1, lines
    assert lines[0].startswith(f'{file}: service.log_group: "/x" is also what environment development names so')
    assert lines[0].endswith("(in environment staging)")


def test_a_domain_for_two_environments(tmp_path: Path) -> None:
    """A domain leads to one environment, also where the two are in different accounts."""
    domains: Changes = {"edge.domain.name": "a.example.com", "edge.site": {"domain": "b.example.com"}}
    staging: dict[str, object] = {
        "account": "222222222222",
        "edge": {"domain": {"name": "b.example.com"}, "site": {"domain": "c.example.com"}},
    }
    changes: Changes = {**domains, "environments.development.account": "111111111111", "environments.staging": staging}
    file = system_file(tmp_path, changes)
    (line,) = refused(tmp_path, file)
    assert line.startswith(f'{file}: environments.staging.edge.domain.name: "b.example.com" is also a domain of')


@pytest.mark.parametrize(
    "apart",
    [
        {"service.log_group": "/x/{environment}"},
        {"environments.staging": {"region": "eu-west-1"}},
        {"environments.development.account": "111111111111", "environments.staging": {"account": "222222222222"}},
    ],
    ids=["a place for the name", "regions", "accounts"],
)
def test_environments_that_are_apart(apart: Changes, tmp_path: Path) -> None:
    """A place for the environment's name, or another region or account, keeps them apart."""
    file = system_file(tmp_path, {"service.log_group": "/x", "environments.staging": {}, **apart}, DOMAIN)
    ended = build_here(file, "--no-gate", "--quiet", "--out", tmp_path / "out")
    assert ended.code == 0, ended


BUCKET = "data.buckets.uploads"
ACCOUNTS: Changes = {
    "environments.development.account": "111111111111",
    "environments.staging": {"account": "222222222222"},
}


@pytest.mark.parametrize(
    "changes",
    [
        {f"{BUCKET}.name": "data-{account}"},
        {f"{BUCKET}.name": "data", "environments.staging": {"region": "eu-west-1"}},
        {f"{BUCKET}.name": "data", **ACCOUNTS},
        {f"{BUCKET}.name": "data-{account}", "environments.staging": {"account": "222222222222"}},
        {
            f"{BUCKET}": {"name": "data", "replicate_to": "us-west-2"},
            "environments.staging": {"data": {"buckets": {"uploads": {"name": "data-replica"}}}},
        },
    ],
    ids=["one account", "two regions", "two accounts", "an account that nobody named", "the other's copy"],
)
def test_a_bucket_for_two_environments(changes: Changes, tmp_path: Path) -> None:
    """All of AWS shares the names of buckets, so two environments name none alike, wherever they are."""
    lines = refused(tmp_path, system_file(tmp_path, {"environments.staging": {}, **changes}, DOMAIN))
    assert lines, changes
    assert all(f"{BUCKET}.name" in line and "all of AWS shares these names" in line for line in lines), lines


@pytest.mark.parametrize(
    "apart",
    [
        {f"{BUCKET}.name": "data-{environment}"},
        {f"{BUCKET}.name": "data-{account}", **ACCOUNTS},
        {f"{BUCKET}.name": "data-{region}", "environments.staging": {"region": "eu-west-1"}},
    ],
    ids=["environment", "account", "region"],
)
def test_buckets_that_are_apart(apart: Changes, tmp_path: Path) -> None:
    """A place in the name for what differs keeps the buckets of two environments apart."""
    file = system_file(tmp_path, {"environments.staging": {}, **apart}, DOMAIN)
    ended = build_here(file, "--no-gate", "--quiet", "--out", tmp_path / "out")
    assert ended.code == 0, ended

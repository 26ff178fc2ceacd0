"""The verb `reach` answers who can talk to whom, and shows the way."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tasktracker_cfn.cli.main import main
from tests.model.reach.small import VPN, Change, small


def reach(folder: Path, *names: str, changes: tuple[Change, ...] = (), more: str = "") -> Result:
    """Run the verb on the small network."""
    return CliRunner().invoke(main, ["reach", str(small(folder, *changes, more=more).folder), *names])


def test_an_open_way(tmp_path: Path) -> None:
    """What is reachable ends with 0, and the way is printed step by step, with where each stands."""
    ended = reach(tmp_path, "Service", "Database")
    assert ended.exit_code == 0
    lines = ended.stdout.splitlines()
    assert lines[0] == "Service can reach Database on port 5432"
    assert [line.split("  (")[0] for line in lines[1:]] == [
        "  yes  TaskGroup lets out 5432 to DataGroup",
        "  yes  Private and Isolated are in one VPC, Vpc",
        "  yes  DataGroup admits 5432 from TaskGroup",
    ]
    line = next(number for number, text in enumerate(_written(tmp_path), start=1) if "DataFromTasks:" in text)
    assert lines[-1].endswith(f"(root.yaml:{line})")


def test_a_shut_way(tmp_path: Path) -> None:
    """What is not reachable ends with 1, and the steps that refuse are marked."""
    ended = reach(tmp_path, "internet", "Database", "5432")
    assert ended.exit_code == 1
    assert ended.stdout.startswith(
        "the internet cannot reach Database on port 5432\n   NO  Database has no public address"
    )


def test_an_unknown_way(tmp_path: Path) -> None:
    """What only a deployment decides ends with 2, and is said."""
    changes = (("[!GetAtt DataGroup.GroupId]", "[!Ref Somebody]"),)
    ended = reach(tmp_path, "Service", "Database", changes=changes)
    assert ended.exit_code == 2
    assert "Service may or may not reach Database on port 5432" in ended.stdout
    assert "    ?  whether the security group Somebody admits 5432 from Service in Private is not known" in ended.stdout


def test_a_way_from_one_subnet_only(tmp_path: Path) -> None:
    """Where one of two subnets has no way there, it is shown as well."""
    changes = (("Subnets: [!Ref Private], Sec", "Subnets: [!Ref Private, !Ref Isolated], Sec"),)
    ended = reach(tmp_path, "Service", "logs", changes=changes)
    assert ended.exit_code == 0
    assert "\nbut Service in Isolated cannot reach logs\n" in ended.stdout


@pytest.mark.parametrize("names", [("Database",), ("--who", "Database"), ("Database", "5432")])
def test_who(names: tuple[str, ...], tmp_path: Path) -> None:
    """A target alone is answered with whoever reaches it, and why nobody else does."""
    ended = reach(tmp_path, *names, more=VPN)
    assert ended.exit_code == 0
    reached, _, others = ended.stdout.partition("Database on port 5432 cannot be reached by:\n")
    assert [line.split(":")[0].strip() for line in reached.splitlines()[1:]] == ["Service", "192.168.4.0/22"]
    assert "  the internet: Database has no public address" in others


def test_nobody(tmp_path: Path) -> None:
    """A target that nobody reaches ends with 1."""
    ended = reach(tmp_path, "Bastion", "22")
    assert ended.exit_code == 1
    assert ended.stdout.startswith("Bastion on port 22 can be reached by nobody\n")


def test_each_port_is_asked_about(tmp_path: Path) -> None:
    """Without a port the ones are asked about that the target listens on."""
    listener = "{Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: {LoadBalancerArn: !Ref Balancer, Port: 80}}"
    more = f"\n  Redirect: {listener}\n"
    ended = reach(tmp_path, "internet", "Balancer", more=more)
    assert ended.exit_code == 0
    assert "the internet cannot reach Balancer on port 80\n" in ended.stdout
    assert "the internet can reach Balancer on port 443\n" in ended.stdout


def test_a_value_for_a_parameter(tmp_path: Path) -> None:
    """A value that is given decides what the templates leave open."""
    changes = (("SourceSecurityGroupId: !Ref TaskGroup", "CidrIp: !Ref Something"),)
    assert reach(tmp_path, "Bastion", "Database", changes=changes).exit_code == 2
    ended = reach(tmp_path, "--param", "Something=10.0.0.0/16", "Bastion", "Database", changes=changes)
    assert ended.exit_code == 0
    (tmp_path / "values.txt").write_text('["Something=10.0.0.0/16"]', encoding="utf-8")
    ended = reach(tmp_path, "--params", str(tmp_path / "values.txt"), "Bastion", "Database", changes=changes)
    assert ended.exit_code == 0


def test_a_condition_that_holds(tmp_path: Path) -> None:
    """A rule under a condition counts where the condition is known to hold, and is not there where it does not."""
    changes = (("  DataFromTasks:\n", "  DataFromTasks:\n    Condition: Perhaps\n"),)
    assert reach(tmp_path, "Service", "Database", changes=changes).exit_code == 2
    assert reach(tmp_path, "--param", "Something=yes", "Service", "Database", changes=changes).exit_code == 0
    assert reach(tmp_path, "--param", "Something=no", "Service", "Database", changes=changes).exit_code == 1


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("Nobody", "Database"), "Nobody is no resource of these templates"),
        (("\x1b[31m" + "x" * 9_000, "Database"), "\\x1b[31mxxx"),
        (("", "Database"), "an empty text is no resource of these templates"),
        (("--region", "*", "Database"), "is written as eu-central-1"),
        (("Service", "Bastion"), "Bastion does not say on which port it listens; name a PORT"),
        (("Service", "Database", "70000"), "one PORT from 1 to 65535"),
        (("a", "b", "c"), "ask about one SOURCE, one TARGET"),
        (("--param", "x", "Database"), "--param number 1 must be written as Name=Value"),
        (("--param", "Nothing=1", "Database"), "has no parameter of the name given as number 1"),
        (("--who", "Service", "Database"), "--who takes a TARGET only"),
    ],
)
def test_a_bad_question(names: tuple[str, ...], message: str, tmp_path: Path) -> None:
    """A question that cannot be answered ends with 2 and one line that says why."""
    ended = reach(tmp_path, *names)
    assert ended.exit_code == 2
    assert message in ended.stderr
    assert "\x1b" not in ended.stderr
    assert len(ended.stderr) < 1_000
    assert not ended.stdout


@pytest.mark.parametrize("address", ["10.9.8.7", "10.9.8.7/32"])
def test_an_address(address: str, tmp_path: Path) -> None:
    """One address is asked about as a block of one."""
    ended = reach(tmp_path, address, "Database")
    assert ended.exit_code == 1
    assert ended.stdout.startswith("10.9.8.7/32 cannot reach Database on port 5432\n")


def test_the_internet_is_not_of_aws(tmp_path: Path) -> None:
    """What the internet asks of a service of AWS it asks from outside."""
    ended = reach(tmp_path, "internet", "s3")
    assert ended.exit_code == 0
    assert "yes  the internet is in no VPC of these templates" in ended.stdout


def test_no_template(tmp_path: Path) -> None:
    """A folder without a root is said to be one."""
    ended = CliRunner().invoke(main, ["reach", str(tmp_path), "Database"])
    assert ended.exit_code == 2
    assert "there is no template" in ended.stderr


def test_two_nests(tmp_path: Path) -> None:
    """A folder with two nests is refused with their names, and one with many with some of them."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        small(tmp_path / name)
    ended = CliRunner().invoke(main, ["reach", str(tmp_path), "Database"])
    assert ended.exit_code == 2
    assert f"{tmp_path.name}/one, {tmp_path.name}/two; name the root of one" in ended.stderr
    for number in range(10):
        (tmp_path / f"more\n{number}").mkdir()
        small(tmp_path / f"more\n{number}")
    ended = CliRunner().invoke(main, ["reach", str(tmp_path), "Database"])
    assert ended.stderr.count("\n") == 1
    assert "there are 12 nests" in ended.stderr
    assert "..., " not in ended.stderr
    assert ", ...; name the root of one" in ended.stderr


def _written(folder: Path) -> list[str]:
    return (folder / "root.yaml").read_text(encoding="utf-8").splitlines()

"""The verb `check`: any templates, and findings in the form that was asked for."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tasktracker_cfn.cli.main import main
from tests.gate.rules.cases.order import APPLICATION, EDGE, ROOT, SERVICE

BROKEN = "Resources:" + SERVICE.replace("    DependsOn: Listener\n", "")
RULE = "service-after-listener"
BUCKET = "Resources: {Bucket: {Type: 'AWS::S3::Bucket'}}"
NO_EXEMPTIONS = "production = ['*/production']\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder to be in, whose exemptions are none."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exemptions.toml").write_text(NO_EXEMPTIONS, encoding="utf-8")
    return tmp_path


def check(*arguments: str) -> Result:
    """Run the verb."""
    return CliRunner().invoke(main, ["check", *arguments], catch_exceptions=False)


def exempting(rule: str, systems: str = "mine/dev", resource: str = "*", expires: str = "2090-01-01") -> str:
    """Give an exemption of one rule."""
    return f"""
[[exemptions]]
rule = "{rule}"
systems = ["{systems}"]
resource = "{resource}"
ground = "design"
reason = "because of a reason"
expires = {expires}
"""


def write(path: Path, text: str) -> Path:
    """Write a file, its folder with it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_text(place: Path) -> None:
    """A finding has file, line, severity, rule, address and message on its line; why and what to do are below, once."""
    write(place / "mine/dev/root.yaml", BROKEN)
    ended = check("mine")
    assert ended.exit_code == 1
    number = BROKEN.splitlines().index("          TargetGroupArn: !Ref TargetGroup") + 1
    first = f"mine/dev/root.yaml:{number}  error  {RULE}  Service: is not surely created after what forwards "
    assert [line for line in ended.stdout.splitlines() if line.startswith(first)]
    assert ended.stdout.count(f"\n{RULE}\n  why: ECS refuses a target group") == 1
    assert "\n  do:  Let the service depend on the listener" in ended.stdout
    assert ended.stdout.splitlines()[-1].startswith("1 nest: 1 error")
    assert "\x1b" not in ended.stdout
    assert not ended.stderr


def test_what_is_severe_comes_first(place: Path) -> None:
    """Errors come before warnings and these before advice, whose reasons are left out unless it is all there is."""
    write(place / "mine/dev/root.yaml", BROKEN)
    lines = check("mine").stdout.splitlines()
    found = [line.split("  ")[1] for line in lines if line.startswith("mine/")]
    assert set(found) == {"error", "warning", "advice"}
    assert found == sorted(found, key=["error", "warning", "advice"].index)
    assert "What is behind a piece of advice is told by --explain with its name." in lines
    advised = {line.split("  ")[2] for line in lines if line.startswith("mine/") and "  advice  " in line}
    assert not advised & set(lines)
    write(place / "exemptions.toml", "".join(exempting(name) for name in sorted(_failing())))
    lines = check("mine").stdout.splitlines()
    assert advised <= set(lines)
    assert not [line for line in lines if "--explain" in line]


def _failing() -> set[str]:
    document = json.loads(check("mine", "--format", "json").stdout)
    return {finding["rule"] for finding in document["findings"] if finding["severity"] != "advice"}


def test_json(place: Path) -> None:
    """The document has each finding whole."""
    write(place / "mine/dev/root.yaml", BROKEN)
    document = json.loads(check("mine", "--format", "json").stdout)
    (finding,) = [finding for finding in document["findings"] if finding["rule"] == RULE]
    assert finding["file"] == "mine/dev/root.yaml"
    assert finding["severity"] == "error"
    assert finding["logical_id"] == "Service"
    assert finding["why"]
    assert finding["remedy"]
    assert document["nests"] == 1


def test_sarif(place: Path) -> None:
    """Code scanning gets each finding with its place, and each rule that spoke with its explanation."""
    write(place / "mine/dev a/root.yaml", BROKEN)
    document = json.loads(check("mine", "--format", "sarif").stdout)
    (run,) = document["runs"]
    assert document["version"] == "2.1.0"
    assert "sarif" in document["$schema"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    (result,) = [result for result in run["results"] if result["ruleId"] == RULE]
    assert rules[result["ruleIndex"]]["id"] == RULE
    assert result["level"] == "error"
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "mine/dev%20a/root.yaml"
    assert physical["region"]["startLine"] > 1
    assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "Service"
    assert all(result["message"]["text"] for result in run["results"])
    assert {result["level"] for result in run["results"]} <= {"error", "warning", "note"}


def test_github(place: Path) -> None:
    """GitHub gets one command a finding, with nothing in it that would end it early."""
    write(place / "mine/a,b:c/root.yaml", BROKEN)
    lines = check("mine", "--format", "github").stdout.splitlines()
    (line,) = [line for line in lines if f"title={RULE}::" in line]
    assert line.startswith("::error file=mine/a%2Cb%3Ac/root.yaml,line=")
    assert all(line.split(" ")[0] in {"::error", "::warning", "::notice"} for line in lines)


def test_a_nest_is_one(place: Path) -> None:
    """Templates that another nests are checked within it, and not alone; other files of the folder are no templates."""
    for name, text in {"root.yaml": ROOT, "edge.yaml": EDGE, "service.yaml": APPLICATION}.items():
        write(place / "mine/dev" / name, text)
    write(place / "mine/dev/values.json", '{"Resources": 1}')
    write(place / "mine/dev/notes.yaml", "Resources: a list of things to read\n")
    document = json.loads(check("mine", "--format", "json").stdout)
    assert document["nests"] == 1
    assert RULE not in {finding["rule"] for finding in document["findings"]}


def test_files_by_name(place: Path) -> None:
    """A file that is named is checked, whatever it is called, and two at once."""
    write(place / "a.txt", BROKEN)
    write(place / "b.txt", BROKEN)
    document = json.loads(check("a.txt", "b.txt", "--format", "json").stdout)
    assert document["nests"] == 2
    assert {finding["file"] for finding in document["findings"] if finding["rule"] == RULE} == {"a.txt", "b.txt"}


@pytest.mark.parametrize(
    ("text", "line"),
    [("Resources: {A: {Type: 'AWS::SNS::Topic'}\n", 2), ("", 1), ("a: [", 1), ("\nResources: []\n", 1)],
)
def test_unreadable(place: Path, text: str, line: int) -> None:
    """What cannot be read is a finding at its line; the others are checked nevertheless."""
    write(place / "broken.yaml", text)
    write(place / "mine/dev/root.yaml", BROKEN)
    document = json.loads(check("broken.yaml", "mine", "--format", "json").stdout)
    (finding,) = [finding for finding in document["findings"] if finding["rule"] == "template-unreadable"]
    assert (finding["file"], finding["line"]) == ("broken.yaml", line)
    assert RULE in {finding["rule"] for finding in document["findings"]}


def test_nothing_to_fail_on(place: Path) -> None:
    """Advice does not fail, unless it is asked to."""
    write(place / "mine/dev/root.yaml", BUCKET)
    write(place / "exemptions.toml", NO_EXEMPTIONS + "".join(map(exempting, _warned())))
    assert check("mine").exit_code == 0
    assert check("mine", "--fail-on", "advice").exit_code == 1
    write(place / "exemptions.toml", NO_EXEMPTIONS)
    assert check("mine").exit_code == 1
    assert check("mine", "--fail-on", "error").exit_code == 0


def _warned() -> list[str]:
    document = json.loads(check("mine", "--format", "json").stdout)
    return sorted({finding["rule"] for finding in document["findings"] if finding["severity"] == "warning"})


def test_exemptions(place: Path) -> None:
    """What is exempted is counted and not shown."""
    write(place / "mine/dev/root.yaml", BROKEN)
    write(place / "exemptions.toml", NO_EXEMPTIONS + exempting(RULE, resource="Serv*"))
    document = json.loads(check("mine", "--format", "json").stdout)
    assert RULE not in {finding["rule"] for finding in document["findings"]}
    assert document["exempted"] == 1


@pytest.mark.parametrize(
    ("exemption", "notice"),
    [
        (exempting(RULE, resource="Cluster"), "exemption-unused"),
        (exempting(RULE, expires="2020-01-01"), "exemption-expired"),
        (exempting("service-before-listener"), "exemption-for-no-rule"),
    ],
)
def test_useless_exemptions(place: Path, exemption: str, notice: str) -> None:
    """An exemption that allows nothing, has expired or is for no rule is a finding where it stands."""
    write(place / "mine/dev/root.yaml", BROKEN)
    write(place / "other.toml", NO_EXEMPTIONS + exemption)
    document = json.loads(check("mine", "--exemptions", "other.toml", "--format", "json").stdout)
    (finding,) = [finding for finding in document["findings"] if finding["rule"].startswith("exemption")]
    assert (finding["rule"], finding["file"], finding["line"]) == (notice, "other.toml", 3)
    assert RULE in {finding["rule"] for finding in document["findings"]}


def test_shipped_exemptions(place: Path) -> None:
    """A file may take over the exemptions that the generator comes with; without any file they hold."""
    text = "Resources: {Vpc: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}}"
    write(place / "mine/dev/root.yaml", text)
    assert "default-security-group-closed" in check("mine").stdout
    write(place / "exemptions.toml", f"shipped = true\n{NO_EXEMPTIONS}")
    assert "default-security-group-closed" not in check("mine").stdout
    (place / "exemptions.toml").unlink()
    assert "default-security-group-closed" not in check("mine").stdout


LISTENER = "    Type: AWS::ElasticLoadBalancingV2::Listener\n"
CONDITIONAL = f"""\
Parameters: {{Listening: {{Type: String, Default: 'no'}}}}
Conditions: {{C: !Equals [!Ref Listening, 'yes']}}
{BROKEN.replace(LISTENER, f"    Condition: C{chr(10)}{LISTENER}")}
"""


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ((), False),
        (("--param", "Listening=yes"), True),
        (("--params", "list.json"), True),
        (("--params", "flat.yaml"), True),
        (("--params", "flat.yaml", "--param", "Listening=no"), False),
    ],
)
def test_parameters(place: Path, arguments: tuple[str, ...], found: bool) -> None:
    """Values from files and from the command line decide what there is; the command line has the last word."""
    write(place / "mine/dev/root.yaml", CONDITIONAL)
    write(place / "list.json", '[{"ParameterKey": "Listening", "ParameterValue": "yes"}]')
    write(place / "flat.yaml", "Listening: 'yes'\n")
    document = json.loads(check("mine", "--format", "json", *arguments).stdout)
    assert (RULE in {finding["rule"] for finding in document["findings"]}) is found


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["mine", "--param", "Listenin=yes"],
            "has no parameter of the name given as number 1; did you mean Listening?",
        ),
        (["mine", "--param", "Listening"], "must be written as Name=Value"),
        (["mine", "--params", "nowhere.json"], "nowhere.json: cannot be read"),
        (["nowhere"], "there is no file or folder nowhere"),
        (["empty"], "there is no template in empty"),
        (["empty", "--exemptions", "nowhere.toml"], "nowhere.toml: cannot be read"),
        (["--explain", "service-after-listner"], "did you mean service-after-listener"),
        (["--explain", "0"], "there is no rule 0; docs/rules.md lists them all"),
    ],
)
def test_bad_command(place: Path, arguments: list[str], said: str) -> None:
    """What cannot be done is said in one line, and the exit code is 2."""
    (place / "empty").mkdir()
    write(place / "mine/dev/root.yaml", CONDITIONAL)
    ended = check(*arguments)
    assert ended.exit_code == 2
    assert said in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert not ended.stdout


@pytest.mark.parametrize("name", [RULE, "database-encryption", "template-unreadable"])
def test_explain(place: Path, name: str) -> None:
    """A rule, a goal and a notice are explained: what holds, why, what to do, and who says so."""
    ended = check("--explain", name)
    assert ended.exit_code == 0
    first, *others = ended.stdout.strip().split("\n\n")
    assert first.startswith(f"{name} (")
    assert [part.split(":")[0] for part in others[1:]] == ["Why", "What to do", "Source"]

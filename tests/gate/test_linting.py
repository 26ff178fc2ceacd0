"""The gate finds what plain cfn-lint finds, and says where."""

import json
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from tasktracker_cfn.gate.findings import Finding
from tasktracker_cfn.gate.linting import IGNORE_CHECKS, INCLUDE_CHECKS, RAISED_TO_ERROR, lint
from tests.commands import REPOSITORY, build_here, run
from tests.toml_files import system_file

SETTINGS = REPOSITORY / ".cfnlintrc"
REGION = "us-east-1"
OLD_DATABASE = """\
AWSTemplateFormatVersion: '2010-09-09'

Description: A database that can no longer be made

Parameters:
  Unread:
    Type: String

Resources:

  Database:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Snapshot
    UpdateReplacePolicy: Snapshot
    Properties:
      Engine: postgres
      EngineVersion: '%s'
      DBInstanceClass: db.t3.micro
      AllocatedStorage: '20'
      StorageEncrypted: true
      ManageMasterUserPassword: true
      MasterUsername: tracker
      Nonsense: 1
"""
JOINED = """\
AWSTemplateFormatVersion: '2010-09-09'

Resources:

  # Two checks that are switched off, and a name with a letter of its own: ü
  Child:
    Type: AWS::CloudFormation::Stack
    DeletionPolicy: Delete
    UpdateReplacePolicy: Delete
    Properties:
      TemplateURL: ./other.yaml

  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Join ['', [a, !Ref AWS::Region]]
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the repository's settings and some templates that are not clean."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copy(SETTINGS, folder / ".cfnlintrc")
    for name, text in {"old": OLD_DATABASE % "15.3", "vague": OLD_DATABASE % "16", "joined": JOINED}.items():
        (folder / "out/system" / name).mkdir(parents=True)
        (folder / "out/system" / name / "root.yaml").write_text(text, encoding="utf-8")
    (folder / "out/system/clean").mkdir()
    shutil.copy(REPOSITORY / "out/tasktracker/demo/root.yaml", folder / "out/system/clean/root.yaml")
    # What is for other programs lies deeper, and is no template.
    (folder / "out/system/old/prometheus").mkdir()
    (folder / "out/system/old/prometheus/rules.yaml").write_text("groups: []\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def files(project: Path) -> list[Path]:
    """Give the templates of the folder."""
    return sorted((project / "out").glob("*/*/*.yaml"))


@pytest.fixture(scope="module")
def findings(files: list[Path]) -> list[list[Finding]]:
    """Give what the gate finds in them, in one process."""
    return list(lint(files, REGION, 1))


def _one(findings: list[list[Finding]], files: list[Path], name: str) -> list[Finding]:
    return next(found for found, file in zip(findings, files, strict=True) if name in file.parts)


def test_same_as_command(project: Path, files: list[Path], findings: list[list[Finding]]) -> None:
    """The gate and the plain command find the same in the same places."""
    command = Path(sys.executable).with_name("cfn-lint")
    ended = run(command, "--format", "json", cwd=project)
    theirs = sorted(
        (
            str(project / match["Filename"]),
            match["Location"]["Start"]["LineNumber"],
            match["Rule"]["Id"],
            match["Message"],
        )
        for match in json.loads(ended.out)
    )
    ours = sorted(
        (finding.file, finding.line, finding.rule, finding.message) for found in findings for finding in found
    )
    assert ours == theirs
    assert len({rule for _, _, rule, _ in ours}) >= 4


def test_several_processes(files: list[Path], findings: list[list[Finding]]) -> None:
    """One process and several find the same, in the same order."""
    assert list(lint(files, REGION, 2)) == findings


def test_settings_are_the_same() -> None:
    """The gate's settings are those of .cfnlintrc."""
    settings = yaml.safe_load(SETTINGS.read_text(encoding="utf-8"))
    assert settings["include_checks"] == list(INCLUDE_CHECKS)
    assert settings["ignore_checks"] == list(IGNORE_CHECKS)


def test_settings_have_reasons() -> None:
    """Each check that is switched off has its reason written before it."""
    lines = SETTINGS.read_text(encoding="utf-8").partition("ignore_checks:\n")[2].splitlines()
    checks = [number for number, line in enumerate(lines) if line.lstrip().startswith("- ")]
    assert len(checks) == len(IGNORE_CHECKS)
    for number in checks:
        assert number > 0
        assert lines[number - 1].lstrip().startswith("# ")


def test_settings_of_the_working_directory(
    files: list[Path], findings: list[list[Finding]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings that lie where the gate is run do not switch its checks off."""
    (tmp_path / ".cfnlintrc").write_text("ignore_checks: [E, W, I]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert list(lint(files, REGION, 1)) == findings


def test_place(files: list[Path], findings: list[list[Finding]]) -> None:
    """A finding says file, line, rule and logical id."""
    (nonsense,) = [finding for finding in _one(findings, files, "old") if "Nonsense" in finding.message]
    assert nonsense.file.endswith("out/system/old/root.yaml")
    assert (OLD_DATABASE % "15.3").splitlines()[nonsense.line - 1].strip() == "Nonsense: 1"
    assert nonsense.rule == "E3002"
    assert nonsense.severity == "error"
    assert nonsense.logical_id == "Database"
    assert str(nonsense).startswith(f"{nonsense.file}:{nonsense.line}  error  E3002  Database: ")


def test_place_of_a_parameter(files: list[Path], findings: list[list[Finding]]) -> None:
    """A finding in another section says the entry of that section."""
    (unread,) = [finding for finding in _one(findings, files, "old") if finding.rule == "W2001"]
    assert unread.logical_id == "Unread"
    assert unread.severity == "warning"


@pytest.mark.parametrize("name", ["old", "vague"])
def test_retired_engine_is_an_error(name: str, files: list[Path], findings: list[list[Finding]]) -> None:
    """An engine version that can no longer be made, or that does not say which it is, counts as an error."""
    (engine,) = [finding for finding in _one(findings, files, name) if finding.rule in RAISED_TO_ERROR]
    assert engine.severity == "error"
    assert engine.rule == "W3691"


def test_switched_off_checks(files: list[Path], findings: list[list[Finding]]) -> None:
    """What is switched off is not found: joining instead of substituting, and a relative child."""
    assert not {finding.rule for finding in _one(findings, files, "joined")} & set(IGNORE_CHECKS)


def test_any_locale(files: list[Path], findings: list[list[Finding]]) -> None:
    """A machine that speaks ASCII only finds the same in a template that does not."""
    (joined,) = [file for file in files if "joined" in file.parts]
    program = (
        "import sys, pathlib; from tasktracker_cfn.gate.linting import lint; "
        "print(len(next(lint([pathlib.Path(sys.argv[1])], 'us-east-1', 1))))"
    )
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ended = run(sys.executable, "-c", program, joined, variables=ascii_only)
    assert ended.out.strip() == str(len(_one(findings, files, "joined"))), ended.err


def test_build_with_retired_engine(tmp_path: Path) -> None:
    """A build whose engine version is retired exits 1 and shows both findings; the templates are there."""
    file = system_file(tmp_path, {"data.database.version": "15.3"})
    ended = build_here(file, "--jobs", "1", "--quiet", "--out", tmp_path / "out")
    assert ended.code == 1, ended
    linted, judged = ended.out.splitlines()
    assert "data.yaml:" in linted
    assert "W3691  Database: " in linted
    assert "'15.3'" in linted
    assert "database-minor-offered  Data/Database: " in judged
    assert not ended.err
    assert (tmp_path / "out/task-management-api/development/data.yaml").exists()


def test_regions() -> None:
    """The regions that a configuration may name are those that the gate knows."""
    from cfnlint.helpers import REGIONS as KNOWN

    from tasktracker_cfn.config.regions import REGIONS

    assert sorted(REGIONS) == sorted(KNOWN)


def test_regions_without_budgets() -> None:
    """The regions in which a budget is refused are those in which the gate knows no such type."""
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

    from tasktracker_cfn.config.regions import REGIONS, WITHOUT_BUDGETS

    lacking = [r for r in REGIONS if "AWS::Budgets::Budget" not in PROVIDER_SCHEMA_MANAGER.get_resource_types(r)]
    assert sorted(WITHOUT_BUDGETS) == sorted(lacking)


def test_regions_of_prometheus_and_grafana() -> None:
    """The regions in which metrics can be kept and looked at are those of the gate's schemas; of one it has none."""
    import cfnlint

    from tasktracker_cfn.config.regions import REGIONS, WITH_GRAFANA, WITHOUT_PROMETHEUS

    folder = Path(cfnlint.__file__).parent / "data/schemas/providers"
    files = {region: folder / f"{region}.json" for region in REGIONS}
    known = {region: json.loads(file.read_bytes()) if file.exists() else {} for region, file in files.items()}
    assert [region for region in REGIONS if "AWS::APS::Workspace" not in known[region]] == list(WITHOUT_PROMETHEUS)
    assert [region for region in REGIONS if "AWS::Grafana::Workspace" in known[region]] == list(WITH_GRAFANA)

"""In a whole system, monitoring is fed by the stacks that it watches."""

from pathlib import Path

from tasktracker_cfn.gate.linting import lint
from tests.commands import build_here
from tests.nests import nest_of, properties
from tests.toml_files import system_file

# All that the shipped system says about its site.
SITE = (
    "edge.site",
    "environments.production.edge.site",
    "monitoring.site_error_percent",
    "outputs.FrontendUrl",
    "outputs.FrontendBucketName",
)


def _file(folder: Path) -> Path:
    others = ("environments.dev", "environments.staging")
    return system_file(folder, drop=(*SITE, *others), base="community-tracker")


def test_fed(tmp_path: Path) -> None:
    """Every name comes from the stack that owns it, and who is told from a parameter of the root."""
    nest = nest_of(_file(tmp_path))
    assert properties(nest["root"], "Monitoring")["Parameters"] == {
        "AlarmEmail": {"Ref": "AlarmEmail"},
        "CriticalAlarmEmail": {"Ref": "CriticalAlarmEmail"},
        "LoadBalancerFullName": {"Fn::GetAtt": ["Edge", "Outputs.LoadBalancerFullName"]},
        "ApiTargetGroupFullName": {"Fn::GetAtt": ["Edge", "Outputs.ApiTargetGroupFullName"]},
        "ClusterName": {"Fn::GetAtt": ["Service", "Outputs.ClusterName"]},
        "ServiceName": {"Fn::GetAtt": ["Service", "Outputs.ServiceName"]},
        "DatabaseIdentifier": {"Fn::GetAtt": ["Data", "Outputs.DatabaseIdentifier"]},
        "DatabaseLogGroupName": {"Fn::GetAtt": ["Data", "Outputs.DatabaseLogGroupName"]},
        "TopicsKeyArn": {"Fn::GetAtt": ["Keys", "Outputs.TopicsKeyArn"]},
    }


def test_lints_clean(tmp_path: Path) -> None:
    """The written template of a whole system is clean."""
    assert build_here(_file(tmp_path), "--no-gate", "--quiet", "--out", tmp_path / "out").code == 0
    written = list((tmp_path / "out").rglob("monitoring.yaml"))
    assert [finding for findings in lint(written, "us-east-1", 1) for finding in findings] == []
    assert len(written) == 1

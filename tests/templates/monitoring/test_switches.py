"""Each alarm, and the whole of monitoring, can be left out."""

from pathlib import Path

import pytest

from tests.nests import nest_with, of_type, properties


@pytest.mark.parametrize(
    ("setting", "alarm"),
    [
        ({"database_cpu_percent": 50}, "DatabaseCpuAlarm"),
        ({"running_tasks_below": 1}, "RunningTasksAlarm"),
        ({"server_errors": 0}, "ServerErrorsAlarm"),
    ],
)
def test_one_alarm(setting: dict[str, int], alarm: str, tmp_path: Path) -> None:
    """Each alarm can be the only one; without an address nobody is subscribed."""
    nest = nest_with(tmp_path, {"monitoring": setting})
    assert set(of_type(nest["monitoring"], "AWS::CloudWatch::Alarm")) == {alarm}
    assert properties(nest["monitoring"], alarm)["Threshold"] == next(iter(setting.values()))
    assert not of_type(nest["monitoring"], "AWS::SNS::Subscription")
    assert "AlarmEmail" not in nest["root"].get("Parameters", {})


def test_no_monitoring(tmp_path: Path) -> None:
    """Without monitoring there is no such stack."""
    nest = nest_with(tmp_path, drop=["monitoring"])
    assert "monitoring" not in nest
    assert "Monitoring" not in nest["root"]["Resources"]

"""Dashboards are valid after substitution, and show what they are to show."""

import json
import re
from typing import Any

import pytest

from tests.watching import ALL, CLUSTER, INSTANCE, Template, dashboards, system_of, watch

SUBSTITUTED = re.compile(r"\$\{([^}]*)\}")
# The requirements' widgets: any one of these metrics, with this statistic where one is asked for.
SHOWN: dict[str, tuple[str, str, set[str], str | None]] = {
    "S1-82": ("ApiDashboard", "AWS/ApplicationELB", {"RequestCount"}, "Sum"),
    "S1-83": ("ApiDashboard", "AWS/ApplicationELB", {"TargetResponseTime"}, "p50"),
    "S1-84": ("ApiDashboard", "AWS/ApplicationELB", {"TargetResponseTime"}, "p95"),
    "S1-85": ("ApiDashboard", "AWS/ApplicationELB", {"TargetResponseTime"}, "p99"),
    "S1-86": ("ApiDashboard", "AWS/ApplicationELB", {"HTTPCode_Target_5XX_Count"}, "Sum"),
    "S1-87 2XX": ("ApiDashboard", "AWS/ApplicationELB", {"HTTPCode_Target_2XX_Count"}, "Sum"),
    "S1-87 4XX": ("ApiDashboard", "AWS/ApplicationELB", {"HTTPCode_Target_4XX_Count"}, "Sum"),
    "S1-88": ("ApiDashboard", "ECS/ContainerInsights", {"RunningTaskCount"}, None),
    "S1-89": ("ApiDashboard", "AWS/ECS", {"CPUUtilization"}, None),
    "S1-90": ("ApiDashboard", "AWS/ECS", {"MemoryUtilization"}, None),
    "S1-91": ("DatabaseDashboard", "AWS/RDS", {"DatabaseConnections"}, None),
    "S1-92": ("DatabaseDashboard", "AWS/RDS", {"ReadLatency"}, None),
    "S1-93": ("DatabaseDashboard", "AWS/RDS", {"CPUUtilization"}, None),
    "S1-94": ("DatabaseDashboard", "AWS/RDS", {"FreeableMemory"}, None),
    "S1-95": ("DatabaseDashboard", "AWS/RDS", {"VolumeBytesUsed", "FreeStorageSpace"}, None),
    "S1-96": ("DatabaseDashboard", "AWS/RDS", {"VolumeReadIOPs", "ReadIOPS"}, None),
    "S1-97": ("SiteDashboard", "AWS/CloudFront", {"Requests"}, "Sum"),
    "S1-98": ("SiteDashboard", "AWS/CloudFront", {"CacheHitRate"}, "Average"),
    "S1-100": ("SiteDashboard", "AWS/CloudFront", {"4xxErrorRate"}, "Average"),
    "S1-101": ("SiteDashboard", "AWS/CloudFront", {"BytesDownloaded"}, "Sum"),
}


def _bodies(template: Template) -> dict[str, dict[str, Any]]:
    """Parse each dashboard with its references substituted as CloudFormation would."""
    return {
        name: json.loads(SUBSTITUTED.sub(lambda found: f"<{found[1]}>", text))
        for name, text in dashboards(template).items()
    }


def _rows(body: dict[str, Any]) -> list[list[Any]]:
    return [
        row
        for widget in body["widgets"]
        if widget["type"] == "metric"
        for row in widget["properties"]["metrics"]
        if isinstance(row[0], str)
    ]


@pytest.mark.parametrize("folder", [CLUSTER, INSTANCE])
def test_valid(folder: str) -> None:
    """Each body is JSON, of a size that CloudWatch takes, with widgets that have a title, a region and a place."""
    for body in _bodies(watch(ALL, folder)).values():
        assert len(json.dumps(body)) < 50_000
        assert len(body["widgets"]) <= 500
        taken: set[tuple[int, int]] = set()
        for widget in body["widgets"]:
            assert widget["x"] + widget["width"] <= 24
            cells = {
                (widget["x"] + right, widget["y"] + down)
                for right in range(widget["width"])
                for down in range(widget["height"])
            }
            assert not cells & taken
            taken |= cells
            properties = widget["properties"]
            assert properties["title"]
            if widget["type"] == "metric":
                assert properties["region"]
                assert properties["period"] % 60 == 0


@pytest.mark.parametrize("folder", [CLUSTER, INSTANCE])
def test_expressions(folder: str) -> None:
    """Each expression speaks of ids of its own graph, and something of each graph is to be seen."""
    for body in _bodies(watch(ALL, folder)).values():
        for widget in body["widgets"]:
            if widget["type"] != "metric":
                continue
            told = [row[-1] for row in widget["properties"]["metrics"]]
            ids = [options["id"] for options in told if "id" in options]
            assert len(set(ids)) == len(ids)
            assert any(options.get("visible", True) for options in told)
            for options in told:
                if "expression" in options:
                    assert set(re.findall(r"\b[a-z]\w*", options["expression"])) <= set(ids)


@pytest.mark.parametrize("folder", [CLUSTER, INSTANCE])
def test_references(folder: str) -> None:
    """A body refers to parameters and alarms of its own template, and to its region."""
    template = watch(ALL, folder)
    known = {"AWS::Region", *template["Parameters"], *(f"{name}.Arn" for name in template["Resources"])}
    for text in dashboards(template).values():
        assert set(SUBSTITUTED.findall(text)) <= known
        assert "$" not in SUBSTITUTED.sub("", text)


def test_readable() -> None:
    """A body is written over lines, with each metric in one of them and the rest within the width of a page."""
    for text in dashboards(watch(ALL)).values():
        for line in text.splitlines():
            assert len(line) <= 120 or line.lstrip().startswith("["), line
            assert line == line.rstrip()


@pytest.mark.parametrize("row", SHOWN)
@pytest.mark.parametrize("folder", [CLUSTER, INSTANCE])
def test_shown(folder: str, row: str) -> None:
    """What the requirement asks for is on the dashboard that it names."""
    name, namespace, metrics, statistic = SHOWN[row]
    if row == "S1-98" and system_of(folder).edge.site is None:
        pytest.skip("a site without additional metrics has none of this")
    rows = _rows(_bodies(watch(ALL, folder))[name])
    found = [entry for entry in rows if entry[0] == namespace and entry[1] in metrics]
    assert [entry for entry in found if statistic in {None, entry[-1]["stat"]}]


def test_region_of_the_site() -> None:
    """The site's graphs are of the region where CloudFront publishes, all others of the stack's own."""
    for name, body in _bodies(watch(ALL)).items():
        expected = "us-east-1" if name == "SiteDashboard" else "<AWS::Region>"
        regions = {widget["properties"]["region"] for widget in body["widgets"] if widget["type"] == "metric"}
        assert regions == {expected}


def test_state_of_every_alarm() -> None:
    """Each alarm is on top of exactly one dashboard."""
    template = watch(ALL)
    shown = [arn for body in _bodies(template).values() for arn in body["widgets"][0]["properties"]["alarms"]]
    made = [
        f"<{name}.Arn>"
        for name, resource in template["Resources"].items()
        if resource["Type"] in {"AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"}
    ]
    assert sorted(shown) == sorted(made)


def test_none() -> None:
    """Without the setting there is no dashboard."""
    assert not dashboards(watch({**ALL, "dashboards": False}))


def test_dashboards_alone() -> None:
    """Dashboards need no alarm."""
    bodies = _bodies(watch({"dashboards": True}))
    assert set(bodies) == {"ApiDashboard", "DatabaseDashboard", "SiteDashboard"}
    assert {widget["type"] for body in bodies.values() for widget in body["widgets"]} == {"metric"}


def test_no_site() -> None:
    """Without a site there is neither its dashboard nor its alarm."""
    template = watch(ALL, site=False)
    assert set(dashboards(template)) == {"ApiDashboard", "DatabaseDashboard"}
    assert "SiteErrorsAlarm" not in template["Resources"]


def test_no_database() -> None:
    """Without a database there is neither its dashboard nor an alarm of it."""
    system = system_of(CLUSTER)
    without = system.model_copy(update={"data": system.data.model_copy(update={"database": None})})
    assert not [name for name in watch(ALL, without)["Resources"] if name.startswith("Database")]


def test_no_insights() -> None:
    """Without Container Insights no graph shows what only they publish."""
    system = system_of(CLUSTER)
    service = system.service.model_copy(update={"container_insights": "disabled"})
    body = _bodies(watch({"dashboards": True}, system.model_copy(update={"service": service})))["ApiDashboard"]
    assert "ECS/ContainerInsights" not in {row[0] for row in _rows(body)}
    assert "AWS/ECS" in {row[0] for row in _rows(body)}

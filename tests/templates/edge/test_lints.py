"""Whatever the edge is told about rules, logs and firewalls, cfn-lint finds nothing in it."""

from pathlib import Path

import pytest

from tasktracker_cfn.gate.linting import lint
from tests.commands import build_here
from tests.templates.switches import CREATED_ZONE
from tests.toml_files import Key, system_file

COMBINATIONS: dict[str, tuple[dict[Key, object], str]] = {
    "all": (
        {
            **CREATED_ZONE,
            "encryption": {"logs": True},
            "edge.domain.query_logging": {},
            "edge.waf": {"behind_proxy": True, "logged_requests": "matched"},
            "edge.access_log": {"prefix": "lb"},
            "edge.site": {"waf": {}, "access_log": {}, "bucket_access_log": {}},
            "service.containers.web": {"image": "nginx:alpine", "port": 80},
            "edge.targets.web": {"hosts": ["*.example.com"], "paths": ["/a"], "priority": 3, "sticky_seconds": 60},
            "monitoring.waf_blocked_requests": 1000,
            "monitoring.dashboards": True,
        },
        "us-east-1",
    ),
    "elsewhere": (
        {
            "region": "eu-central-1",
            "edge.waf": {"count_only": True, "block_large_bodies": True},
            "edge.access_log": {},
            "edge.deletion_protection": False,
            "edge.site": {"bucket_access_log": {}},
        },
        "eu-central-1",
    ),
}


@pytest.mark.parametrize("name", COMBINATIONS)
def test_lints_clean(name: str, tmp_path: Path) -> None:
    """Settings that are allowed make templates in which cfn-lint finds nothing."""
    changes, region = COMBINATIONS[name]
    file = system_file(tmp_path, changes)
    assert build_here(file, "--no-gate", "--quiet", "--out", tmp_path / "out").code == 0
    written = [
        path for path in sorted((tmp_path / "out").rglob("*.yaml")) if path.stem in {"edge", "monitoring", "root"}
    ]
    assert len(written) == 3
    assert [finding for findings in lint(written, region, 1) for finding in findings] == []

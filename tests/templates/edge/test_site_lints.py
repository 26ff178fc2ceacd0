"""Whatever a site is told, cfn-lint finds nothing in it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tasktracker_cfn.gate.linting import lint
from tests.commands import build_here
from tests.templates.edge.sites import ISSUED, LAMBDA, OAI, OUTPUTS, PARAMETER, WITHOUT_DOMAIN
from tests.toml_files import Key, system_file

# Many settings at once, since checking takes its time: each is looked at alone in the other files.
COMBINATIONS: dict[str, tuple[Mapping[str, object], tuple[Key, ...], str]] = {
    "older": ({**ISSUED, **OAI, **LAMBDA, "content_security_policy": "default-src 'self'"}, (), "us-east-1"),
    "bare": (
        {"html_seconds": 0, "asset_seconds": 0, "default_seconds": 0, "error_seconds": 0, "additional_metrics": False},
        WITHOUT_DOMAIN,
        "us-east-1",
    ),
    "elsewhere": ({**PARAMETER, "price_class": "PriceClass_All"}, (), "eu-central-1"),
}


@pytest.mark.parametrize("name", COMBINATIONS)
def test_lints_clean(name: str, tmp_path: Path) -> None:
    """Settings that are allowed make an edge and a root in which cfn-lint finds nothing."""
    site, drop, region = COMBINATIONS[name]
    file = system_file(tmp_path, {**OUTPUTS, "region": region, "edge.site": dict(site)}, drop)
    assert build_here(file, "--no-gate", "--quiet", "--out", tmp_path / "out").code == 0
    written = [path for path in sorted((tmp_path / "out").rglob("*.yaml")) if path.stem in {"edge", "root"}]
    assert len(written) == 2
    assert [finding for findings in lint(written, region, 1) for finding in findings] == []

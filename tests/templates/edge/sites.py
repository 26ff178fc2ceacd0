"""A shipped system with a site put into its edge stack."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.nests import Templates, nest_with, properties
from tests.toml_files import NO_CHANGE, Key

DOMAIN = "www.example.com"
BALANCER_DOMAIN = "task-management-api.example.com"
WITHOUT_DOMAIN: tuple[Key, ...] = ("edge.https", "edge.domain")
ISSUED: Mapping[str, object] = {"domain": DOMAIN}
PARAMETER: Mapping[str, object] = {"domain": DOMAIN, "certificate": "parameter"}
LAMBDA: Mapping[str, object] = {"security_headers": "lambda-edge"}
OAI: Mapping[str, object] = {"origin_access": "oai"}
OUTPUTS: Mapping[Key, object] = {"outputs.SiteUrl": "site.url", "outputs.SiteBucket": "site.bucket-name"}


def nest_with_site(
    folder: Path,
    site: Mapping[str, object],
    changes: Mapping[Key, object] = NO_CHANGE,
    drop: Iterable[Key] = (),
) -> Templates:
    """Give the templates of a system that has a site with some settings."""
    return nest_with(folder, {**OUTPUTS, **changes, "edge.site": dict(site)}, drop)


def edge_with(folder: Path, **site: object) -> dict[str, Any]:
    """Give the edge template of a system that has a site with some settings."""
    return nest_with_site(folder, site)["edge"]


def distribution(edge: dict[str, Any]) -> dict[str, Any]:
    """Give the configuration of the distribution."""
    found = properties(edge, "Distribution")["DistributionConfig"]
    assert isinstance(found, dict)
    return found


def behaviours(edge: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Give the behaviours of the distribution by their patterns; the default one has "*"."""
    config = distribution(edge)
    return {"*": config["DefaultCacheBehavior"]} | {entry["PathPattern"]: entry for entry in config["CacheBehaviors"]}

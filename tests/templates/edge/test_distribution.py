"""The distribution serves the bucket as its settings say."""

import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from tests.nests import nest_with, of_type, properties
from tests.templates.edge.sites import (
    DOMAIN,
    ISSUED,
    PARAMETER,
    WITHOUT_DOMAIN,
    behaviours,
    distribution,
    edge_with,
    nest_with_site,
)
from tests.toml_files import Key

CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
NOTHING_OF_THE_REQUEST = {
    "EnableAcceptEncodingGzip": True,
    "EnableAcceptEncodingBrotli": True,
    "HeadersConfig": {"HeaderBehavior": "none"},
    "CookiesConfig": {"CookieBehavior": "none"},
    "QueryStringsConfig": {"QueryStringBehavior": "none"},
}
PATHS = {
    "html": ("/", "/index.html", "/about/index.html"),
    "assets": (
        *(f"/assets/a-1f2e.{ending}" for ending in ("js", "mjs", "css", "woff", "woff2", "ttf")),
        *(f"/a.{ending}" for ending in ("png", "jpg", "jpeg", "svg", "gif", "webp", "ico", "avif")),
    ),
    "default": ("/robots.txt", "/manifest.webmanifest", "/api.json", "/tasks/7", "/assets/"),
}
LONGEST_NAME: dict[Key, object] = {"system": "s" * 28, "environments": {"e" * 16: {}}}
CREATED_ZONE: dict[Key, object] = {"edge.domain.hosted_zone": "create", "edge.https.certificate": "parameter"}
SECONDS = {"html_seconds": 60, "asset_seconds": 86400, "default_seconds": 600}


def _behaviour(edge: dict[str, Any], path: str) -> dict[str, Any]:
    """Give the behaviour that CloudFront takes for a path: the first whose pattern fits."""
    patterns = {pattern: entry for pattern, entry in behaviours(edge).items() if pattern != "*"}
    fitting = (entry for pattern, entry in patterns.items() if fnmatchcase(path, pattern))
    return next(fitting, behaviours(edge)["*"])


def _cache_policy(edge: dict[str, Any], path: str) -> dict[str, Any] | str:
    """Give the configuration of the cache policy for a path, or the id of a policy of AWS."""
    policy = _behaviour(edge, path)["CachePolicyId"]
    return policy if isinstance(policy, str) else properties(edge, policy["Ref"])["CachePolicyConfig"]


@pytest.mark.parametrize("use", PATHS)
def test_seconds(tmp_path: Path, use: str) -> None:
    """Each kind of file is kept for its own time and no longer, compressed in both ways."""
    edge = edge_with(tmp_path, **SECONDS)
    seconds = SECONDS["asset_seconds" if use == "assets" else f"{use}_seconds"]
    for path in PATHS[use]:
        policy = _cache_policy(edge, path)
        assert isinstance(policy, dict)
        assert (policy["MinTTL"], policy["DefaultTTL"], policy["MaxTTL"]) == (1, seconds, seconds)
        assert policy["ParametersInCacheKeyAndForwardedToOrigin"] == NOTHING_OF_THE_REQUEST


def test_default_seconds(tmp_path: Path) -> None:
    """Without settings HTML is kept for five minutes, assets for a year, the rest for an hour."""
    edge = edge_with(tmp_path)
    policies = of_type(edge, "AWS::CloudFront::CachePolicy")
    found = {name: entry["Properties"]["CachePolicyConfig"]["DefaultTTL"] for name, entry in policies.items()}
    assert found == {"HtmlCachePolicy": 300, "AssetsCachePolicy": 31_536_000, "DefaultCachePolicy": 3600}


@pytest.mark.parametrize("use", PATHS)
def test_one_second(tmp_path: Path, use: str) -> None:
    """The shortest time is no shorter than the least that a policy allows."""
    policy = _cache_policy(edge_with(tmp_path, **dict.fromkeys(SECONDS, 1)), PATHS[use][0])
    assert isinstance(policy, dict)
    assert policy["MinTTL"] == policy["DefaultTTL"] == policy["MaxTTL"] == 1


@pytest.mark.parametrize("use", PATHS)
def test_no_seconds(tmp_path: Path, use: str) -> None:
    """What is not to be kept has AWS's policy for that, and the others keep theirs."""
    edge = edge_with(tmp_path, **{"asset_seconds" if use == "assets" else f"{use}_seconds": 0})
    for other, paths in PATHS.items():
        assert {isinstance(_cache_policy(edge, path), str) for path in paths} == {other == use}
    assert _cache_policy(edge, PATHS[use][0]) == CACHING_DISABLED
    assert len(of_type(edge, "AWS::CloudFront::CachePolicy")) == 2


def test_names(tmp_path: Path) -> None:
    """Names that are one's own in the account hold system and environment, and are short enough at their longest."""
    edge = nest_with_site(tmp_path, {}, LONGEST_NAME)["edge"]
    names = [
        resource["Properties"][f"{resource['Type'].split('::')[2]}Config"]["Name"]
        for resource in edge["Resources"].values()
        if resource["Type"].startswith("AWS::CloudFront::") and resource["Type"].endswith(("Policy", "Control"))
    ]
    assert len(names) == len(set(names)) == 5
    for name in names:
        assert re.fullmatch(rf"{'s' * 28}-{'e' * 16}-[a-z]+", name)
        assert len(name) <= 64


def test_every_behaviour(tmp_path: Path) -> None:
    """Every behaviour leads to HTTPS and compresses, and there are fewer than CloudFront takes unasked."""
    found = behaviours(edge_with(tmp_path))
    assert len(found) <= 25
    for entry in found.values():
        assert (entry["ViewerProtocolPolicy"], entry["Compress"]) == ("redirect-to-https", True)
        assert "ForwardedValues" not in entry


def test_fixed(tmp_path: Path) -> None:
    """The distribution is on, speaks HTTP/2 and 3 over both kinds of addresses, and starts with a page."""
    config = distribution(edge_with(tmp_path))
    assert (config["Enabled"], config["IPV6Enabled"], config["HttpVersion"]) == (True, True, "http2and3")
    assert config["DefaultRootObject"] == "index.html"


@pytest.mark.parametrize("price_class", ["PriceClass_100", "PriceClass_200", "PriceClass_All"])
def test_price_class(tmp_path: Path, price_class: str) -> None:
    """CloudFront serves from where it is told to."""
    assert distribution(edge_with(tmp_path, price_class=price_class))["PriceClass"] == price_class


@pytest.mark.parametrize(("html", "error"), [(300, 10), (0, 0), (7, 60)])
def test_errors(tmp_path: Path, html: int, error: int) -> None:
    """What is missing is the page, kept like HTML; failures stay failures, kept as long as is set."""
    found = distribution(edge_with(tmp_path, html_seconds=html, error_seconds=error))["CustomErrorResponses"]
    page = {"ResponseCode": 200, "ResponsePagePath": "/index.html", "ErrorCachingMinTTL": html}
    missing = [{"ErrorCode": code, **page} for code in (403, 404)]
    assert found == missing + [{"ErrorCode": code, "ErrorCachingMinTTL": error} for code in (500, 502, 503, 504)]


@pytest.mark.parametrize("wanted", [True, False])
def test_additional_metrics(tmp_path: Path, wanted: bool) -> None:
    """CloudFront's additional metrics are there when they are asked for."""
    found = of_type(edge_with(tmp_path, additional_metrics=wanted), "AWS::CloudFront::MonitoringSubscription")
    assert bool(found) == wanted
    for subscription in found.values():
        assert subscription["Properties"]["DistributionId"] == {"Ref": "Distribution"}
        status = subscription["Properties"]["MonitoringSubscription"]["RealtimeMetricsSubscriptionConfig"]
        assert status == {"RealtimeMetricsSubscriptionStatus": "Enabled"}


@pytest.mark.parametrize("drop", [(), WITHOUT_DOMAIN])
def test_no_domain(tmp_path: Path, drop: tuple[str, ...]) -> None:
    """Without a domain of its own the site has CloudFront's name and certificate, also beside a domain of the API."""
    nest = nest_with_site(tmp_path, {}, drop=drop)
    config = distribution(nest["edge"])
    assert config["ViewerCertificate"] == {"CloudFrontDefaultCertificate": True}
    assert "Aliases" not in config
    assert not [name for name in nest["edge"]["Resources"] if name.startswith(("SiteRecord", "SiteIpv6", "SiteCert"))]
    assert nest["root"]["Outputs"]["SiteUrl"]["Value"] == {"Fn::Sub": "https://${Edge.Outputs.DistributionDomainName}"}
    value = nest["edge"]["Outputs"]["DistributionDomainName"]["Value"]
    assert value == {"Fn::GetAtt": ["Distribution", "DomainName"]}


def test_issued_certificate(tmp_path: Path) -> None:
    """A certificate for the domain is issued, validated in the hosted zone, and used with TLS 1.2 and newer only."""
    edge = edge_with(tmp_path, **ISSUED)
    assert properties(edge, "SiteCertificate")["DomainValidationOptions"] == [
        {"DomainName": DOMAIN, "HostedZoneId": {"Ref": "HostedZoneId"}}
    ]
    assert properties(edge, "SiteCertificate")["DomainName"] == DOMAIN
    assert properties(edge, "SiteCertificate")["ValidationMethod"] == "DNS"
    assert distribution(edge)["Aliases"] == [DOMAIN]
    assert distribution(edge)["ViewerCertificate"] == {
        "AcmCertificateArn": {"Ref": "SiteCertificate"},
        "SslSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
    }
    assert set(of_type(edge, "AWS::CertificateManager::Certificate")) == {"Certificate", "SiteCertificate"}


def test_certificate_as_parameter(tmp_path: Path) -> None:
    """A certificate from outside comes as a parameter of the root and is the distribution's."""
    nest = nest_with_site(tmp_path, PARAMETER)
    assert distribution(nest["edge"])["ViewerCertificate"]["AcmCertificateArn"] == {"Ref": "SiteCertificateArn"}
    assert distribution(nest["edge"])["Aliases"] == [DOMAIN]
    assert properties(nest["root"], "Edge")["Parameters"]["SiteCertificateArn"] == {"Ref": "SiteCertificateArn"}
    assert "SiteCertificate" not in nest["edge"]["Resources"]


@pytest.mark.parametrize("settings", [ISSUED, PARAMETER])
def test_records(tmp_path: Path, settings: dict[str, object]) -> None:
    """Two records lead the domain to the distribution, one for each kind of addresses."""
    edge = edge_with(tmp_path, **settings)
    records = [properties(edge, name) for name in ("SiteRecord", "SiteIpv6Record")]
    assert [record.pop("Type") for record in records] == ["A", "AAAA"]
    target = {
        "DNSName": {"Fn::GetAtt": ["Distribution", "DomainName"]},
        "HostedZoneId": "Z2FDTNDATAQYW2",
        "EvaluateTargetHealth": False,
    }
    same = {"HostedZoneId": {"Ref": "HostedZoneId"}, "Name": DOMAIN, "AliasTarget": target}
    assert records == [same, same]


def test_records_in_own_zone(tmp_path: Path) -> None:
    """A zone that the stack makes holds the site's records too."""
    edge = nest_with_site(tmp_path, PARAMETER, CREATED_ZONE)["edge"]
    assert properties(edge, "SiteRecord")["HostedZoneId"] == {"Ref": "HostedZone"}


def test_outputs(tmp_path: Path) -> None:
    """The root says where the site is and where it is uploaded to."""
    nest = nest_with_site(tmp_path, ISSUED)
    assert nest["root"]["Outputs"]["SiteUrl"]["Value"] == f"https://{DOMAIN}"
    assert nest["root"]["Outputs"]["SiteBucket"]["Value"] == {"Fn::GetAtt": ["Edge", "Outputs.SiteBucketName"]}
    assert nest["edge"]["Outputs"]["SiteBucketName"]["Value"] == {"Ref": "SiteBucket"}


def test_s2_122_static_assets(tmp_path: Path) -> None:
    """A system without a site serves none, and one with a site serves its bucket by a distribution."""
    assert not of_type(nest_with(tmp_path)["edge"], "AWS::CloudFront::Distribution")
    (origin,) = distribution(edge_with(tmp_path))["Origins"]
    assert origin["DomainName"] == {"Fn::GetAtt": ["SiteBucket", "RegionalDomainName"]}


def test_beside_the_database(tmp_path: Path) -> None:
    """The stack with the site waits for none but the network."""
    drop = ("environments.staging", "environments.production")
    root = nest_with(tmp_path, drop=drop, base="community-tracker")["root"]
    fed = str(properties(root, "Edge")["Parameters"])
    assert "'Network'" in fed
    assert not [name for name in ("'Data'", "'Service'") if name in fed]
    assert "DependsOn" not in root["Resources"]["Edge"]

"""Document 001's site: a private bucket behind a distribution with cache times, headers and a certificate."""

from collections.abc import Mapping

from tasktracker_cfn.model.values import Value
from tests.systems import alarms, community, distribution, policies
from tests.systems.built import System, entries, follow, number, true

pytestmark = community.EVERY
YEAR = 31_536_000
SINGLE_PAGE = {"ResponseCode": 200, "ResponsePagePath": "/index.html"}
HSTS, SNIFFING, FRAMES, CONTENT = (
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
    "content-security-policy",
)


def lifecycle(system: System) -> list[Mapping[str, Value]]:
    """Give the lifecycle rules of the site's bucket that are in force for all objects."""
    rules = entries(distribution.bucket(system).get("LifecycleConfiguration", "Rules"))
    return [rule for rule in rules if rule.get("Status") == "Enabled" and not {"Prefix", "Filter"} & rule.keys()]


def cached(system: System, *names: str) -> set[float]:
    """Give how long files are cached, whether they lie at the top or deeper."""
    return {distribution.cached_seconds(system, f"{folder}{name}") for name in names for folder in ("/", "/a/b.c/")}


def lacking(system: System, header: str, *, by_edge: bool) -> list[str]:
    """Give the patterns of the behaviours that do not add a header, the functions at the edge alone or by any means."""
    added = distribution.edge_headers if by_edge else distribution.headers
    behaviors = distribution.behaviors(system)
    return [str(behavior.get("PathPattern")) for behavior in behaviors if not added(system, behavior).get(header)]


def test_s1_52_the_bucket_is_private(system: System) -> None:
    """All four blocks against public access are on, the bucket is no website, and no statement lets everybody in."""
    bucket = distribution.bucket(system)
    for name in ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"):
        assert true(bucket.get("PublicAccessBlockConfiguration", name))
    assert bucket.get("WebsiteConfiguration") is None
    assert not any(map(policies.is_for_everybody, policies.bucket_statements(system, bucket)))


def test_s1_53_the_bucket_keeps_versions(system: System) -> None:
    """The bucket keeps versions."""
    assert distribution.bucket(system).get("VersioningConfiguration", "Status") == "Enabled"


def test_s1_54_objects_are_tiered_after_30_days(system: System) -> None:
    """A lifecycle rule in force moves objects to Intelligent-Tiering after 30 days."""
    moves = [follow(rule, "Transitions", 0) for rule in lifecycle(system)]
    assert {"StorageClass": "INTELLIGENT_TIERING", "TransitionInDays": 30} in moves


def test_s1_55_old_versions_go_after_90_days(system: System) -> None:
    """A lifecycle rule in force deletes versions 90 days after they were replaced."""
    days = [follow(rule, "NoncurrentVersionExpiration", "NoncurrentDays") for rule in lifecycle(system)]
    assert 90 in days


def test_s1_56_the_bucket_is_encrypted(system: System) -> None:
    """The bucket's encryption is declared."""
    (rule,) = distribution.bucket(system).entries("BucketEncryption", "ServerSideEncryptionConfiguration")
    assert follow(rule, "ServerSideEncryptionByDefault", "SSEAlgorithm") in ("AES256", "aws:kms")


def test_s1_57_the_bucket_is_read_by_an_origin_access_identity(system: System) -> None:
    """The distribution reads the bucket as an origin access identity, which the bucket's policy admits."""
    assert len(distribution.identities(system)) == 1
    assert distribution.readers(system) == ["distribution"]


def test_s1_57i_the_bucket_is_read_by_its_distribution_only(system: System) -> None:
    """The bucket's policy lets this distribution read, and nobody else."""
    assert distribution.readers(system) == ["distribution"]


def test_s1_58_the_site_has_a_certificate(system: System) -> None:
    """The distribution has a certificate of ACM's for its names, by SNI, and takes TLS 1.2 or later."""
    viewer = distribution.setting(system, "ViewerCertificate")
    certificate = system.at(follow(viewer, "AcmCertificateArn"))
    assert certificate is not None
    assert certificate.type == "AWS::CertificateManager::Certificate"
    assert distribution.setting(system, "Aliases") == (certificate.get("DomainName"),)
    assert follow(viewer, "SslSupportMethod") == "sni-only"
    assert str(follow(viewer, "MinimumProtocolVersion")).startswith("TLSv1.2_")


def test_s1_59_the_site_has_its_domain(system: System) -> None:
    """The distribution answers to the environment's domain, the document's name in dev."""
    assert distribution.setting(system, "Aliases") == (community.expected(system).site,)


def test_s1_60_html_is_cached_for_5_minutes(system: System) -> None:
    """HTML files are cached for 5 minutes, the index by either of its addresses."""
    assert cached(system, "index.html", "about.html") == {300}
    assert distribution.cached_seconds(system, "/") == 300


def test_s1_61_scripts_are_cached_for_a_year(system: System) -> None:
    """Scripts are cached for a year, at any depth."""
    assert cached(system, "main.4f2a.js") == {YEAR}


def test_s1_62_styles_are_cached_for_a_year(system: System) -> None:
    """Style sheets are cached for a year, at any depth."""
    assert cached(system, "main.4f2a.css") == {YEAR}


def test_s1_63_images_are_cached_for_a_year(system: System) -> None:
    """Images in PNG, JPEG and SVG are cached for a year, at any depth."""
    assert cached(system, "logo.png", "photo.jpg", "icon.svg") == {YEAR}


def test_s1_64_other_images_are_cached_for_a_year(system: System) -> None:
    """Images of other formats are cached for a year, at any depth."""
    assert cached(system, "photo.jpeg", "move.gif", "photo.webp", "favicon.ico") == {YEAR}


def test_s1_65_everything_else_is_cached_for_an_hour(system: System) -> None:
    """What no other behaviour serves is cached for an hour."""
    assert cached(system, "manifest.json", "tasks") == {3600}


def test_s1_66_gzip_is_served(system: System) -> None:
    """Every behaviour serves what is compressed with gzip."""
    assert all(distribution.accepts(system, "Gzip"))


def test_s1_67_brotli_is_served(system: System) -> None:
    """Every behaviour serves what is compressed with Brotli."""
    assert all(distribution.accepts(system, "Brotli"))


def test_s1_68_headers_are_added_at_the_edge(system: System) -> None:
    """A published function that may run at the edge sees every behaviour's answers."""
    for behavior in distribution.behaviors(system):
        (function,) = distribution.edge_functions(system, behavior)
        role = system.at(function.get("Role"))
        assert role is not None
        assert {"edgelambda.amazonaws.com", "lambda.amazonaws.com"} <= policies.trusted(role)
        assert function.get("Environment") is None, "a function at the edge has no variables"


def test_s1_68i_every_behavior_adds_all_headers(system: System) -> None:
    """Every behaviour adds all four security headers, by whichever means."""
    assert [name for name in (HSTS, SNIFFING, FRAMES, CONTENT) if lacking(system, name, by_edge=False)] == []


def test_s1_69_https_is_remembered_by_the_edge(system: System) -> None:
    """The function at the edge adds Strict-Transport-Security, for a year or more."""
    assert lacking(system, HSTS, by_edge=True) == []
    added = distribution.edge_headers(system, distribution.serving(system, "/"))[HSTS]
    assert int(added.split(";")[0].removeprefix("max-age=")) >= YEAR


def test_s1_69i_https_is_remembered(system: System) -> None:
    """Every behaviour adds Strict-Transport-Security."""
    assert lacking(system, HSTS, by_edge=False) == []


def test_s1_70_types_are_not_guessed_by_the_edge(system: System) -> None:
    """The function at the edge adds X-Content-Type-Options: nosniff."""
    assert lacking(system, SNIFFING, by_edge=True) == []
    assert distribution.edge_headers(system, distribution.serving(system, "/"))[SNIFFING] == "nosniff"


def test_s1_70i_types_are_not_guessed(system: System) -> None:
    """Every behaviour adds X-Content-Type-Options."""
    assert lacking(system, SNIFFING, by_edge=False) == []


def test_s1_71_frames_are_refused_by_the_edge(system: System) -> None:
    """The function at the edge adds X-Frame-Options, which lets no other site frame this one."""
    assert lacking(system, FRAMES, by_edge=True) == []
    assert distribution.edge_headers(system, distribution.serving(system, "/"))[FRAMES] in ("DENY", "SAMEORIGIN")


def test_s1_71i_frames_are_refused(system: System) -> None:
    """Every behaviour adds X-Frame-Options."""
    assert lacking(system, FRAMES, by_edge=False) == []


def test_s1_72_content_is_limited_by_the_edge(system: System) -> None:
    """The function at the edge adds a Content-Security-Policy, under which the site still reaches the API."""
    assert lacking(system, CONTENT, by_edge=True) == []
    policy = distribution.edge_headers(system, distribution.serving(system, "/"))[CONTENT]
    assert "default-src 'self'" in policy
    assert f"connect-src 'self' https://api.{community.expected(system).site};" in policy


def test_s1_72i_content_is_limited(system: System) -> None:
    """Every behaviour adds a Content-Security-Policy."""
    assert lacking(system, CONTENT, by_edge=False) == []


def test_s1_73_what_is_not_found_is_the_application(system: System) -> None:
    """In place of 404 the index is answered with 200."""
    response = distribution.error_responses(system)[404]
    assert {key: response.get(key) for key in SINGLE_PAGE} == SINGLE_PAGE


def test_s1_74_what_is_forbidden_is_the_application(system: System) -> None:
    """In place of 403 the index is answered with 200."""
    response = distribution.error_responses(system)[403]
    assert {key: response.get(key) for key in SINGLE_PAGE} == SINGLE_PAGE


def test_s1_75_errors_of_the_bucket_are_cached_for_10_seconds(system: System) -> None:
    """Errors of the bucket are cached for 10 seconds."""
    responses = distribution.error_responses(system)
    assert [number(responses[code].get("ErrorCachingMinTTL")) for code in (500, 502, 503, 504)] == [10] * 4


def test_s1_76_the_index_is_the_root(system: System) -> None:
    """The distribution's root is index.html."""
    assert distribution.setting(system, "DefaultRootObject") == "index.html"


def test_s1_99_the_cache_publishes_its_hit_rate(system: System) -> None:
    """Additional metrics of the distribution are on, without which its hit rate is empty."""
    assert alarms.has_additional_metrics(system)


def test_s1_143_the_distribution_serves(system: System) -> None:
    """The distribution is enabled, each behaviour has an origin, and the domain leads to it."""
    assert true(distribution.setting(system, "Enabled"))
    for behavior in distribution.behaviors(system):
        assert behavior.get("TargetOriginId") in distribution.origins(system)
    records = {
        record.get("Name")
        for record in system.of("AWS::Route53::RecordSet")
        if system.at(record.get("AliasTarget", "DNSName")) == distribution.distribution(system)
    }
    assert records == {community.expected(system).site}

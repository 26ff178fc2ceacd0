"""Property 6: what is public speaks HTTPS, and sends plain HTTP there.

Of the load balancer this holds where `edge.https` is set: plain HTTP is redirected and nothing is served over it, and
what is served has a certificate and TLS 1.2 or newer. A system without `edge.https` has asked for plain HTTP (a
certificate needs a domain, which not everybody has), and then gets one listener, on port 80, and no half of HTTPS.
CloudFront redirects always, on every behaviour, and takes no older TLS than 1.2 under a name of its own.
"""

import re

from tests.properties.subject import Complaints, Environment, of_each
from tests.systems import traffic
from tests.systems.built import Item, System, entries, follow, number

GOOD_POLICY = re.compile(r"ELBSecurityPolicy-TLS13-1-[23]-.*")
GOOD_MINIMUM = re.compile(r"TLSv1\.[23].*")


@of_each
def enforced(environment: Environment) -> Complaints:
    """Give the ways in which something is served over plain HTTP."""
    config, built = environment
    plain, safe = traffic.listeners(built, "HTTP"), traffic.listeners(built, "HTTPS")
    if len(plain) + len(safe) != len(built.of(traffic.LISTENER)):
        yield "a listener is of another load balancer or protocol"
    if config.edge.https is None:
        if safe or [number(listener.get("Port")) for listener in plain] != [80]:
            yield "plain HTTP was asked for, and something else is there"
    else:
        yield from _load_balancer(built, plain, safe)
    for distribution in built.of("AWS::CloudFront::Distribution"):
        yield from (f"{distribution} {complaint}" for complaint in _distribution(distribution))
    if bool(built.of("AWS::CloudFront::Distribution")) != (config.edge.site is not None):
        yield "the site is missing, or one is there that nobody asked for"


def _load_balancer(built: System, plain: list[Item], safe: list[Item]) -> Complaints:
    if [number(listener.get("Port")) for listener in safe] != [443]:
        yield "there is no HTTPS listener on 443"
    if [number(listener.get("Port")) for listener in plain] != [80]:
        yield "nothing redirects what comes to port 80"
    for listener in plain:
        redirects = [follow(action, "RedirectConfig", "Protocol") for action in listener.entries("DefaultActions")]
        if redirects != ["HTTPS"] or traffic.rules_of(built, listener) or traffic.serving(built, listener):
            yield f"{listener} serves plain HTTP"
    for listener in safe:
        if not GOOD_POLICY.fullmatch(str(listener.get("SslPolicy"))):
            yield f"{listener} takes TLS older than 1.2"
        if not all(entry.get("CertificateArn") for entry in listener.entries("Certificates")):
            yield f"{listener} has no certificate"
        if not listener.entries("Certificates"):
            yield f"{listener} has no certificate"


def _distribution(distribution: Item) -> Complaints:
    config = ("DistributionConfig",)
    behaviours = [distribution.get(*config, "DefaultCacheBehavior"), *distribution.entries(*config, "CacheBehaviors")]
    for behaviour in behaviours:
        if follow(behaviour, "ViewerProtocolPolicy") != "redirect-to-https":
            yield f"answers plain HTTP at {follow(behaviour, 'PathPattern') or 'the default'}"
    named = bool(distribution.get(*config, "Aliases"))
    minimum = distribution.get(*config, "ViewerCertificate", "MinimumProtocolVersion")
    if named and not GOOD_MINIMUM.fullmatch(str(minimum)):
        yield "takes TLS older than 1.2"
    for origin in entries(distribution.get(*config, "Origins")):
        policy = follow(origin, "CustomOriginConfig", "OriginProtocolPolicy")
        if policy not in (None, "https-only"):
            yield "asks its origin over plain HTTP"

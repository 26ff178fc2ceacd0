"""Goals for hosted zones and certificates."""

from collections.abc import Iterator

from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.model.system import System, listed

ZONES = Area("DNS")
CERTIFICATES = Area("Certificates")

STRONG = (None, "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1")


@ZONES.production("query-logging", "SH:Route53.2 CKV2_AWS_39 CKV2_AWS_38")
def query_logging(system: System) -> Iterator[Breach]:
    """Every public zone logs what is asked."""
    for zone in system.of("AWS::Route53::HostedZone"):
        if not zone.get("VPCs") and not zone.get("QueryLoggingConfig"):
            yield zone, "does not log what is asked"


@CERTIFICATES.always("certificates", "CKV2_AWS_71 CT.ACM.PR.1 SH:ACM.1 SH:ACM.2")
def certificates(system: System) -> Iterator[Breach]:
    """Every certificate is for whole names, renews itself, and has a strong key."""
    for item in system.of("AWS::CertificateManager::Certificate"):
        names = [name for key in ("DomainName", "SubjectAlternativeNames") for name in listed(item.get(key))]
        yield from ((item, f"is for {name}") for name in names if str(name).startswith("*"))
        if item.get("ValidationMethod") != "DNS":
            yield item, "does not renew itself"
        if item.get("KeyAlgorithm") not in STRONG:
            yield item, f"has a key of {item.get('KeyAlgorithm')}"

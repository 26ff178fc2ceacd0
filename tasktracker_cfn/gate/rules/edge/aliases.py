"""The names of a distribution, the certificate that covers them, and the records that lead to it."""

from collections.abc import Iterator, Sequence

from tasktracker_cfn.gate.rules.edge.distributions import CONFIG, DISTRIBUTION, config
from tasktracker_cfn.gate.rules.edge.records import alias_records
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import lacks
from tasktracker_cfn.model.symbols import Text, Value
from tasktracker_cfn.model.system import Item, System

CERTIFICATE = "AWS::CertificateManager::Certificate"
REQUIREMENTS = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html"


@rule(
    "aliases-have-certificate",
    rows="F02",
    severity="error",
    why="CloudFront refuses alternate domain names without a trusted certificate for them.",
    remedy="Give the distribution an AcmCertificateArn that covers its Aliases, or leave both out.",
    source=REQUIREMENTS + "#alternate-domain-names-requirements",
)
def aliases_have_certificate(system: System) -> Iterator[Fault]:
    """A distribution with names of its own has a certificate."""
    for item in system.of(DISTRIBUTION):
        # A call may come to no name at all.
        names = [name for name in item.listed(CONFIG, "Aliases") if isinstance(name, (str, Text))]
        given = config(item, "ViewerCertificate")
        without = lacks(given, "AcmCertificateArn") and lacks(given, "IamCertificateId")
        if names and without:
            yield Fault(item, "has names of its own and no certificate for them", CONFIG, "Aliases")


@rule(
    "certificate-covers-aliases",
    rows="F02",
    severity="error",
    why="CloudFront refuses an alternate domain name that its certificate does not cover.",
    remedy="Put every alias into the certificate; a wildcard covers one label only.",
    source=REQUIREMENTS + "#alternate-domain-names-requirements",
)
def certificate_covers_aliases(system: System) -> Iterator[Fault]:
    """The certificate of a distribution covers each of its names."""
    for item in system.of(DISTRIBUTION):
        certificate = system.at(config(item, "ViewerCertificate", "AcmCertificateArn"))
        if certificate is None or certificate.type != CERTIFICATE:
            continue
        covered = names_of(certificate)
        for number, alias in enumerate(item.listed(CONFIG, "Aliases")):
            if not may_cover(covered, alias):
                yield Fault(item, f"has the name {alias}, which {certificate} is not for", CONFIG, "Aliases", number)


@rule(
    "record-has-alias",
    rows="F02",
    severity="warning",
    why="A distribution answers 403 to a name that is not among its Aliases, whatever DNS says.",
    remedy="Add the name of the record to the distribution's Aliases, and to its certificate.",
    source=REQUIREMENTS,
)
def record_has_alias(system: System) -> Iterator[Fault]:
    """A record leads to a distribution that knows its name."""
    for record in alias_records(system):
        target = record.target
        if target is None or target.type != DISTRIBUTION:
            continue
        aliases = target.listed(CONFIG, "Aliases")
        if not may_cover(aliases, record.name):
            message = f"leads {record.name} to {target}, which does not have this name"
            yield Fault(record.item, message, *record.path, "Name")


def names_of(certificate: Item) -> tuple[Value, ...]:
    """Give the names that a certificate is for."""
    return (certificate.get("DomainName"), *certificate.listed("SubjectAlternativeNames"))


def may_cover(covered: Sequence[Value], name: Value) -> bool:
    """Tell whether a name may be one of some names, or below one with a wildcard."""
    if not isinstance(name, str) or not all(isinstance(one, str) for one in covered):
        return True
    wanted = name.lower().rstrip(".")
    _, _, parent = wanted.partition(".")
    known = {str(one).lower().rstrip(".") for one in covered}
    return wanted in known or f"*.{parent}" in known

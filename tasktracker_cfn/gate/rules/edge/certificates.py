"""Certificates that nobody has to look after while a stack waits for them."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.edge.aliases import CERTIFICATE, names_of
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_items, lacks
from tasktracker_cfn.model.symbols import Text, Value
from tasktracker_cfn.model.system import Item, System

DOCUMENT = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html"
WILDCARD = "*."


@rule(
    "certificate-validated-throughout",
    rows="F03",
    severity="error",
    why="CloudFormation writes the validation record of a name only into the zone that stands beside that name; "
    "for a name without one the stack waits for a person, for up to three days, and then rolls back.",
    remedy="Add an entry with HostedZoneId to DomainValidationOptions for each name of the certificate.",
    source=DOCUMENT,
)
def validated_throughout(system: System) -> Iterator[Fault]:
    """A certificate that is validated by a hosted zone has a zone for each of its names."""
    for item in _public(system):
        zones = _zones(item)
        if not zones or not _is_known(item):
            continue
        for name in names_of(item):
            if name is not None and _bare(name) not in map(_bare, zones):
                shown = name if isinstance(name, str) else "one of its names"
                yield Fault(item, f"has no hosted zone for {shown}", "DomainValidationOptions")


@rule(
    "certificate-validates-itself",
    rows="F03",
    severity="warning",
    why="Without DNS validation in a zone of Route 53 the stack waits until a person has proved who owns the names.",
    remedy="Set ValidationMethod to DNS, and give each name its HostedZoneId in DomainValidationOptions.",
    source=DOCUMENT,
)
def validates_itself(system: System) -> Iterator[Fault]:
    """A certificate is validated by DNS, in a hosted zone of this account."""
    for item in _public(system):
        method = item.get("ValidationMethod")
        if method in (None, "EMAIL"):
            yield Fault(item, "is validated by e-mail", "ValidationMethod")
        elif method == "DNS" and _is_known(item) and not _zones(item):
            yield Fault(item, "is validated by records that somebody has to write by hand", "ValidationMethod")


@rule(
    "certificate-zone-delegated",
    rows="F03",
    severity="warning",
    why="A zone that the same stack creates is delegated by nobody yet, so a certificate that is validated in it waits "
    "for hours, and rolls the stack back.",
    remedy="Create the zone first, enter its name servers at the parent domain, and hand the zone's id over.",
    source="https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
)
def zone_delegated(system: System) -> Iterator[Fault]:
    """A certificate is validated in a zone that was there before."""
    for item in _public(system):
        for number, entry in enumerate(item.listed("DomainValidationOptions")):
            zone = system.at(entry.get("HostedZoneId")) if isinstance(entry, Mapping) else None
            if zone is not None and zone.type == "AWS::Route53::HostedZone":
                message = f"is validated in {zone}, which is created beside it"
                yield Fault(item, message, "DomainValidationOptions", number, "HostedZoneId")


def _public(system: System) -> Iterator[Item]:
    """Give the certificates that somebody has to validate: those of a private authority are not."""
    yield from (item for item in system.of(CERTIFICATE) if item.get("CertificateAuthorityArn") is None)


def _is_known(item: Item) -> bool:
    options = item.get("DomainValidationOptions")
    plain = all(isinstance(entry, Mapping) for entry in known_items(options))
    return plain and item.get("ValidationMethod") == "DNS"


def _zones(item: Item) -> list[Value]:
    """Give the names that have a zone."""
    entries = [entry for entry in item.mappings("DomainValidationOptions") if not lacks(entry, "HostedZoneId")]
    return [entry.get("DomainName") for entry in entries]


def _bare(name: Value) -> Value:
    """Give a name without its wildcard: both are validated by one record."""
    if isinstance(name, str):
        return name.lower().rstrip(".").removeprefix(WILDCARD)
    if isinstance(name, Text) and name.parts[0] == WILDCARD:
        # What is left is one symbol, or a text of several parts.
        rest = name.parts[1:]
        return rest[0] if len(rest) == 1 else Text(rest)
    return name

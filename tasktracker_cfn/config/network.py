"""What the network stack is told: addresses, zones, ways out, ways in for administrators, flow logs."""

from itertools import combinations
from typing import Literal

from pydantic import BaseModel, Field

from tasktracker_cfn.config.addresses import AddressBlock, PrefixListId
from tasktracker_cfn.config.administration import BastionConfig, VpnConfig
from tasktracker_cfn.config.endpoints import EndpointService
from tasktracker_cfn.config.fields import STRICT, LogGroupName, RetentionDays, ZoneName
from tasktracker_cfn.config.problems import Violation, Violations

Tier = Literal["public", "private", "isolated"]
TIERS: tuple[Tier, ...] = ("public", "private", "isolated")
FEWEST_ZONES = 2
MOST_ZONES = 3
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
SMALLEST_PUBLIC_PREFIX = 27


class FlowLogsConfig(BaseModel):
    """VPC flow logs into CloudWatch Logs; about 0.50 USD for a GB."""

    model_config = STRICT

    log_group: LogGroupName | None = Field(default=None, description="Name of the log group; made up when absent.")
    retention_days: RetentionDays = Field(default=30, description="Days for which records are kept.")
    traffic: Literal["ALL", "ACCEPT", "REJECT"] = Field(default="ALL", description="Which traffic is recorded.")


class NetworkConfig(BaseModel):
    """The VPC. Each tier lists one block per availability zone, in the order of the zones."""

    model_config = STRICT

    cidr: AddressBlock = Field(description="Address block of the VPC, /16 to /28.")
    public_subnets: tuple[AddressBlock, ...] = Field(
        description="Subnets with a route to the internet gateway: load balancer, NAT gateways."
    )
    private_subnets: tuple[AddressBlock, ...] = Field(
        default=(), description="Subnets whose way out is a NAT gateway: tasks."
    )
    isolated_subnets: tuple[AddressBlock, ...] = Field(
        default=(), description="Subnets without any default route: databases."
    )
    zone_names: tuple[ZoneName, ...] = Field(
        default=(), description="Availability zones by name; the region's first ones when absent."
    )
    nat_gateways: Literal["none", "single", "per-zone"] = Field(
        default="none", description="NAT gateways for the private subnets; each costs about 33 USD a month."
    )
    s3_endpoint: bool = Field(
        default=True, description="Gateway endpoint for S3 (image layers come from S3); free of charge."
    )
    s3_endpoint_account_only: bool = Field(
        default=False,
        description="Over the endpoint for S3, only principals of this account, image layers of ECR and Docker Hub, "
        "and the bastion's packages: what the application fetches from others' public buckets is then refused.",
    )
    s3_prefix_list_id: PrefixListId | None = Field(
        default=None,
        description="AWS's prefix list of S3 in the region (aws ec2 describe-managed-prefix-lists --filters "
        "Name=prefix-list-name,Values=com.amazonaws.<region>.s3). Without NAT gateways the security groups then let "
        "out to it and to the interface endpoints only; HTTPS to anywhere, which has no route, when absent.",
    )
    interface_endpoints: tuple[EndpointService, ...] = Field(
        default=(),
        description="Private ways to services of AWS, by the last part of their names; enough of them replace NAT "
        'gateways. "needed" stands for those that the tasks, a rotation and the bastion need, as far as the '
        "configuration tells. Each costs about 7 USD a month for each zone.",
    )
    network_acls: bool = Field(
        default=False,
        description="Network ACLs that let in and out of each tier only what it needs, beside the security groups; "
        "free of charge.",
    )
    bastion: BastionConfig | None = Field(
        default=None, description="An instance for port forwarding to the database; none when absent."
    )
    vpn: VpnConfig | None = Field(default=None, description="A VPN to a network elsewhere; none when absent.")
    flow_logs: FlowLogsConfig | None = Field(default=None, description="VPC flow logs; none when absent.")

    def tier(self, name: Tier) -> tuple[AddressBlock, ...]:
        """Give a tier's blocks, one per zone; empty when the tier does not exist."""
        return {
            "public": self.public_subnets,
            "private": self.private_subnets,
            "isolated": self.isolated_subnets,
        }[name]

    @property
    def zones(self) -> int:
        """Count the availability zones in use."""
        return len(self.public_subnets)

    def violations(self) -> Violations:
        """Check zones, address plan and ways out."""
        if not FEWEST_ZONES <= self.zones <= MOST_ZONES:
            yield Violation(
                ("public_subnets",),
                f"{self.zones} subnets mean {self.zones} availability zones; a load balancer needs at least "
                f"{FEWEST_ZONES}, and {MOST_ZONES} are the most built here",
            )
        for key, blocks in (
            ("private_subnets", self.private_subnets),
            ("isolated_subnets", self.isolated_subnets),
            ("zone_names", self.zone_names),
        ):
            if blocks and len(blocks) != self.zones:
                yield Violation((key,), f"has {len(blocks)} entries, but public_subnets has {self.zones}: one per zone")
        if len(set(self.zone_names)) != len(self.zone_names):
            yield Violation(("zone_names",), "names a zone twice")
        if self.nat_gateways != "none" and not self.private_subnets:
            yield Violation(
                ("nat_gateways",), f'"{self.nat_gateways}" serves private subnets; set private_subnets, or "none"'
            )
        yield from self._endpoints()
        if self.bastion is not None and not self.private_subnets:
            yield Violation(("bastion",), "is placed in a private subnet; set private_subnets")
        if self.vpn is not None:
            found = self.vpn.violations(self.cidr, (*self.private_subnets, *self.isolated_subnets))
            yield from (violation.under("vpn") for violation in found)
        yield from self._address_plan()

    def _endpoints(self) -> Violations:
        if len(set(self.interface_endpoints)) != len(self.interface_endpoints):
            yield Violation(("interface_endpoints",), "names a service twice")
        if self.s3_endpoint_account_only and not self.s3_endpoint:
            yield Violation(("s3_endpoint_account_only",), "has no meaning without s3_endpoint")

    def _address_plan(self) -> Violations:
        for block in self.public_subnets:
            if block.prefixlen > SMALLEST_PUBLIC_PREFIX:
                yield Violation(
                    ("public_subnets",),
                    f"{block} is too small for a load balancer, which takes /{SMALLEST_PUBLIC_PREFIX} or larger",
                )
        named = [(f"{tier}_subnets", block) for tier in ("public", "private", "isolated") for block in self.tier(tier)]
        for key, block in named:
            if not block.subnet_of(self.cidr):
                yield Violation((key,), f"{block} lies outside the VPC's {self.cidr}")
        for (_, block), (other_key, other) in combinations(named, 2):
            if block.overlaps(other):
                yield Violation((other_key,), f"{other} overlaps {block}; every subnet needs addresses of its own")

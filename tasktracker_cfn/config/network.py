"""What the network stack is told: addresses, zones, ways out, flow logs."""

from itertools import combinations
from typing import Literal

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import STRICT, AddressBlock, LogGroupName, RetentionDays, ZoneName
from tasktracker_cfn.config.problems import Violation, Violations

Tier = Literal["public", "private", "isolated"]
FEWEST_ZONES = 2
MOST_ZONES = 3
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
SMALLEST_PUBLIC_PREFIX = 27


class FlowLogsConfig(BaseModel):
    """VPC flow logs into CloudWatch Logs."""

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
        yield from self._address_plan()

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

"""What the edge stack is told: the load balancer, its targets, HTTPS and the domain."""

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import STRICT, DomainName, PartName, PathPattern, StatusCodes, TlsPolicy, UrlPath
from tasktracker_cfn.config.problems import Violation, Violations

HTTP_PORT = 80
HTTPS_PORT = 443


class TargetHealthCheckConfig(BaseModel):
    """How the load balancer asks a task whether it is well."""

    model_config = STRICT

    path: UrlPath = Field(default="/health", description="Path that is asked for.")
    interval_seconds: int = Field(default=30, ge=5, le=300, description="Seconds between two checks.")
    timeout_seconds: int = Field(default=5, ge=2, le=120, description="Seconds after which a check has failed.")
    healthy_threshold: int = Field(default=2, ge=2, le=10, description="Successes in a row that make a target healthy.")
    unhealthy_threshold: int = Field(default=3, ge=2, le=10, description="Failures in a row that make it unhealthy.")
    status_codes: StatusCodes = Field(
        default="200", description='Codes that are a success: "200", "200,302", "200-299".'
    )


class TargetConfig(BaseModel):
    """Traffic for one container. Without paths it is the default of the listener."""

    model_config = STRICT

    paths: tuple[PathPattern, ...] = Field(
        default=(), max_length=5, description='Path patterns, for example "/api/*"; everything else when empty.'
    )
    priority: int | None = Field(
        default=None, ge=1, le=50000, description="Order of the rule among the rules; needed with paths."
    )
    deregistration_delay_seconds: int = Field(
        default=30, ge=0, le=3600, description="Seconds for which open requests may finish when a task stops."
    )
    health_check: TargetHealthCheckConfig = Field(
        default={}, validate_default=True, description="Health check of the target group."
    )

    def violations(self) -> Violations:
        """Check the rule's priority and the health check's times."""
        if self.paths and self.priority is None:
            yield Violation(("priority",), "is missing; a target with paths needs its place among the rules")
        if self.priority is not None and not self.paths:
            yield Violation(("priority",), "has no meaning without paths: the default target comes last")
        check = self.health_check
        if check.timeout_seconds >= check.interval_seconds:
            # L04
            yield Violation(
                ("health_check", "timeout_seconds"),
                f"{check.timeout_seconds} must be below interval_seconds ({check.interval_seconds})",
            )


class HttpsConfig(BaseModel):
    """An HTTPS listener; plain HTTP is then redirected."""

    model_config = STRICT

    certificate: Literal["issue", "parameter"] = Field(
        description='"issue": ACM issues one, validated in the domain\'s hosted zone. "parameter": the stack takes '
        "its ARN as CertificateArn."
    )
    tls_policy: TlsPolicy = Field(
        default="ELBSecurityPolicy-TLS13-1-2-2021-06",
        description="Security policy of the listener; TLS 1.2 and newer only.",
    )


class DomainConfig(BaseModel):
    """The name under which the load balancer is reached."""

    model_config = STRICT

    name: DomainName = Field(description="Domain name.")
    hosted_zone: Literal["parameter", "create"] = Field(
        default="parameter",
        description='"parameter": the stack takes the id of the zone as HostedZoneId. "create": the stack makes the '
        "zone, whose name servers are then to be entered at the parent domain.",
    )


class EdgeConfig(BaseModel):
    """Where traffic enters."""

    model_config = STRICT

    targets: Mapping[PartName, TargetConfig] = Field(min_length=1, description="Traffic by the container that gets it.")
    https: HttpsConfig | None = Field(default=None, description="HTTPS with redirect; plain HTTP when absent.")
    domain: DomainConfig | None = Field(default=None, description="Domain and its records; none when absent.")
    open_ports: tuple[int, ...] = Field(
        default=(), description="Ports open to the internet; those of the listeners when empty."
    )

    @property
    def listener_ports(self) -> tuple[int, ...]:
        """Give the ports that the load balancer listens on."""
        return (HTTP_PORT, HTTPS_PORT) if self.https else (HTTP_PORT,)

    @property
    def default_target(self) -> str:
        """Give the name of the container that gets what no rule takes."""
        return next(name for name, target in self.targets.items() if not target.paths)

    def violations(self) -> Violations:
        """Check targets, ports and what HTTPS needs."""
        for name, target in self.targets.items():
            yield from (violation.under("targets", name) for violation in target.violations())
        defaults = [name for name, target in self.targets.items() if not target.paths]
        if len(defaults) != 1:
            yield Violation(
                ("targets",), f"{len(defaults)} targets have no paths; exactly one must, it gets everything else"
            )
        # L05
        priorities = Counter(target.priority for target in self.targets.values() if target.priority is not None)
        for priority in sorted(priority for priority, count in priorities.items() if count > 1):
            yield Violation(("targets",), f"two targets have priority {priority}; each rule needs its own")
        if self.https and self.https.certificate == "issue" and self.domain is None:
            yield Violation(("https", "certificate"), '"issue" needs a domain; set edge.domain, or "parameter"')
        if self.https and self.https.certificate == "issue" and self.domain and self.domain.hosted_zone == "create":
            # F03: nobody asks the new zone before its name servers are entered at the parent domain.
            yield Violation(
                ("https", "certificate"),
                '"issue" waits for ever in a hosted zone that this stack creates; create the zone first and set '
                'edge.domain.hosted_zone = "parameter", or use "parameter" here',
            )
        if len(set(self.open_ports)) != len(self.open_ports):
            yield Violation(("open_ports",), "names a port twice")
        allowed = {HTTP_PORT, HTTPS_PORT}
        if self.open_ports and not set(self.listener_ports) <= set(self.open_ports) <= allowed:
            yield Violation(("open_ports",), f"must hold {list(self.listener_ports)} and nothing but 80 and 443")

"""What the edge stack is told: the load balancer, its targets, HTTPS and the domain."""

from collections import Counter
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Literal

from pydantic import BaseModel, Field

from tasktracker_cfn.config.access_log import LoadBalancerAccessLogConfig
from tasktracker_cfn.config.fields import (
    STRICT,
    DomainName,
    HostPattern,
    PartName,
    PathPattern,
    RetentionDays,
    StatusCodes,
    TlsPolicy,
    UrlPath,
)
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.site import SiteConfig
from tasktracker_cfn.config.waf import LoadBalancerWafConfig

HTTP_PORT = 80
HTTPS_PORT = 443
# Of values AWS allows five in a rule. Of wildcards its quotas say six and its page of conditions five.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
MOST_VALUES = 5
MOST_WILDCARDS = 5


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
    """Traffic for one container. Without paths and hosts it is the default of the listener."""

    model_config = STRICT

    paths: tuple[PathPattern, ...] = Field(
        default=(), max_length=5, description='Path patterns, for example "/api/*"; every path when empty.'
    )
    hosts: tuple[HostPattern, ...] = Field(
        default=(),
        max_length=5,
        description='Host names, for example "admin.example.com" or "*.example.com"; every host when empty. Records of '
        "other names than edge.domain.name are yours to make.",
    )
    priority: int | None = Field(
        default=None, ge=1, le=50000, description="Order of the rule among the rules; needed with paths or hosts."
    )
    protocol: Literal["HTTP", "HTTPS"] = Field(
        default="HTTP",
        description="What the container speaks; with HTTPS its certificate is not verified, so any will do.",
    )
    deregistration_delay_seconds: int = Field(
        default=30, ge=0, le=3600, description="Seconds for which open requests may finish when a task stops."
    )
    sticky_seconds: int | None = Field(
        default=None,
        ge=1,
        le=604_800,
        description="Seconds for which a client stays with the task that answered it first, by a cookie of the load "
        "balancer, free of charge; every request goes to any task when absent.",
    )
    health_check: TargetHealthCheckConfig = Field(
        default={}, validate_default=True, description="Health check of the target group."
    )

    @property
    def has_rule(self) -> bool:
        """Tell whether a rule chooses what the target gets; the default target gets the rest."""
        return bool(self.paths or self.hosts)

    def violations(self) -> Violations:
        """Check the rule and the health check's times."""
        if self.has_rule and self.priority is None:
            yield Violation(("priority",), "is missing; a target with paths or hosts needs its place among the rules")
        if self.priority is not None and not self.has_rule:
            yield Violation(("priority",), "has no meaning without paths and hosts: the default target comes last")
        values = (*self.paths, *self.hosts)
        if len(values) > MOST_VALUES:
            yield Violation(("hosts",), f"has with paths {len(values)} values; a rule takes {MOST_VALUES}")
        wildcards = sum(value.count("*") + value.count("?") for value in values)
        if wildcards > MOST_WILDCARDS:
            key = "hosts" if self.hosts else "paths"
            yield Violation((key,), f"{wildcards} wildcards are in the rule, which takes {MOST_WILDCARDS}")
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


class QueryLoggingConfig(BaseModel):
    """Log of the questions that are asked of the hosted zone; about 0.50 USD for a GB."""

    model_config = STRICT

    retention_days: RetentionDays = Field(default=30, description="Days for which questions are kept.")


class DomainConfig(BaseModel):
    """The name under which the load balancer is reached."""

    model_config = STRICT

    name: DomainName = Field(description="Domain name.")
    hosted_zone: Literal["parameter", "create"] = Field(
        default="parameter",
        description='"parameter": the stack takes the id of the zone as HostedZoneId. "create": the stack makes the '
        "zone, about 0.50 USD a month, whose name servers are then to be entered at the parent domain.",
    )
    query_logging: QueryLoggingConfig | None = Field(
        default=None, description="Log of DNS queries, for a zone that the stack makes in us-east-1; none when absent."
    )

    def violations(self) -> Violations:
        """Check that the zone whose queries are logged is this stack's."""
        if self.query_logging is not None and self.hosted_zone != "create":
            yield Violation(
                ("query_logging",),
                'is a property of the zone, and hosted_zone = "parameter" is another\'s; switch it on there',
            )


class EdgeConfig(BaseModel):
    """Where traffic enters."""

    model_config = STRICT

    targets: Mapping[PartName, TargetConfig] = Field(min_length=1, description="Traffic by the container that gets it.")
    https: HttpsConfig | None = Field(default=None, description="HTTPS with redirect; plain HTTP when absent.")
    site: SiteConfig | None = Field(default=None, description="A static site behind CloudFront; none when absent.")
    domain: DomainConfig | None = Field(default=None, description="Domain and its records; none when absent.")
    open_ports: tuple[int, ...] = Field(
        default=(), description="Ports open to the internet; those of the listeners when empty."
    )
    deletion_protection: bool | None = Field(
        default=None,
        description="Whether the load balancer refuses to be deleted, and with it its stack; when absent it does, "
        "unless the system is disposable. Free of charge.",
    )
    access_log: LoadBalancerAccessLogConfig | None = Field(
        default=None, description="Access logs of the load balancer in a bucket of their own; none when absent."
    )
    waf: LoadBalancerWafConfig | None = Field(
        default=None,
        description="Web application firewall of the load balancer, by default with five rules: about 10 USD a month "
        "and 0.60 USD for a million requests. None when absent.",
    )

    @property
    def listener_ports(self) -> tuple[int, ...]:
        """Give the ports that the load balancer listens on."""
        return (HTTP_PORT, HTTPS_PORT) if self.https else (HTTP_PORT,)

    @property
    def default_target(self) -> str:
        """Give the name of the container that gets what no rule takes."""
        return next(name for name, target in self.targets.items() if not target.has_rule)

    def violations(self) -> Violations:
        """Check targets, ports and what HTTPS needs."""
        for name, target in self.targets.items():
            yield from (violation.under("targets", name) for violation in target.violations())
        defaults = [name for name, target in self.targets.items() if not target.has_rule]
        if len(defaults) != 1:
            yield Violation(
                ("targets",),
                f"{len(defaults)} targets have no paths and no hosts; exactly one must be so, it gets everything else",
            )
        # L05
        priorities = Counter(target.priority for target in self.targets.values() if target.priority is not None)
        for priority in sorted(priority for priority, count in priorities.items() if count > 1):
            yield Violation(("targets",), f"two targets have priority {priority}; each rule needs its own")
        yield from self._names()
        yield from self._hosts()
        yield from self._parts()
        if len(set(self.open_ports)) != len(self.open_ports):
            yield Violation(("open_ports",), "names a port twice")
        allowed = {HTTP_PORT, HTTPS_PORT}
        if self.open_ports and not set(self.listener_ports) <= set(self.open_ports) <= allowed:
            yield Violation(("open_ports",), f"must hold {list(self.listener_ports)} and nothing but 80 and 443")

    def _parts(self) -> Violations:
        """Check each of the optional parts by itself."""
        if self.access_log is not None:
            yield from (violation.under("access_log") for violation in self.access_log.violations())
        if self.waf is not None:
            yield from (violation.under("waf") for violation in self.waf.violations())
        if self.domain is not None:
            yield from (violation.under("domain") for violation in self.domain.violations())

    def _hosts(self) -> Violations:
        """Check that a certificate that is issued here has the hosts' names."""
        if self.https is None or self.https.certificate != "issue" or self.domain is None:
            return
        for name, target in self.targets.items():
            for host in target.hosts:
                if not fnmatchcase(self.domain.name, host):
                    # L09: the name of the certificate is checked before any rule of the listener.
                    yield Violation(
                        ("targets", name, "hosts"),
                        f'"{host}" is not among the names of the certificate that is issued, which has '
                        f'"{self.domain.name}" only; set edge.https.certificate = "parameter" and give one with both',
                    )

    def _names(self) -> Violations:
        """Check what HTTPS and the site need of the domain."""
        if self.https and self.https.certificate == "issue" and self.domain is None:
            yield Violation(("https", "certificate"), '"issue" needs a domain; set edge.domain, or "parameter"')
        issued = [("https", "certificate")] if self.https and self.https.certificate == "issue" else []
        if self.site is not None and self.site.domain is not None and self.site.certificate == "issue":
            issued.append(("site", "certificate"))
        if self.domain is not None and self.domain.hosted_zone == "create":
            for key in issued:
                # F03: nobody asks the new zone before its name servers are entered at the parent domain.
                yield Violation(
                    key,
                    '"issue" waits for ever in a hosted zone that this stack creates; create the zone first and set '
                    'edge.domain.hosted_zone = "parameter", or use "parameter" here',
                )
        if self.site is not None:
            yield from (violation.under("site") for violation in self.site.violations())
            if self.site.domain is not None and self.domain is None:
                yield Violation(("site", "domain"), "needs edge.domain, whose hosted zone holds the site's records too")
            if self.site.domain is not None and self.domain is not None and self.site.domain == self.domain.name:
                yield Violation(("site", "domain"), "is the load balancer's; each needs a name of its own")

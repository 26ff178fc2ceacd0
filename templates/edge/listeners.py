"""Listeners: HTTPS with plain HTTP redirected to it, or plain HTTP alone; one rule for each target that is chosen."""

from collections.abc import Mapping

from troposphere import AWSObject, Ref
from troposphere import elasticloadbalancingv2 as elb

from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.wires import Arn
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.edge import HTTP_PORT, HTTPS_PORT, HttpsConfig, TargetConfig
from templates.edge import alternate


def build(
    system: SystemConfig,
    balancer: elb.LoadBalancer,
    groups: Mapping[str, elb.TargetGroup],
    alternates: Mapping[str, elb.TargetGroup],
    certificate_arn: Arn | None,
) -> list[AWSObject]:
    """Give the listeners and the rules of the one that serves."""
    forward = _forward(groups[system.edge.default_target])
    https = system.edge.https
    if https is None or certificate_arn is None:
        serving = _http(balancer, forward)
        return [serving, *_rules(system, serving, groups, alternates)]
    serving = _https(https, balancer, forward, certificate_arn)
    return [_http(balancer, _redirect()), serving, *_rules(system, serving, groups, alternates)]


def _http(balancer: elb.LoadBalancer, action: elb.Action) -> elb.Listener:
    return elb.Listener(
        "HttpListener", LoadBalancerArn=Ref(balancer), Port=HTTP_PORT, Protocol="HTTP", DefaultActions=[action]
    )


def _https(https: HttpsConfig, balancer: elb.LoadBalancer, action: elb.Action, certificate_arn: Arn) -> elb.Listener:
    return elb.Listener(
        "HttpsListener",
        LoadBalancerArn=Ref(balancer),
        Port=HTTPS_PORT,
        Protocol="HTTPS",
        SslPolicy=https.tls_policy,
        Certificates=[elb.Certificate(CertificateArn=certificate_arn)],
        DefaultActions=[action],
    )


def _rules(
    system: SystemConfig,
    listener: elb.Listener,
    groups: Mapping[str, elb.TargetGroup],
    alternates: Mapping[str, elb.TargetGroup],
) -> list[elb.ListenerRule]:
    rules = [
        elb.ListenerRule(
            f"{pascal(name)}Rule",
            ListenerArn=Ref(listener),
            Priority=target.priority,
            Conditions=_conditions(target),
            Actions=[alternate.forward(name, groups, alternates)],
        )
        for name, target in system.edge.targets.items()
        if target.has_rule
    ]
    return [*rules, *alternate.default_rules(system, listener, groups, alternates)]


def _conditions(target: TargetConfig) -> list[elb.Condition]:
    # A request must meet each of them, by any one of its values.
    found = []
    if target.hosts:
        hosts = elb.HostHeaderConfig(Values=list(target.hosts))
        found.append(elb.Condition(Field="host-header", HostHeaderConfig=hosts))
    if target.paths:
        paths = elb.PathPatternConfig(Values=list(target.paths))
        found.append(elb.Condition(Field="path-pattern", PathPatternConfig=paths))
    return found


def _forward(group: elb.TargetGroup) -> elb.Action:
    return elb.Action(Type="forward", TargetGroupArn=Ref(group))


def _redirect() -> elb.Action:
    return elb.Action(
        Type="redirect",
        RedirectConfig=elb.RedirectConfig(Protocol="HTTPS", Port=str(HTTPS_PORT), StatusCode="HTTP_301"),
    )

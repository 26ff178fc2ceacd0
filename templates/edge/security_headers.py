"""The security headers of the site, put on by CloudFront itself or by a function at its edge; the same texts."""

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from awacs import logs as logs_actions
from awacs import sts
from awacs.aws import Allow, Condition, PolicyDocument, Principal, Statement, StringEquals
from troposphere import AccountId, AWSObject, GetAtt, Ref, awslambda, cloudfront, iam

from tasktracker_cfn.authoring.iam import allow
from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.site import SiteConfig

TWO_YEARS = 63_072_000
REFERRER_POLICY = "strict-origin-when-cross-origin"
SOURCE = Path(__file__).with_suffix(".js")
PLACE_OF_HEADERS = "__HEADERS__"

RUNTIME = "nodejs22.x"
MEMORY_MIB = 128
TIMEOUT_SECONDS = 5


class SecurityHeaders(NamedTuple):
    """What adds the headers, and the properties with which each behaviour of the distribution asks for it."""

    resources: list[AWSObject]
    behaviour: dict[str, object]


def build(system: SystemConfig, config: SiteConfig) -> SecurityHeaders:
    """Give the policy, or the function, that adds the headers."""
    content_security_policy = config.content_security_policy or default_content_security_policy(system)
    if config.security_headers == "policy":
        policy = _policy(system, content_security_policy)
        return SecurityHeaders([policy], {"ResponseHeadersPolicyId": Ref(policy)})
    return _at_the_edge(code(content_security_policy))


def default_content_security_policy(system: SystemConfig) -> str:
    """Give a policy that is strict, and that what React's usual tools build lives with.

    Styles may be inline, since many libraries of components write them; scripts may not, and nothing is evaluated.
    """
    domain = system.edge.domain
    api = f" https://{domain.name}" if domain else ""
    return "; ".join(
        (
            "default-src 'self'",
            "base-uri 'self'",
            f"connect-src 'self'{api}",
            "font-src 'self' data:",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "img-src 'self' data:",
            "object-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "worker-src 'self'",
            "upgrade-insecure-requests",
        )
    )


def code(content_security_policy: str) -> str:
    """Give the code of the function, with the headers in it, since at the edge it has no environment (F08)."""
    headers = {
        "Strict-Transport-Security": f"max-age={TWO_YEARS}; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Content-Security-Policy": content_security_policy,
        "Referrer-Policy": REFERRER_POLICY,
    }
    return SOURCE.read_text(encoding="utf-8").replace(PLACE_OF_HEADERS, json.dumps(headers, indent=2))


def _policy(system: SystemConfig, content_security_policy: str) -> cloudfront.ResponseHeadersPolicy:
    return cloudfront.ResponseHeadersPolicy(
        "SecurityHeadersPolicy",
        ResponseHeadersPolicyConfig=cloudfront.ResponseHeadersPolicyConfig(
            Name=f"{system.name}-security",
            Comment=f"Security headers of {system.name}",
            SecurityHeadersConfig=cloudfront.SecurityHeadersConfig(
                StrictTransportSecurity=cloudfront.StrictTransportSecurity(
                    AccessControlMaxAgeSec=TWO_YEARS, IncludeSubdomains=True, Override=True
                ),
                ContentTypeOptions=cloudfront.ContentTypeOptions(Override=True),
                FrameOptions=cloudfront.FrameOptions(FrameOption="DENY", Override=True),
                ContentSecurityPolicy=cloudfront.ContentSecurityPolicy(
                    ContentSecurityPolicy=content_security_policy, Override=True
                ),
                ReferrerPolicy=cloudfront.ReferrerPolicy(ReferrerPolicy=REFERRER_POLICY, Override=True),
            ),
        ),
    )


def _at_the_edge(javascript: str) -> SecurityHeaders:
    role = _role()
    # No FunctionName: a function that stays behind under a fixed name would make the next creation fail (K19).
    # F08: no environment, network, layers, dead letters, tracing, and x86 only.
    function = awslambda.Function(
        "SecurityHeadersFunction",
        **_KEPT,
        Description="Adds security headers to what CloudFront gets from the site's bucket",
        Runtime=RUNTIME,
        Handler="index.handler",
        MemorySize=MEMORY_MIB,
        Timeout=TIMEOUT_SECONDS,
        Role=GetAtt(role, "Arn"),
        Code=awslambda.Code(ZipFile=javascript),
    )
    logging = _logging(role, function)
    version = _version(function, javascript)
    # F07: the viewer's response would be the other place, where nothing runs when the bucket answers with an error.
    # What CloudFront answers by itself, such as the redirect to HTTPS, has no headers from here; "policy" adds them.
    association = cloudfront.LambdaFunctionAssociation(EventType="origin-response", LambdaFunctionARN=Ref(version))
    return SecurityHeaders([role, function, logging, version], {"LambdaFunctionAssociations": [association]})


# F10: while replicas exist, which is for hours after the distribution has let go, deleting them fails.
_KEPT = given(DeletionPolicy="Retain", UpdateReplacePolicy="Retain")


def _version(function: awslambda.Function, javascript: str) -> awslambda.Version:
    # F09: a version never changes, so what it publishes is part of its name: other code makes another version.
    published = json.dumps([javascript, RUNTIME, MEMORY_MIB, TIMEOUT_SECONDS])
    digest = hashlib.sha256(published.encode()).hexdigest()[:12]
    return awslambda.Version(f"SecurityHeadersVersion{digest}", **_KEPT, FunctionName=Ref(function))


def _role() -> iam.Role:
    """Give the role that Lambda runs the function with, in the region where it is made and at the edge.

    Lambda says that it names the source account when it assumes a role. Of its principal at the edge nobody says so,
    and a condition on a key that a request does not have refuses the request, hence none there:
    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-permissions.html
    """
    return iam.Role(
        "SecurityHeadersRole",
        Description="Runs the function that adds security headers at the edge",
        AssumeRolePolicyDocument=PolicyDocument(
            Version="2012-10-17",
            Statement=[
                Statement(
                    Sid="AssumedByLambda",
                    Effect=Allow,
                    Principal=Principal("Service", ["lambda.amazonaws.com"]),
                    Action=[sts.AssumeRole],
                    Condition=Condition(StringEquals("aws:SourceAccount", AccountId)),
                ),
                Statement(
                    Sid="AssumedByLambdaAtTheEdge",
                    Effect=Allow,
                    Principal=Principal("Service", ["edgelambda.amazonaws.com"]),
                    Action=[sts.AssumeRole],
                ),
            ],
        ),
    )


def _logging(role: iam.Role, function: awslambda.Function) -> iam.ManagedPolicy:
    """Give the policy that lets the function log; attached from here, because it names the function that has the role.

    The region is a star: a function at the edge logs in the region that is nearest to the viewer, into a group that
    is made there when it is first needed.
    """
    pattern = "arn:${AWS::Partition}:logs:*:${AWS::AccountId}:log-group:/aws/lambda/us-east-1.{function}*"
    return iam.ManagedPolicy(
        "SecurityHeadersLogPolicy",
        Description="Write the logs of the function at the edge",
        Roles=[Ref(role)],
        PolicyDocument=PolicyDocument(
            Version="2012-10-17",
            Statement=[
                allow(
                    logs_actions.CreateLogGroup,
                    logs_actions.CreateLogStream,
                    logs_actions.PutLogEvents,
                    on=[text(pattern, function=Ref(function))],
                    sid="WriteLogsNearTheViewer",
                )
            ],
        ),
    )

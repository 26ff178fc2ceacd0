"""What others ask for and no goal here does: rules that are wrong or old, and what no template can show."""

from typing import Literal, NamedTuple

Why = Literal["wrong", "elsewhere"]


class Unchecked(NamedTuple):
    """Something that is not checked, and why."""

    id: str
    area: str
    why: Why
    reason: str
    covers: str


UNCHECKED = (
    Unchecked(
        "ec2-endpoint",
        "VPC",
        "elsewhere",
        "asks for an endpoint of the EC2 API, which nothing in these systems calls",
        "SH:EC2.10",
    ),
    Unchecked(
        "every-listener-https",
        "Load balancer",
        "wrong",
        "counts a listener that only redirects to HTTPS as a failure; `https-only` asks what is meant",
        "ELBV2_LISTENER_PROTOCOL_RULE ELBv2ACMCertificateRequired ELBV2_ACM_CERTIFICATE_REQUIRED cn:W56",
    ),
    Unchecked(
        "old-tls-policies",
        "Load balancer",
        "wrong",
        "does not know the policies with TLS 1.3, and looks at plain HTTP too; `listener-tls` asks what is meant",
        "ELBV2_LISTENER_SSL_POLICY_RULE cn:W55 SH:ELB.17",
    ),
    Unchecked(
        "origin-access-identity",
        "CloudFront",
        "wrong",
        "asks for the older way of reading a bucket; `origin-access-control` asks for today's",
        "CLOUDFRONT_ORIGIN_ACCESS_IDENTITY_ENABLED AS-CFR6 CloudFrontDistributionS3OriginAccessIdentity "
        "SH:CloudFront.2",
    ),
    Unchecked(
        "missing-origins",
        "CloudFront",
        "elsewhere",
        "whether the bucket of an origin is still there shows only at run time",
        "SH:CloudFront.12",
    ),
    Unchecked(
        "absent-access-control-list",
        "Buckets",
        "wrong",
        "fails where there is no access control list; other goals ask for the same, and more",
        "S3_BUCKET_NO_PUBLIC_RW_ACL",
    ),
    Unchecked(
        "tls-only-by-boolean",
        "Buckets",
        "wrong",
        "wants a boolean where the other checkers want the text that `bucket-tls-only` asks for",
        "S3_BUCKET_SSL_REQUESTS_ONLY",
    ),
    Unchecked(
        "mfa-delete",
        "Buckets",
        "elsewhere",
        "only the root user can switch it on, with a device in the hand; CloudFormation has no property for it",
        "SH:S3.20",
    ),
    Unchecked(
        "secret-administrator-name",
        "Database operation",
        "wrong",
        "takes the administrator's name for a secret, or is half of a rule; `database-password` asks what is meant",
        "RDS_MASTER_USER_NAME_NO_PLAINTEXT_PASSWORD RDS_MASTER_USER_NAME_USES_SECURE_PARAMETER "
        "RDS_MASTER_USER_NAME_USES_SECURE_SERVICE RDS_MASTER_USER_PASSWORD_USES_SECURE_PARAMETER "
        "RDS_CLUSTER_MASTER_USER_PASSWORD_USES_SECURE_PARAMETER cn:F24",
    ),
    Unchecked(
        "rotation-works",
        "Secrets",
        "elsewhere",
        "whether a rotation succeeds and a secret is read shows only at run time",
        "SH:SecretsManager.2 SH:SecretsManager.3",
    ),
    Unchecked(
        "account-identities",
        "Roles",
        "elsewhere",
        "the root user, passwords and unused credentials are the account's, not a system's",
        "SH:IAM.3 SH:IAM.4 SH:IAM.5 SH:IAM.6 SH:IAM.7 SH:IAM.8 SH:IAM.9 SH:IAM.10 SH:IAM.19 SH:IAM.22 SH:IAM.26 "
        "SH:IAM.28",
    ),
    Unchecked(
        "account-services",
        "Account",
        "elsewhere",
        "threat detection, configuration recording and the like are switched on once for an account",
        "SH:Config.1 SH:GuardDuty.* SH:Macie.* SH:Inspector.* SH:SSM.* SH:Account.1 SH:EC2.1 SH:EC2.7 SH:EC2.12 "
        "SH:EC2.16 SH:EC2.20 SH:EC2.22",
    ),
    Unchecked(
        "names-of-analysers",
        "Stacks",
        "wrong",
        "stumbles over pseudo parameters, which it does not know",
        "cr:StackNameMatchesRegexRule iam:parliament-UNKNOWN_FEDERATION_SOURCE",
    ),
)

"""Goals for roles and identities: who takes them on, and how they come to their policies."""

from collections.abc import Iterator

from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.gate.goals.statements import of_kind
from tasktracker_cfn.model.inside import literals
from tasktracker_cfn.model.system import System, listed

ROLES = Area("Roles")

INLINE = ("AWS::IAM::Policy", "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy", "AWS::IAM::GroupPolicy")
PEOPLE = ("AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::AccessKey", "AWS::IAM::UserToGroupAddition")
HOLDERS = ("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group")
OF_AWS = ":iam::aws:policy/"
EQUALS = ("StringEquals", "StringLike")
ACCOUNT = ("aws:SourceAccount", "AWS:SourceAccount", "aws:sourceAccount")


@ROLES.always(
    "role-trust",
    "CKV_AWS_60 CKV_AWS_61 IAM_ROLE_NO_FULL_ACCESS_ON_TRUST_POLICY iam:trust-CONFUSED_DEPUTY "
    "iam:public-PRINCIPAL_STAR iam:policyuniverse-INTERNET_ACCESSIBLE cr:CrossAccountTrustRule "
    "cr:FullWildcardPrincipalRule cr:PartialWildcardPrincipalRule CKV2_AWS_68",
)
def trust(system: System) -> Iterator[Breach]:
    """A role is for named services only, and for what they do for this account."""
    for statement in of_kind(system, "trust"):
        if not statement.allows:
            continue
        named = [str(service) for service in statement.services]
        if not named or statement.is_for_everybody or any("*" in service for service in named):
            yield statement, "is for others than named services"
        elif not any(statement.condition(operator, key) for operator in EQUALS for key in ACCOUNT):
            yield statement, f"lets {', '.join(named)} act for any account"


@ROLES.always("no-inline-policies", "IAM_NO_INLINE_POLICY_CHECK IAMNoInlinePolicy")
def inline(system: System) -> Iterator[Breach]:
    """Every policy is a resource of its own, which a role lists."""
    yield from ((item, "is an inline policy") for item in system.of(*INLINE))
    yield from ((item, "has a policy within itself") for item in system.of(*HOLDERS) if item.get("Policies"))


@ROLES.exempted("no-managed-policies", "AS-IAM4 IAMNoManagedPolicies")
def managed(system: System) -> Iterator[Breach]:
    """No role has a policy that AWS wrote for everybody."""
    for item in system.of(*HOLDERS):
        for arn in listed(item.get("ManagedPolicyArns")):
            if any(OF_AWS in literal for literal in literals(arn)):
                yield item, f"has {''.join(literals(arn)).partition(OF_AWS)[2]}"


@ROLES.always(
    "no-users",
    "CT.IAM.PR.4 CKV_AWS_40 IAM_NO_POLICY_ON_USER IAM_USER_LOGIN_PROFILE_PASSWORD_RESET_RULE "
    "IAM_USER_LOGIN_PROFILE_NO_PLAINTEXT_PASSWORD IAM_USER_LOGIN_PROFILE_USES_SECURE_PARAMETER "
    "IAM_USER_LOGIN_PROFILE_USES_SECURE_SERVICE IAM_USER_MISSING_GROUP_RULE IAM_USER_NO_POLICIES_CHECK "
    "IAMUserNoPolicies IAMUserGroupMembership IAMGroupHasUsers SH:IAM.2 cr:ManagedPolicyOnUserRule "
    "cr:PolicyOnUserRule",
)
def users(system: System) -> Iterator[Breach]:
    """No user, no group and no access key is made."""
    yield from ((item, "is for a person, or lasts for ever") for item in system.of(*PEOPLE))

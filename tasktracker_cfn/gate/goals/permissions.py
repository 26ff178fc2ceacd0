"""Goals for what roles may do."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from tasktracker_cfn.gate.goals.actions import exists, takes_resource
from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.gate.goals.statements import Statement, has_wildcard, of_kind, statements
from tasktracker_cfn.model.inside import literals
from tasktracker_cfn.model.system import System, follow, listed

PERMISSIONS = Area("Permissions")

BROAD = ("FullAccess", "AdministratorAccess", "PowerUserAccess", "AdministratorAccess-Amplify")
# By each of these a role can give itself, or what it starts, more than it was given.
ESCALATION = (
    "iam:addusertogroup",
    "iam:attach*policy",
    "iam:createaccesskey",
    "iam:createloginprofile",
    "iam:createpolicyversion",
    "iam:put*policy",
    "iam:setdefaultpolicyversion",
    "iam:update*policy",
    "iam:updateloginprofile",
)
# Harmless by name, and harmful where they are for everything: they start, read out, or hand on.
FOR_SOME_ONLY = (
    "iam:passrole",
    "lambda:createfunction",
    "lambda:invokefunction",
    "lambda:updatefunctioncode",
    "ec2:runinstances",
    "ecs:runtask",
    "ecs:updateservice",
    "s3:getobject",
    "s3:putobject",
    "s3:deleteobject",
    "secretsmanager:getsecretvalue",
    "ssm:getparameter*",
    "ssm:sendcommand",
    "ssm:startsession",
    "sts:assumerole",
)
EXPOSING = ("ecr:getauthorizationtoken", "secretsmanager:getsecretvalue", "sts:getfederationtoken", "rds-db:connect")
HANDING_ON = "iam:passrole"
VERSION = "2012-10-17"


def _allowing(system: System) -> Iterator[Statement]:
    yield from (statement for statement in of_kind(system, "identity") if statement.allows)


@PERMISSIONS.always(
    "no-wildcard-actions",
    "CKV_AWS_62 CKV_AWS_63 CT.IAM.PR.1 CT.IAM.PR.2 CT.IAM.PR.3 CT.IAM.PR.5 "
    "IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS "
    "IAM_MANAGEDPOLICY_NO_STATEMENTS_WITH_FULL_ACCESS IAM_ROLE_NO_WILDCARD_ACTIONS_ON_PERMISSIONS "
    "IAM_ROLE_ADMINISTRATOR_ACCESS_POLICY_RULE IAM_ROLE_ELEVATED_MANAGED_POLICY_RULE "
    "IAMPolicyNoStatementsWithAdminAccess IAMPolicyNoStatementsWithFullAccess SH:IAM.1 SH:IAM.21 "
    "iam:leastpriv-WILDCARD_ACTION iam:cloudsplaining-ServiceWildcard cr:IAMRoleWildcardActionOnPolicyRule "
    "cr:IAMRolesOverprivilegedRule cn:F2 cn:F3 cn:F4 cn:F5 cn:F38 cn:W43 cn:W44 CKV_AWS_274",
)
def wildcard_actions(system: System) -> Iterator[Breach]:
    """No role may do everything, neither with everything nor with one service."""
    for statement in _allowing(system):
        for action in statement.actions:
            if action == "*" or action.endswith(":*"):
                yield str(statement), f"allows {action}"
    for item in system.of("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"):
        for arn in listed(item.get("ManagedPolicyArns")):
            if any(literal.endswith(BROAD) for literal in literals(arn)):
                yield item, "has one of AWS's broadest policies"


@PERMISSIONS.always(
    "no-privilege-escalation",
    "CKV_AWS_107 CKV_AWS_108 CKV_AWS_109 CKV_AWS_110 CKV_AWS_111 iam:cloudsplaining-PrivilegeEscalation "
    "iam:cloudsplaining-ResourceExposure iam:cloudsplaining-DataExfiltration "
    "iam:cloudsplaining-InfrastructureModification iam:parliament-PERMISSIONS_MANAGEMENT_ACTIONS "
    "iam:parliament-PRIVILEGE_ESCALATION iam:parliament-SINGLE_VALUE_CONDITION_TOO_PERMISSIVE "
    "cr:PrivilegeEscalationRule CKV_AWS_355 CKV_AWS_356",
)
def escalation(system: System) -> Iterator[Breach]:
    """No role can give itself more, open what is closed, or carry off what it was not given."""
    for statement in _allowing(system):
        for action in statement.actions:
            if _meets(action, ESCALATION) or (statement.is_everywhere and _meets(action, FOR_SOME_ONLY)):
                yield str(statement), f"allows {action}"


@PERMISSIONS.always("resources-named", "iam:leastpriv-RESOURCE_STAR_AVOIDABLE")
def resources_named(system: System) -> Iterator[Breach]:
    """An action is allowed on everything only where no policy can name what it is about."""
    for statement in _allowing(system):
        if statement.is_everywhere:
            found = [action for action in statement.actions if takes_resource(action)]
            yield from ((str(statement), f"allows {action} on everything") for action in found)


@PERMISSIONS.exempted(
    "no-wildcard-resources",
    "IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE AS-IAM5 IAMNoWildcardPermissions cn:W11 cn:W12 cn:W13 "
    "cr:WildcardResourceRule",
)
def wildcard_resources(system: System) -> Iterator[Breach]:
    """No statement leaves open a part of what it is about."""
    for statement in _allowing(system):
        if any(map(has_wildcard, statement.resources)):
            yield str(statement), "leaves a part of its resource open"


@PERMISSIONS.exempted(
    "no-credentials",
    "iam:cloudsplaining-CredentialsExposure iam:parliament-CREDENTIALS_EXPOSURE",
)
def credentials(system: System) -> Iterator[Breach]:
    """No role may get credentials."""
    for statement in _allowing(system):
        found = [action for action in statement.actions if _meets(action, EXPOSING)]
        yield from ((str(statement), f"allows {action}") for action in found)


@PERMISSIONS.always(
    "valid-policies",
    "iam:parliament-* iam:leastpriv-ALLOW_WITH_NOT IAM_ROLE_OR_POLICY_NO_ALLOW_PLUS_NOT_ACTION "
    "IAM_ROLE_OR_POLICY_NO_ALLOW_PLUS_NOT_RESOURCE IAM_ROLE_NO_ALLOW_PLUS_NOT_ACTION_ON_TRUST_POLICY "
    "IAM_ROLE_NO_ALLOW_PLUS_NOT_PRINCIPAL cn:W14 cn:W15 cn:W16 cn:W17 cn:W21",
)
def valid(system: System) -> Iterator[Breach]:
    """Every statement names actions that there are, and none allows all but something."""
    for statement in statements(system):
        for key in ("NotAction", "NotResource", "NotPrincipal"):
            if statement.allows and key in statement.entry:
                yield statement, f"allows by {key}"
        for action in statement.actions:
            if action != "*" and not exists(action):
                yield statement, f"names {action}, which is no action"
    for item in {statement.owner: None for statement in statements(system)}:
        for name in ("PolicyDocument", "AssumeRolePolicyDocument", "KeyPolicy", "RepositoryPolicyText"):
            document = item.get(name)
            if document is not None and follow(document, "Version") != VERSION:
                yield item, f"{name} is written in an older language of policies"


@PERMISSIONS.always(
    "pass-role-named",
    "IAM_POLICY_NO_WILDCARD_RESOURCE_ON_PASSROLE IAM_ROLE_NO_WILDCARD_RESOURCE_ON_PASSROLE cn:F39 cn:F40",
)
def pass_role(system: System) -> Iterator[Breach]:
    """Whoever hands a role to a service may hand on that role only."""
    for statement in _allowing(system):
        if any(_meets(action, (HANDING_ON,)) for action in statement.actions) and any(
            map(has_wildcard, statement.resources)
        ):
            yield str(statement), "hands on any role"


def _meets(action: str, patterns: tuple[str, ...]) -> bool:
    """Tell whether an action, which may be a pattern itself, is among some."""
    name = action.lower()
    return any(fnmatchcase(name, pattern) or fnmatchcase(pattern, name) for pattern in patterns)

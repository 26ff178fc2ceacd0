"""Goals for image repositories."""

from collections.abc import Iterator

from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.gate.goals.keys import is_own_key
from tasktracker_cfn.gate.goals.statements import of_owner
from tasktracker_cfn.model.system import System, true

IMAGES = Area("Image repositories")

REPOSITORY = "AWS::ECR::Repository"


@IMAGES.always(
    "repository-basics",
    "CKV_AWS_163 CKV_AWS_51 CKV_AWS_32 CT.ECR.PR.1 CT.ECR.PR.2 CT.ECR.PR.3 ECR_REPO_SCAN_ON_PUSH AS-ECR1 "
    "ECROpenAccess SH:ECR.1 SH:ECR.2 SH:ECR.3 cn:W79",
)
def basics(system: System) -> Iterator[Breach]:
    """A repository scans what is pushed, never lets a tag move, drops old images, and is not public."""
    for item in system.of(REPOSITORY):
        if not true(item.get("ImageScanningConfiguration", "ScanOnPush")):
            yield item, "does not scan what is pushed"
        if item.get("ImageTagMutability") != "IMMUTABLE":
            yield item, "lets a tag move to another image"
        if not item.get("LifecyclePolicy", "LifecyclePolicyText"):
            yield item, "keeps every image"
    yield from ((item, "is public") for item in system.of("AWS::ECR::PublicRepository"))
    for statement in of_owner(system, REPOSITORY):
        if statement.allows and statement.is_for_everybody:
            yield statement, "is for everybody"


@IMAGES.production("repository-key", "CKV_AWS_136 SH:ECR.5")
def own_key(system: System) -> Iterator[Breach]:
    """Every repository is encrypted with a key of the account's own."""
    for item in system.of(REPOSITORY):
        chosen = item.get("EncryptionConfiguration", "EncryptionType") in {"KMS", "KMS_DSSE"}
        if not chosen or not is_own_key(system, item.get("EncryptionConfiguration", "KmsKey")):
            yield item, "has a key of AWS's own"

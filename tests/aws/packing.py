"""Upload a nest and deploy it in a few lines: for the fake's own tests, and to have something deployed in others'."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.aws.fake import Fake

BUCKET = "artifacts"
EVERYTHING = ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
URL = re.compile(r"^(?P<key>\s+TemplateURL: )\./(?P<file>\S+)$", re.MULTILINE)


def put(aws: Fake, key: str, body: str) -> str:
    """Put a template into a bucket; give its address."""
    if BUCKET not in aws.store.buckets:
        aws.bucket(BUCKET, versioned=True)
    aws.client("s3").put_object(Bucket=BUCKET, Key=key, Body=body.encode())
    return f"https://{BUCKET}.s3.us-east-1.amazonaws.com/{key}"


def packed(aws: Fake, root: Path, changes: Mapping[str, tuple[str, str]] | None = None) -> str:
    """Upload the children of a root, by name and content, and give the root's text; `changes` are by file."""

    def text(file: Path) -> str:
        body = file.read_text(encoding="utf-8")
        for old, new in [(changes or {}).get(file.name, ("", ""))]:
            assert old in body
            body = body.replace(old, new, 1) if old else body
        return URL.sub(lambda match: match["key"] + _put(file.parent / match["file"]), body)

    def _put(file: Path) -> str:
        body = text(file)
        return put(aws, f"{file.stem}-{hashlib.sha256(body.encode()).hexdigest()[:16]}.yaml", body)

    return text(root)


def change_set(aws: Fake, stack: str, body: str, kind: str = "UPDATE", **more: Any) -> dict[str, Any]:
    """Make a change set of a nest, wait for it, and describe it."""
    client = aws.client("cloudformation")
    name = f"change-{len(aws.calls)}"
    made = client.create_change_set(
        StackName=stack,
        ChangeSetName=name,
        ChangeSetType=kind,
        TemplateBody=body,
        IncludeNestedStacks=True,
        Capabilities=EVERYTHING,
        **more,
    )
    aws.clock.sleep(120)
    described = client.describe_change_set(ChangeSetName=made["Id"])
    assert isinstance(described, dict)
    return described


def deploy(aws: Fake, stack: str, body: str, kind: str = "CREATE", **more: Any) -> str:
    """Make a change set, execute it, wait for the end, and give the stack's status."""
    described = change_set(aws, stack, body, kind, **more)
    assert described["Status"] == "CREATE_COMPLETE", described.get("StatusReason")
    aws.client("cloudformation").execute_change_set(ChangeSetName=described["ChangeSetId"], DisableRollback=False)
    aws.settle()
    return aws.stack(stack).status

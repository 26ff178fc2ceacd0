"""Cases of the rules about functions at the edge."""

from tests.gate.rules.case import breaks, case, holds
from tests.gate.rules.site import SITE, ZONE

CASES = {
    "edge-function-is-a-version": (
        case(
            SITE,
            breaks("!Ref HeadersV1", "!GetAtt Headers.Arn", at="Site"),
            breaks("!Ref HeadersV1", "!GetAtt HeadersV1.Version"),
            breaks("!Ref HeadersV1", "'arn:aws:lambda:us-east-1:111122223333:function:a:$LATEST'"),
            breaks("Type: AWS::Lambda::Version", "Type: AWS::Lambda::Alias"),
            holds("!Ref HeadersV1", "arn:aws:lambda:us-east-1:111122223333:function:a:7"),
            holds("!Ref HeadersV1", "!Ref Name"),
            rest=ZONE,
        ),
    ),
    "edge-function-form": (
        case(
            SITE,
            breaks("Timeout: 5", "Environment: {Variables: {A: b}}", at="Headers"),
            breaks("Timeout: 5", "VpcConfig: {SubnetIds: [a], SecurityGroupIds: [b]}"),
            breaks("Timeout: 5", "Layers: ['arn:aws:lambda:us-east-1:111122223333:layer:a:1']"),
            breaks("Timeout: 5", "DeadLetterConfig: {TargetArn: a}"),
            breaks("Timeout: 5", "TracingConfig: {Mode: Active}"),
            breaks("Timeout: 5", "Architectures: [arm64]", line="Architectures: [arm64]"),
            breaks("Timeout: 5", "PackageType: Image"),
            breaks("nodejs22.x", "java21"),
            holds("Timeout: 5", "Environment: {Variables: {}}"),
            holds("Timeout: 5", "TracingConfig: {Mode: PassThrough}"),
            holds("nodejs22.x", "!Ref Name"),
            rest=ZONE,
        ),
    ),
    "edge-function-limits": (
        case(
            SITE,
            breaks("Timeout: 5", "Timeout: 31", at="Headers", line="Timeout: 31"),
            breaks("Timeout: 5", "Timeout: '60'"),
            holds("Timeout: 5", "Timeout: 30"),
            holds("Timeout: 5", "Timeout: !Ref Name"),
            rest=ZONE,
        ),
        case(
            SITE.replace("origin-response", "viewer-response"),
            breaks("Timeout: 5", "Timeout: 6", at="Headers"),
            breaks("MemorySize: 128", "MemorySize: 256", line="MemorySize: 256"),
            rest=ZONE,
        ),
    ),
    "edge-function-is-retained": (
        case(
            SITE,
            breaks("Function\n    DeletionPolicy: Retain", "Function", at="Headers"),
            breaks("Version\n    DeletionPolicy: Retain", "Version\n    DeletionPolicy: Delete", at="HeadersV1"),
            holds("DeletionPolicy: Retain", "DeletionPolicy: !Ref Name"),
            rest=ZONE,
        ),
    ),
    "edge-function-version-moves": (
        case(SITE, breaks("HeadersV1", "HeadersVersion", at="HeadersVersion"), holds("HeadersV1", "HeadersBadcafe")),
    ),
    "viewer-function-published": (
        case(
            SITE,
            breaks(", AutoPublish: true", "", at="Site"),
            breaks("AutoPublish: true", "AutoPublish: 'false'"),
            holds("AutoPublish: true", "AutoPublish: !Ref Name"),
            rest=ZONE,
        ),
    ),
    "viewer-function-by-arn": (
        case(
            SITE,
            breaks("!GetAtt Rewrite.FunctionARN", "!GetAtt Rewrite.Stage", at="Site"),
            holds("!GetAtt Rewrite.FunctionARN", "!Ref Rewrite"),
            holds("!GetAtt Rewrite.FunctionARN", "!GetAtt Rewrite.FunctionMetadata.FunctionARN"),
            rest=ZONE,
        ),
    ),
}

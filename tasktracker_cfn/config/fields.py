"""The scalar types of configuration: what a name, a port or an address block may look like."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints

from tasktracker_cfn.config.regions import REGIONS

# Built when first used: a start that reads one file then builds one validator, not one for each table.
STRICT = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False, defer_build=True)

SYSTEM_NAME_LIMIT = 28
ENVIRONMENT_NAME_LIMIT = 16

# What the patterns below allow, for the message that a person reads.
PATTERN_IN_WORDS: dict[str, str] = {}


def text_field(pattern: str, words: str, *, max_length: int, min_length: int = 1) -> StringConstraints:
    """Constrain a text, and remember in words what its pattern allows."""
    PATTERN_IN_WORDS[pattern] = words
    return StringConstraints(pattern=pattern, min_length=min_length, max_length=max_length)


def _existing_region(region: str) -> str:
    if region not in REGIONS:
        from difflib import get_close_matches  # noqa: PLC0415 - only who is wrong waits for it

        close = get_close_matches(region, REGIONS, n=1)
        hint = f'; did you mean "{close[0]}"?' if close else f", only {', '.join(REGIONS)}"
        message = f"AWS has no such region{hint}"
        raise ValueError(message)
    return region


_NAME = r"^[a-z]([a-z0-9]|-[a-z0-9])*$"
_NAME_IN_WORDS = "lower-case letters, digits and single hyphens, starting with a letter"

# System and environment become part of stack, bucket and database names, lower case in S3 and RDS (K12).
SystemName = Annotated[str, text_field(_NAME, _NAME_IN_WORDS, max_length=SYSTEM_NAME_LIMIT)]
EnvironmentName = Annotated[str, text_field(_NAME, _NAME_IN_WORDS, max_length=ENVIRONMENT_NAME_LIMIT)]
# Each word starts with a letter, so that no two names give the same logical id.
PartName = Annotated[
    str,
    text_field(
        r"^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$",
        "lower-case words of letters and digits, each starting with a letter, joined by hyphens",
        max_length=24,
    ),
]
RepositoryName = Annotated[
    str,
    text_field(
        r"^([a-z0-9]|\{system\}|\{environment\})+([._/-]([a-z0-9]|\{system\}|\{environment\})+)*$",
        "lower-case letters and digits, parted by single . _ - or /, and {system} and {environment}, which stand for "
        "the two names",
        min_length=2,
        max_length=256,
    ),
]
Region = Annotated[
    str,
    text_field(r"^[a-z]{2,4}(-[a-z]+)+-[0-9]$", "a region such as us-east-1", max_length=32),
    AfterValidator(_existing_region),
]
ZoneName = Annotated[str, text_field(r"^[a-z]{2,4}(-[a-z]+)+-[0-9][a-z]$", "a zone such as us-east-1a", max_length=32)]
AccountId = Annotated[str, text_field(r"^[0-9]{12}$", "twelve digits, in quotes", max_length=12)]
OutputName = Annotated[
    str, text_field(r"^[A-Za-z][A-Za-z0-9]*$", "letters and digits, starting with a letter", max_length=255)
]
VariableName = Annotated[
    str,
    text_field(
        r"^[A-Za-z_][A-Za-z0-9_]*$", "letters, digits and underscores, not starting with a digit", max_length=128
    ),
]
TagKey = Annotated[
    str,
    text_field(
        # Written out, because the regular expressions of pydantic do not look ahead: "aws:" in any case is AWS's.
        r"^([B-Zb-z0-9 _.:/=+@-]|[Aa]([A-VX-Za-vx-z0-9 _.:/=+@-]|$)|[Aa][Ww]([A-RT-Za-rt-z0-9 _.:/=+@-]|$)"
        r"|[Aa][Ww][Ss]([A-Za-z0-9 _./=+@-]|$))[A-Za-z0-9 _.:/=+@-]*$",
        "letters, digits, spaces and _ . : / = + - @, not starting with aws:",
        max_length=128,
    ),
]
TagValue = Annotated[
    str,
    text_field(
        r"^[A-Za-z0-9 _.:/=+@-]+$",
        "letters, digits, spaces and _ . : / = + - @",
        # EC2 takes empty values, but ECR and CloudWatch refuse them, and the tags are everybody's.
        max_length=256,
    ),
]
DomainName = Annotated[
    str,
    text_field(
        r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$",
        "a domain name in lower case, such as app.example.com",
        max_length=253,
    ),
]
EmailAddress = Annotated[
    str,
    text_field(r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$", "an e-mail address", max_length=254),
]
# D11: the name of the database inside the engine; D09: the name of its master user.
DatabaseName = Annotated[
    str,
    text_field(r"^[A-Za-z][A-Za-z0-9_]*$", "letters, digits and underscores, starting with a letter", max_length=63),
]
UserName = Annotated[
    str,
    text_field(r"^[A-Za-z][A-Za-z0-9_]*$", "letters, digits and underscores, starting with a letter", max_length=16),
]
CacheVersion = Annotated[
    str, text_field(r"^[0-9]+\.[0-9]+$", 'major and minor number in quotes, such as "8.0"', max_length=8)
]
EngineVersion = Annotated[
    str,
    text_field(
        r"^[0-9]+\.[0-9]+(\.[0-9]+)?(-rds\.[0-9]{8})?$",
        'major and minor number in quotes, such as "16.13", or "8.4.8" of MySQL (the minor decides whether it can '
        "still be created)",
        max_length=24,
    ),
]
InstanceClass = Annotated[
    str, text_field(r"^db\.[a-z0-9-]+\.[a-z0-9]+$", "an instance class such as db.t3.micro", max_length=32)
]
BackupVaultName = Annotated[
    str, text_field(r"^[A-Za-z0-9_-]+$", "letters, digits, hyphens and underscores", min_length=2, max_length=50)
]
LogGroupName = Annotated[
    str,
    text_field(
        r"^([A-Za-z0-9_/.#-]|\{system\}|\{environment\})+$",
        "letters, digits and _ / . # -, and {system} and {environment}, which stand for the two names",
        max_length=512,
    ),
]
# It becomes part of the id of a lifecycle rule, which has 255 characters.
KeyPrefix = Annotated[
    str, text_field(r"^[A-Za-z0-9_./-]+/$", "letters, digits and _ . / -, ending in a slash", max_length=248)
]
LogPrefix = Annotated[
    str,
    text_field(
        r"^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$",
        "letters, digits and _ . -, in parts that are joined by single slashes",
        max_length=128,
    ),
]
# B01: dots are allowed, but the certificate of S3 does not cover what is before them.
BucketName = Annotated[
    str,
    text_field(
        r"^([a-z0-9]|\{(system|environment|account|region)\})"
        r"(([a-z0-9-]|\{(system|environment|account|region)\})*([a-z0-9]|\{(system|environment|account|region)\}))?$",
        "lower-case letters, digits and hyphens, with a letter or digit at both ends, and {system}, {environment}, "
        "{account} and {region}, which stand for what they say",
        max_length=128,
    ),
]
# E05: colons part the key from the rest in what ECS is told.
SecretJsonKey = Annotated[
    str, text_field(r"^[A-Za-z0-9_.-]+$", "letters, digits and _ . -, as the key of a JSON object", max_length=64)
]
InjectedSource = Annotated[
    str,
    text_field(
        r"^(database\.(username|password|host|port|dbname|engine)|cache\.auth-token"
        r"|secret\.[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*(:[A-Za-z0-9_.-]+)?)$",
        "database.username, database.password, database.host, database.port, database.dbname, database.engine, "
        "cache.auth-token, secret.<name> for a whole secret, and secret.<name>:<key> for a key of one",
        max_length=128,
    ),
]
CacheNodeType = Annotated[
    str, text_field(r"^cache\.[a-z0-9-]+\.[a-z0-9]+$", "a node type such as cache.t4g.micro", max_length=32)
]
UserId = Annotated[
    str, text_field(r"^[0-9]+(:[0-9]+)?$", 'a user id in quotes, with a group id if wanted: "1000:1000"', max_length=21)
]
ImageReference = Annotated[
    str,
    text_field(
        # https://pkg.go.dev/github.com/distribution/reference
        r"^([a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?/)?[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*"
        r"(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$",
        "an image such as nginx:alpine or registry.example.com/name@sha256:…",
        max_length=255,
    ),
]
IMAGE_TAG = r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$"
ImageTag = Annotated[str, text_field(IMAGE_TAG, 'the tag of an image in quotes, such as "1.4.2"', max_length=128)]
UrlPath = Annotated[str, text_field(r"^/[A-Za-z0-9_.$/~@:+-]*$", "a path that starts with a slash", max_length=1024)]
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
PathPattern = Annotated[
    str,
    text_field(
        r"^/[A-Za-z0-9_.$/~\"'@:+*?&-]*$", "a path pattern that starts with a slash, such as /api/*", max_length=128
    ),
]
HostPattern = Annotated[
    str,
    text_field(
        r"^[a-z0-9*?]([a-z0-9*?-]*[a-z0-9*?])?(\.[a-z0-9*?]([a-z0-9*?-]*[a-z0-9*?])?)*\.[a-z]{2,}$",
        "a host name in lower case such as api.example.com, or with * and ? such as *.example.com",
        max_length=128,
    ),
]
FilePath = Annotated[
    str,
    text_field(
        r"^(/\.?[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$", "an absolute path of a folder in the container", max_length=200
    ),
]
HttpsUrl = Annotated[
    str,
    text_field(
        r"^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[^\s]*)?$", "an address that starts with https://", max_length=2048
    ),
]
SamlName = Annotated[str, text_field(r"^[ -~]+$", "one line of plain ASCII", max_length=256)]
StatusCodes = Annotated[
    str,
    text_field(
        r"^[2-4][0-9]{2}(-[2-4][0-9]{2})?(,[2-4][0-9]{2}(-[2-4][0-9]{2})?)*$",
        'status codes from 200 to 499 in quotes: "200", "200,302" or "200-299"',
        max_length=64,
    ),
]
TlsPolicy = Annotated[
    str,
    text_field(
        r"^ELBSecurityPolicy-TLS13-1-[23]-[A-Za-z0-9-]*20[0-9]{2}-[0-9]{2}$",
        "a policy of TLS 1.2 or newer such as ELBSecurityPolicy-TLS13-1-2-2021-06",
        max_length=64,
    ),
]
# What a Content-Security-Policy is made of: https://www.w3.org/TR/CSP3/#framework-policy
ContentSecurityPolicy = Annotated[
    str,
    text_field(r"^[A-Za-z0-9_ '*:;/.?=&%+-]+$", "directives, parted by semicolons, in plain ASCII", max_length=1500),
]
Ascii = Annotated[str, text_field(r"^[ -~]*$", "one line of plain ASCII", min_length=0, max_length=200)]
Port = Annotated[int, Field(ge=1, le=65535)]
Percent = Annotated[int, Field(ge=1, le=100)]


def whole_number(value: object) -> object:
    """Refuse 7.0 and true where one of some whole numbers is wanted; to Python they equal 7 and 1."""
    if isinstance(value, (float, bool)):
        message = "it takes a whole number"
        raise ValueError(message)  # noqa: TRY004 - pydantic collects this one
    return value


RetentionDays = Annotated[
    Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
    BeforeValidator(whole_number),
]

"""Rules of backups elsewhere, and of the plan of AWS Backup."""

from tests.config.rules.rule import AURORA, INSTANCE, RDS, Rule
from tests.toml_files import DATABASE_KEYS

PLAN = "data.backup_plan"

RULES: dict[str, Rule] = {
    "backups into the same region": Rule(
        {f"{RDS}.backup_region": "us-east-1"},
        f"{RDS}.backup_region",
        "is the region that the system itself is in",
        {f"{RDS}.backup_region": "us-west-2"},
    ),
    "backups into another partition": Rule(
        {f"{RDS}.backup_region": "us-gov-west-1"},
        f"{RDS}.backup_region",
        "AWS copies nothing from us-east-1 to us-gov-west-1",
        {f"{RDS}.backup_region": "eu-west-1"},
    ),
    "replicated backups of a cluster": Rule(
        {**AURORA, f"{RDS}.backup_region": "us-west-2"},
        f"{RDS}.backup_region",
        "see data.backup_plan",
        {**AURORA, PLAN: {"copy_to_region": "us-west-2"}},
        drop=INSTANCE,
    ),
    "copies in the same region": Rule(
        {PLAN: {"copy_to_region": "us-east-1"}},
        f"{PLAN}.copy_to_region",
        "is the region that the system itself is in",
        {PLAN: {"copy_to_region": "us-east-2", "copy_to_vault": "second"}},
    ),
    "vault for no copies": Rule(
        {PLAN: {"copy_to_vault": "second"}},
        f"{PLAN}.copy_to_vault",
        "takes no copies without copy_to_region",
        {PLAN: {}},
    ),
    "plan for nothing": Rule(
        {PLAN: {}}, PLAN, "backs up nothing", {PLAN: {"buckets": ["uploads"]}}, drop=DATABASE_KEYS
    ),
    "plan for no bucket": Rule(
        {PLAN: {"buckets": ["other"]}},
        f"{PLAN}.buckets",
        'there is no bucket "other" in data.buckets',
        {PLAN: {"buckets": ["uploads"]}},
    ),
    "plan for a bucket without versions": Rule(
        {PLAN: {"buckets": ["uploads"]}, "data.buckets.uploads": {"versioned": False}},
        f"{PLAN}.buckets",
        'and "uploads" has versioned = false',
        {PLAN: {"buckets": ["uploads"]}, "data.buckets.uploads": {}},
    ),
}

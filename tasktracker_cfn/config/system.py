"""One environment of one system: the whole that the templates are built from."""

from collections.abc import Mapping

from pydantic import BaseModel, Field

from tasktracker_cfn.config.data import DataConfig
from tasktracker_cfn.config.edge import EdgeConfig
from tasktracker_cfn.config.encryption import EncryptionConfig
from tasktracker_cfn.config.fields import (
    STRICT,
    AccountId,
    Ascii,
    EnvironmentName,
    OutputName,
    Region,
    SystemName,
    TagKey,
    TagValue,
)
from tasktracker_cfn.config.monitoring import MonitoringConfig
from tasktracker_cfn.config.network import NetworkConfig
from tasktracker_cfn.config.service import ServiceConfig


class SystemConfig(BaseModel):
    """One environment of one system."""

    model_config = STRICT

    system: SystemName = Field(description="Name of the system; also its folder below out/.")
    environment: EnvironmentName = Field(description="Name of the environment; also its folder below the system's.")
    description: Ascii = Field(default="", description="One line that says what the system is; plain ASCII.")
    region: Region = Field(default="us-east-1", description="Region that it is deployed to.")
    account: AccountId | None = Field(default=None, description="Account that it may be deployed to; any when absent.")
    disposable: bool = Field(
        default=False,
        description="Deleting the stack also deletes image repositories with their images, secrets, and the cache. "
        "Databases always leave a final snapshot, buckets are always kept.",
    )
    tags: Mapping[TagKey, TagValue] = Field(
        default={},
        description="Tags of every resource, beside Environment, Project and ManagedBy, which have defaults.",
    )
    encryption: EncryptionConfig | None = Field(default=None, description="Own keys of KMS; AWS's keys when absent.")
    network: NetworkConfig = Field(description="Addresses, zones, ways out.")
    data: DataConfig = Field(description="What must survive.")
    edge: EdgeConfig = Field(description="Where traffic enters.")
    service: ServiceConfig = Field(description="What runs.")
    monitoring: MonitoringConfig | None = Field(default=None, description="What watches; no such stack when absent.")
    export_outputs: bool = Field(
        default=False,
        description="Export the outputs for other stacks of the account, as <system>-<environment>-<name>.",
    )
    outputs: Mapping[OutputName, str] = Field(
        default={}, description="Outputs of the root stack: a name of your choice, and what it gives."
    )

    @property
    def name(self) -> str:
        """Give the name that physical names start with, at most 45 characters."""
        return f"{self.system}-{self.environment}"

    def filled(self, name: str | None) -> str | None:
        """Give a name with the names of system and environment in the places that are kept for them."""
        if name is None:
            return None
        return name.replace("{system}", self.system).replace("{environment}", self.environment)

    def all_tags(self) -> dict[str, str]:
        """Give the tags that every resource carries, in the order in which they are written."""
        defaults = {"Environment": self.environment, "Project": self.system, "ManagedBy": "tasktracker-cfn"}
        return {**defaults, **self.tags}

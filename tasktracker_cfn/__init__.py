"""Raw CloudFormation for production systems, from typed configuration."""

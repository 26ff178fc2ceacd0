"""What is said about a deployment, as lines for people and as documents for machines: functions of values."""

"""Answers of AWS become values; nothing here imports boto3."""

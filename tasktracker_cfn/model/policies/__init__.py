"""Policies of IAM and of resources, read leniently: what is not known may grant anything."""

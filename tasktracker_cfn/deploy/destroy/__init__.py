"""Delete a nest: foretell, let it be confirmed, delete, tell what is left."""

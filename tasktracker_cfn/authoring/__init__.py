"""What the template modules are written with: wires, tags, IAM statements, names, text."""

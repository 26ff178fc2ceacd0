"""What the role needs under which CloudFormation deploys a nest, and what whoever starts the deployment needs.

`actions` says what a resource's handlers do, from the provider schemas; `names` how its physical name will look,
and `arns` which ARNs an action is therefore about; `roles` is what concerns roles, `beyond` what no schema says;
`policy` puts all of it together, and `documents` writes it down.
"""

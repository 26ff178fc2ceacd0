"""The contract that every system's templates keep: each row with its statement in short."""

MUST = {
    "C-01": "root.yaml exists and has resources",
    "C-02": "network, data, service and edge lie beside it and are nested",
    "C-03": "every TemplateURL is a relative path to a file",
    "C-04": "nothing dangles, no wire is missing or too many, no circle",
    "C-05": "values cross stacks by parameters and outputs only",
    "C-06": "within CloudFormation's sizes",
    "C-07": "resource types are of a known form",
    "C-08": "no secret in plain text",
    "C-09": "generated passwords are such as RDS takes",
    "C-10": "subnets lie in the VPC and do not overlap",
}

"""How long a deployment takes: before it begins, and while one waits for it.

`readings` has what is known of each type, `rollout` works out what a service of ECS waits for, `taking` says how long
one change takes, `steps` what waits for what in a nest, `longest` which way through that is the longest, and
`estimating` puts them together.
"""

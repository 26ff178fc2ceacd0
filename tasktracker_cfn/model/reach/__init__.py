"""Who can talk to whom, on which port: a proof from routes, access lists, security groups and endpoints.

`proof` answers, `places` says between what, `ways` follows one connection there and back. What the templates
do not say makes an answer unknown, never a wrong yes or no.
"""

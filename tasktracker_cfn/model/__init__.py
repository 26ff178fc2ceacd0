"""Written templates, read back: a nest's resources, what their values come to, and the order of creation.

It reads files and nothing else, so it works on any nest of templates, whoever wrote them. `reading` gives one
template, `nest` all of a root's, `values` what a property comes to, and `order` what surely exists before
what.
"""

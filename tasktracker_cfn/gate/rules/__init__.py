"""The gate's own rules, one small file each: what lints clean and still fails on AWS.

`rule` says what a rule is, `every` finds them all. A group is a package, and its docstring the title on the page.
"""

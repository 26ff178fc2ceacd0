"""Security goals: what every system, or every system in production, has to hold, as predicates over its templates.

One module for each area; `every` lists them all, and `unchecked` what others ask for and no goal here asks. A goal
is a predicate with an id, how binding it is, and the ids under which scanners and standards know it. It looks at
resource types only, so it also judges templates that somebody wrote by hand.
"""

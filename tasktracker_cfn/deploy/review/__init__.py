"""Say what a change set will really do: from what AWS says of a whole nest to one review, and from that to text.

Everything here is a function over values. `merging` makes one list of AWS's two descriptions, `following` tells real
changes from those that AWS only cannot exclude, `deciding` and `iam`, `network` say what a person must look at, and
`terminal`, `markdown` and `machine` write it down. What must not be seen is hidden (`masking`) before it becomes part
of a review, so that no form of it can show it.
"""

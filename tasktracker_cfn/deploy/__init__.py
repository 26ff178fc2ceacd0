"""Deploy a nest: package its templates, plan with change sets, review what they do, apply exactly that.

What AWS says becomes values (`values`, `answers`); functions over values decide; `gateway` alone talks to AWS. The
network, the clock and the terminal stay at the edge, so everything that decides is tested without them.
"""

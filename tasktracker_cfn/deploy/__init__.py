"""Deploy a nest: package its templates, plan with change sets, review what they do, apply exactly that.

From the ground up: `aws` is the one door, what comes through it as values, and time; `packaging` puts templates into
the bucket; `guarding` knows what would be lost and locks it; `review` tells what a change will really do; `plan` makes
change sets and writes down what was reviewed; `apply` executes that; `standing` looks at what there is; `destroy` ends
it; `telling` says it. Functions over values decide; network, clock and terminal stay at the edge, so everything that
decides is tested without them.
"""

"""What a nest means beside whether it is right: so far, how long its deployment takes.

Everything here is a function over what `model` has read, and asks neither AWS nor a clock.
"""

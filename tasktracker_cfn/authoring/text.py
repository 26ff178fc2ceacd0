"""Text with references in it."""

from troposphere import AWSHelperFn, GetAtt, Ref, Sub

from tasktracker_cfn.authoring.wires import Wire


def text(pattern: str, **values: AWSHelperFn) -> Sub:
    """Give a `!Sub` in its short form: each ``{name}`` of the pattern becomes the reference given for it.

    Pseudo parameters are written as CloudFormation does, ``${AWS::Region}``.
    """
    for name, value in values.items():
        pattern = pattern.replace(f"{{{name}}}", f"${{{_inside_sub(value)}}}")
    return Sub(pattern)


def _inside_sub(value: AWSHelperFn) -> str:
    inner = value.data if isinstance(value, Wire) else value
    if isinstance(inner, Ref):
        return str(inner.data["Ref"])
    if isinstance(inner, GetAtt):
        logical_id, attribute = inner.data["Fn::GetAtt"]
        return f"{logical_id}.{attribute}"
    message = f"only a Ref or a GetAtt can stand inside a text, not {inner!r}"
    raise TypeError(message)

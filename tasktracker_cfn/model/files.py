"""Take the text of a file that somebody else may have written, or refuse it."""

import stat
from pathlib import Path

from tasktracker_cfn.errors import TemplateError

# What CloudFormation takes from S3:
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
LARGEST = 1_048_576


def text_of(path: Path) -> str:
    """Give the text of a file: a template, its parameters, or exemptions.

    :raises TemplateError: when it cannot be read, is no regular file, is larger than a template may be, or no text
    """
    try:
        # Asked before it is opened: to open a pipe waits for its other end.
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise TemplateError(str(path), 0, "is no regular file")
        if facts.st_size > LARGEST:
            raise TemplateError(
                str(path), 0, f"has {facts.st_size} bytes; CloudFormation takes {LARGEST} at most: split it"
            )
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TemplateError(str(path), 0, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise TemplateError(str(path), 0, f"is no UTF-8 text (byte {error.start})") from error
    except ValueError as error:
        raise TemplateError(str(path), 0, f"cannot be read: {error}") from error

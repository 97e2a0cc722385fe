"""The process that reads one large file: a line of JSON on standard input, and on standard output what is in it.

It opens the file itself, and reads it a piece at a time. Whatever goes wrong, nothing of the file may reach standard
error, a core dump or a log.
"""

import json
import os
import sys
from pathlib import Path

from practices.uploads.child import limit
from practices.uploads.columns import write_answer
from practices.uploads.columns_checking import read_columns_of
from practices.uploads.schema import FileSchema


def main() -> int:
    request = json.loads(sys.stdin.buffer.readline())
    schema = FileSchema.from_dict(request["schema"])
    limit(schema.limits)
    write_answer(read_columns_of(request["name"], Path(request["path"]), schema), sys.stdout.buffer)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    try:
        code = main()
    except BaseException:  # a traceback would repeat the value it stumbled over
        code = 1
    os._exit(code)

"""The process that reads one file: a line of JSON and then the file on standard input, JSON on standard output.

It answers with the rows and what is wrong with them, or where it is asked so with the whole table as it stands.
Whatever goes wrong, nothing of the file may reach standard error, a core dump or a log.
"""

import json
import os
import resource
import sys

from practices.spreadsheets.tables import Limits
from practices.uploads.answers import answer_from, answer_of_table
from practices.uploads.rows import read_rows, read_whole
from practices.uploads.schema import FileSchema


def limit(limits: Limits) -> None:
    """Bind this process: memory, processor time, no core dump, no file of its own."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> int:
    request = json.loads(sys.stdin.buffer.readline())
    schema = FileSchema.from_dict(request["schema"])
    limit(schema.limits)
    content = sys.stdin.buffer.read(schema.limits.bytes + 1)
    if request.get("whole"):
        answer = answer_of_table(read_whole(request["name"], content, schema))
    else:
        answer = answer_from(read_rows(request["name"], content, schema))
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    try:
        code = main()
    except BaseException:  # a traceback would repeat the value it stumbled over
        code = 1
    os._exit(code)

"""Results (frozen dataclasses of numbers, words, days and arrays) as text and back, to the last bit. Pure.

Numbers are written so that they are read as the same ones; NaN stays NaN. A text that was written of other fields is refused.
"""

import json
import types
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np

AS_THEY_ARE = (int, float, str, bool)


def text_of(result) -> str:
    return json.dumps([shape_of(type(result)), plain(result)], separators=(",", ":"))


def result_of(kind: type, text: str):
    """None where the text was written before the fields of `kind` became what they are."""
    shape, content = json.loads(text)
    return made(kind, content) if shape == shape_of(kind) else None


def shape_of(kind: type) -> str:
    """The names and types of the fields of a dataclass, and of those in it."""
    inner = [shape_of(one) for hint in hints(kind).values() for one in dataclasses_in(hint)]
    return " ".join([*(f"{name}:{hint}" for name, hint in hints(kind).items()), *inner])


def dataclasses_in(hint) -> list[type]:
    if is_dataclass(hint):
        return [hint]
    return [found for one in get_args(hint) for found in dataclasses_in(one)]


@cache
def hints(kind: type) -> dict[str, Any]:
    found = get_type_hints(kind)
    return {field.name: found[field.name] for field in fields(kind)}


def plain(value):
    if is_dataclass(value):
        return [plain(getattr(value, name)) for name in hints(type(value))]
    if isinstance(value, dict):
        return [[plain(key), plain(one)] for key, one in value.items()]
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, np.ndarray):
        return [value.dtype.str, value.tolist()]
    if isinstance(value, np.generic):
        return value.item()
    return value.isoformat() if isinstance(value, date) else value


def made(hint, content):
    if content is None or hint is Any:
        return content
    if is_dataclass(hint):
        pairs = zip(hints(hint).items(), content, strict=True)
        return hint(**{name: made(part, one) for (name, part), one in pairs})
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return made(next(part for part in parts if part is not types.NoneType), content)
    if origin is dict:
        return {made(parts[0], key): made(parts[1], one) for key, one in content}
    return made_list(hint, origin, parts, content)


def made_list(hint, origin, parts, content):
    if origin is tuple:
        # A roster has thousands of them, and JSON has read them already.
        if parts[0] in AS_THEY_ARE and parts[-1] is Ellipsis:
            return tuple(content)
        each = [parts[0]] * len(content) if parts[-1] is Ellipsis else parts
        return tuple(made(part, one) for part, one in zip(each, content, strict=True))
    if hint is np.ndarray:
        return np.array(content[1], dtype=content[0])
    if hint is tuple:
        return tuple(content)
    return date.fromisoformat(content) if hint is date else content

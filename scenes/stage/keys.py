"""What Manim's key of a segment is made of, in less time: the keys are the same.

The key is a hash of all that the scene holds, and was a tenth of what a film costs besides
its encoding.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from manim.utils import hashing

_DOUBLE = np.dtype("<f8")
_PLAIN = {int, float, bool, str}
_SEEN = hashing._Memoizer.ALREADY_PROCESSED_PLACEHOLDER
_any_array_key: Callable[[np.ndarray], str] = hashing._hash_ndarray


def array_key(array: np.ndarray) -> str:
    """What stands for `array`; nearly all are of doubles, whose description is always one."""
    if array.dtype != _DOUBLE:
        return _any_array_key(array)
    digest = hashlib.sha256(np.ascontiguousarray(array)).hexdigest()
    return f'NDARRAY:"<f8":{array.shape}:{digest}'


def cleaned(encoder: Any, things: Any) -> Any:
    """`things`, a list or a mapping, for JSON: what has been seen before is only marked so.

    Plain numbers and texts, which most of a mobject is, stay as they are.
    """
    if isinstance(things, dict):
        return _cleaned_mapping(encoder, things)
    if isinstance(things, (list, tuple)):
        return [_cleaned_value(encoder, _marked(encoder, thing)) for thing in things]
    raise TypeError(f"neither a list nor a mapping: {type(things).__name__}")


def _cleaned_mapping(encoder: Any, things: Mapping[Any, Any]) -> dict[Any, Any]:
    found = {}
    for name, thing in things.items():
        is_plain = type(thing) in _PLAIN and thing != _SEEN
        value = thing if is_plain else _marked(encoder, thing)
        is_picture = name == "pixel_array" and encoder.include_pixel_array
        if name in hashing.KEYS_TO_FILTER_OUT and not is_picture:
            continue
        if not isinstance(name, (str, int, float)) and name is not None:
            name = zlib.crc32(hashing._get_json(name, encoder._memoizer).encode())
        found[name] = value if is_plain else _cleaned_value(encoder, value)
    return found


def _cleaned_value(encoder: Any, thing: Any) -> Any:
    return cleaned(encoder, thing) if isinstance(thing, (dict, list, tuple)) else thing


def _marked(encoder: Any, thing: Any) -> Any:
    return encoder._memoizer.check_already_processed(thing)

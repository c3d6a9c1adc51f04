"""The few words of Thrift's compact protocol that the head of a Parquet file is written in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Struct = dict[int, Any]
"""Fields by number: int (32 bits), Int64, str, Struct, or a list of one kind of them."""
_I32, _I64, _BINARY, _LIST, _STRUCT = 5, 6, 8, 9, 12
_SHORT_LIST = 15
_SHORT_STEP = 15


class Int64(int):
    """A whole number that is written as 64 bits wide."""


def as_struct(fields: Mapping[int, Any]) -> bytes:
    """Return a struct: each field with the step from the number of the field before."""
    out, before = bytearray(), 0
    for number, value in sorted(fields.items()):
        step, kind = number - before, _kind(value)
        out += bytes([step << 4 | kind]) if step <= _SHORT_STEP else bytes([kind]) + varint(zigzag(number))
        out += _value(value)
        before = number
    return bytes(out) + b"\x00"


def _value(value: Any) -> bytes:  # noqa: ANN401  what Struct says
    if isinstance(value, int):
        return varint(zigzag(value))
    if isinstance(value, str):
        data = value.encode()
        return varint(len(data)) + data
    if isinstance(value, dict):
        return as_struct(value)
    return _list(value)


def _list(items: Sequence[Any]) -> bytes:
    kind = _kind(items[0]) if items else _STRUCT
    short = len(items) < _SHORT_LIST
    head = bytes([len(items) << 4 | kind]) if short else bytes([0xF0 | kind]) + varint(len(items))
    return head + b"".join(_value(item) for item in items)


def _kind(value: Any) -> int:  # noqa: ANN401  what Struct says
    if isinstance(value, Int64):
        return _I64
    if isinstance(value, int):
        return _I32
    if isinstance(value, str):
        return _BINARY
    return _STRUCT if isinstance(value, dict) else _LIST


def zigzag(number: int) -> int:
    """Return a number with its sign in the last bit."""
    return number << 1 if number >= 0 else (-number << 1) - 1


def varint(number: int) -> bytes:
    """Return a number in groups of seven bits, the lowest first."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])

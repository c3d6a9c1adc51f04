"""Frozen dataclasses as bytes and back, exactly: a state file is data, and reading one never runs what stands in it.

They are MessagePack, each object a map of its fields, read and written by msgspec, which makes objects of the classes
that the annotations name and of no others; a changed class changes `shape_of`, which dates the file.
"""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from zstandard import ZstdCompressor, ZstdDecompressor

if TYPE_CHECKING:
    import msgspec

T = TypeVar("T")
_PACKED = 3
"""Level of Zstandard: it takes as much room as zlib, in a third of the time."""
_pack, _unpack = ZstdCompressor(level=_PACKED).compress, ZstdDecompressor().decompress
_OBJECT = 0x80
"""From this byte on MessagePack has lists and maps; JSON has none of them."""


def dump(kind: object, value: object) -> bytes:  # noqa: ARG001  the other way round it is needed, and callers should know it
    """Return a value of a type, which may be a class or an annotation such as tuple[Entry, ...], as bytes."""
    try:
        data = _encoder().encode(value)
    except UnicodeEncodeError:  # half a character, as a file may have it, is no UTF-8
        from msgspec import to_builtins

        data = json.dumps(to_builtins(value, enc_hook=_plain)).encode("ascii")
    return _pack(data)


def load(kind: Callable[..., T], data: bytes) -> T:
    """Return the value of a type that `dump` wrote."""
    plain = _unpack(data)
    if plain[0] < _OBJECT:
        from msgspec import convert

        found: T = convert(json.loads(plain), kind, dec_hook=_made)
        return found
    value: T = _decoder(kind).decode(plain)
    return value


def shape_of(*kinds: type) -> str:
    """Return a text that is another one when a field of a class, or of one below it, is added, renamed or retyped."""
    seen: dict[type, str] = {}

    def visit(kind: object) -> None:
        for part in typing.get_args(kind):
            visit(part)
        if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind not in seen:
            hints = typing.get_type_hints(kind)
            names = [(field.name, hints[field.name]) for field in dataclasses.fields(kind)]
            seen[kind] = f"{kind.__name__}({', '.join(f'{name}: {hint}' for name, hint in names)})"
            for _, hint in names:
                visit(hint)

    for kind in kinds:
        visit(kind)
    return "\n".join(seen.values())


def _plain(value: object) -> str:
    """Return what msgspec has no form for as text."""
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"no rule writes {type(value)} into a state file")


def _made(kind: type, value: object) -> Path:
    """Return what `_plain` wrote."""
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise TypeError(f"no rule reads {kind} from a state file")


@cache
def _encoder() -> msgspec.msgpack.Encoder:
    from msgspec.msgpack import Encoder  # a run that finds nothing changed does without

    return Encoder(enc_hook=_plain)


@cache
def _decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:  # noqa: ANN401  an annotation is an object of any class
    from msgspec.msgpack import Decoder

    return Decoder(kind, dec_hook=_made)

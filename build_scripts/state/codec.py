"""Frozen dataclasses as JSON and back, exactly: a state file is data, and reading one never runs what stands in it.

An object is the list of its fields in order; which class it has is never written but known from the field that holds
it. So a line is short, what is foreign does not fit, and a changed class changes `shape_of`, which dates the file.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
import zlib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
Coder = Callable[[Any], Any]
_PACKED = 1
"""Level of zlib: most of what it saves, in a third of the time of its usual one."""


def dump(kind: object, value: object) -> bytes:
    """Return a value of a type, which may be a class or an annotation such as tuple[Entry, ...], as bytes."""
    encode = _PLAIN.of(kind)[0]
    text = json.dumps(encode(value) if encode else value, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _PACKED)


def load(kind: Callable[..., T], data: bytes) -> T:
    """Return the value of a type that `dump` wrote."""
    decode = _PLAIN.of(kind)[1]
    value: Any = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    result: T = decode(value) if decode else value
    return result


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


class _Coders:
    """How types are written and read."""

    def __init__(self) -> None:
        self._known: dict[object, tuple[Coder | None, Coder | None]] = {}

    def of(self, kind: Any) -> tuple[Coder | None, Coder | None]:  # noqa: ANN401  an annotation is an object of any class
        """Return how a type is written and read; None for what JSON has as it is."""
        if (found := self._known.get(kind)) is None:
            found = self._known[kind] = self._made(kind)
        return found

    def _made(self, kind: Any) -> tuple[Coder | None, Coder | None]:  # noqa: ANN401  as above
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin in {typing.Union, types.UnionType}:
            return self._optional(*(part for part in arguments if part is not types.NoneType))
        if origin is tuple:
            return self._sequence(arguments[0]) if arguments[1:] == (...,) else self._row(arguments)
        if isinstance(kind, type) and dataclasses.is_dataclass(kind):
            return self._object(kind)
        if isinstance(kind, type) and issubclass(kind, Enum):
            members = {member.value: member for member in kind}
            return (lambda member: member.value), members.__getitem__
        if kind in {str, int, float, bool}:
            return None, None
        simple: dict[Any, tuple[Coder, Coder]] = {
            Decimal: (str, Decimal),
            date: (date.toordinal, date.fromordinal),
            Path: (str, Path),
        }
        return simple[kind]

    def _optional(self, *kinds: object) -> tuple[Coder | None, Coder | None]:
        encode, decode = self.of(kinds[0])
        if len(kinds) > 1:
            raise TypeError(f"no rule tells {kinds} apart in a state file")
        return (
            encode and (lambda value: None if value is None else encode(value)),
            decode and (lambda value: None if value is None else decode(value)),
        )

    def _sequence(self, kind: object) -> tuple[Coder, Coder]:
        encode, decode = self.of(kind)
        return (
            (lambda values: [encode(value) for value in values]) if encode else list,
            (lambda values: tuple([decode(value) for value in values])) if decode else tuple,
        )

    def _row(self, kinds: tuple[object, ...]) -> tuple[Coder, Coder]:
        coders = [self.of(kind) for kind in kinds]
        if not any(encode or decode for encode, decode in coders):
            return list, tuple
        return (
            lambda row: [encode(cell) if encode else cell for (encode, _), cell in zip(coders, row, strict=True)],
            lambda row: tuple(decode(cell) if decode else cell for (_, decode), cell in zip(coders, row, strict=True)),
        )

    def _object(self, kind: type) -> tuple[Coder, Coder]:
        make = _mutable(kind)

        @cache  # asked for late: a class may hold others of its own kind
        def parts() -> tuple[list[tuple[str, Coder | None]], list[tuple[int, Coder]]]:
            hints = typing.get_type_hints(kind)
            coders = [(field.name, *self.of(hints[field.name])) for field in dataclasses.fields(kind)]
            written = [(name, encode) for name, encode, _ in coders]
            return written, [(at, decode) for at, (_, _, decode) in enumerate(coders) if decode]

        def encode_object(value: object) -> list[Any]:
            return [encode(getattr(value, name)) if encode else getattr(value, name) for name, encode in parts()[0]]

        def decode_object(row: list[Any]) -> Any:  # noqa: ANN401  an object of `kind`
            for at, decode in parts()[1]:
                row[at] = decode(row[at])
            made = make(*row)
            made.__class__ = kind
            return made

        return encode_object, decode_object


def _mutable(kind: type) -> Callable[..., Any]:
    """Return a class with the fields of a frozen one, whose objects may become objects of that.

    A frozen class sets every field past a guard of its own, which takes five times as long.
    """
    names = [field.name for field in dataclasses.fields(kind)]
    twin: type = dataclasses.make_dataclass(kind.__name__, names, eq=False, repr=False, slots=True)
    made: Any = object.__new__(twin)
    try:
        made.__class__ = kind
    except TypeError:  # laid out otherwise
        return kind
    return twin


_PLAIN = _Coders()

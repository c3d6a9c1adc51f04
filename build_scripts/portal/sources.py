"""The files of a shard, from a folder or from where it is published. What is read is not trusted."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
import zlib
from pathlib import Path
from typing import Any

from build_scripts.portal.manifest import LIST, PortalError, Shard
from build_scripts.publishing.search.scripts import parse_script, unpack_data

MOST_BYTES = 1 << 28
"""Of one file: the lines of 100,000 articles take a tenth of it."""
_WAIT = 60
_PATH = re.compile(r"(?:[\w-]+/)*[\w.-]+")


class ShardFiles:
    """Reads the files of a shard."""

    def __init__(self, shard: Shard) -> None:
        self.shard = shard
        self._far = shard.site.startswith(("http://", "https://"))

    @property
    def folder(self) -> Path | None:
        """Return where it lies on this machine; None where it is only published."""
        return None if self._far else Path(self.shard.site)

    def read(self, path: str) -> bytes:
        """Return a file.

        :raises PortalError: it is not there, or cannot be reached.
        """
        if not _PATH.fullmatch(path) or ".." in path:
            raise PortalError(f"{self.shard.name}：分片里有不该有的文件名“{path[:80]}”；请重做这个分片")
        try:
            if not self._far:
                return (Path(self.shard.site) / path).read_bytes()
            request = urllib.request.Request(f"{self.shard.site}{path}")  # noqa: S310  http and https only, by the manifest
            with urllib.request.urlopen(request, timeout=_WAIT) as answer:  # noqa: S310  as above
                data: bytes = answer.read(MOST_BYTES + 1)
        except (OSError, urllib.error.URLError) as error:
            why = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
            raise PortalError(
                f"{self.shard.name}：读不到 {self.shard.site}{'' if self._far else '/'}{path}（{why}）"
            ) from error
        if len(data) > MOST_BYTES:
            raise PortalError(f"{self.shard.name}：{path} 大得不像话；请检查这个分片")
        return data

    def read_lines(self, path: str) -> list[str]:
        """Return the lines of a text file."""
        return self.read(path).decode("utf-8", "surrogatepass").split("\n")[:-1]

    def read_data(self, path: str) -> Any:  # noqa: ANN401  whatever was written
        """Return the data of a script of the index."""
        try:
            data = parse_script(self.read(path))
            return unpack_data(data) if path == LIST and isinstance(data, str) else data
        except (ValueError, zlib.error) as error:
            raise PortalError(f"{self.shard.name}：{path} 坏了；请重做这个分片") from error

    def read_call(self, path: str) -> list[Any]:
        """Return what a script of the site hands to the function that it calls."""
        text = self.read(path).decode("utf-8", "replace").strip()
        found = re.fullmatch(r"[\w.]+\((.*)\);", text, re.DOTALL)
        try:
            return list(json.loads(f"[{found[1] if found else ''}]"))
        except ValueError as error:
            raise PortalError(f"{self.shard.name}：{path} 坏了；请重做这个分片") from error

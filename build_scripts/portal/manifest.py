"""Which archives a portal joins: a list that the operator writes, or a folder of built archives."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import yaml

LIST = "search/list.js"
"""What every built archive has."""
MARK = "portal.json"
"""What every finished portal has, and no archive."""
_NAME, _SITE, _ADDRESS = "名称", "网站", "网址"
_RELATIVE = re.compile(r"[^:?#\\]+")


class PortalError(Exception):
    """A portal that cannot be made; its text tells the operator what to do."""


@dataclass(frozen=True, slots=True)
class Shard:
    """An archive that a portal joins."""

    name: str
    """For readers."""
    site: str
    """Where it is read when the portal is made: a folder, or an address."""
    address: str
    """Where readers open it, with a slash at its end: an address, or a way from the top of the portal."""

    @property
    def origin(self) -> str:
        """Return scheme and host of another host; empty where the shard lies beside the portal."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}" if parts.scheme else ""

    def href(self, path: str, up: str = "") -> str:
        """Return the way to a page of it; `up` leads from the page that has the link to the top of the portal."""
        return f"{'' if self.origin else up}{self.address}{path}"


def read_manifest(source: Path, out: Path) -> tuple[Shard, ...]:
    """Return the shards that a list names, or those of a folder; `out` is where the portal will stand.

    :raises PortalError: what is missing or wrong.
    """
    if source.is_dir():
        built = (path for path in sorted(source.iterdir()) if (path / LIST).is_file() and not (path / MARK).is_file())
        rows: object = [{_NAME: path.name, _SITE: str(path.absolute())} for path in built]
        if not rows:
            raise PortalError(f"{source}：这个文件夹里没有做好的分片；请先生成分片，或写一个清单")
        return _shards(rows, source, out)
    try:
        rows = yaml.safe_load(source.read_text(encoding="utf-8"))
    except OSError as error:
        raise PortalError(f"{source}：读不了（{error.strerror}）；请用 SHARDS= 指明分片的清单或文件夹") from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise PortalError(
            f"{source}：不是能读的清单（{str(error).splitlines()[0]}）；写法见手册“几个档案一个入口”"
        ) from error
    return _shards(rows, source.parent, out)


def _shards(rows: object, beside: Path, out: Path) -> tuple[Shard, ...]:
    if not isinstance(rows, list) or not rows:
        raise PortalError(f"{beside}：清单里没有分片；每个分片写一行“- {_NAME}: …”，下面写“{_SITE}: …”")
    shards = tuple(_shard(row, beside, out) for row in rows)
    for key in ("name", "address"):
        values = [getattr(shard, key) for shard in shards]
        if twice := next((value for value in values if values.count(value) > 1), None):
            raise PortalError(f"{twice}：清单里有两个分片这样写；请改成不同的")
    return shards


def _shard(row: Any, beside: Path, out: Path) -> Shard:  # noqa: ANN401  whatever YAML holds
    if not isinstance(row, dict) or not {_NAME, _SITE} <= row.keys() <= {_NAME, _SITE, _ADDRESS}:
        raise PortalError(f"{row}：每个分片要写“{_NAME}”和“{_SITE}”，可以再写“{_ADDRESS}”，没有别的")
    name, site = str(row[_NAME]).strip(), str(row[_SITE]).strip()
    far = urlsplit(site).scheme in {"http", "https"}
    if not far:
        site = os.path.abspath(beside / Path(site).expanduser())  # noqa: PTH100  links keep the names that readers see
    address = str(row.get(_ADDRESS) or (site if far else way_to(Path(site), out)))
    return Shard(name, f"{site.rstrip('/')}/" if far else site, _address(name, address))


def way_to(site: Path, out: Path) -> str:
    """Return the way from one folder to another, as an address."""
    return quote(Path(os.path.relpath(site, out.expanduser())).as_posix())


def _address(name: str, address: str) -> str:
    parts = urlsplit(address)
    far = parts.scheme in {"http", "https"} and re.fullmatch(r"[\w.-]+(?::\d+)?|\[[0-9a-f:]+\](?::\d+)?", parts.netloc)
    if parts.query or parts.fragment or not (far or (not parts.netloc and _RELATIVE.fullmatch(address))):
        raise PortalError(f"{name}：网址“{address}”不能用；请写成 https://…/，或从入口出发的相对路径")
    return f"{quote(address, safe='/:%[]@!$&()*+,;=~.-_').rstrip('/')}/"

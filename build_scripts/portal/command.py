"""Makes a portal of a list of shards: read what each holds, join it, write pages and search, put them in place."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from build_scripts.portal.join import Joined
from build_scripts.portal.known import forget_others, read_all_pairs
from build_scripts.portal.manifest import PortalError, Shard, read_manifest
from build_scripts.portal.pages import portal_files
from build_scripts.portal.search_files import write_search_files
from build_scripts.portal.site import check_target, publish_portal, workshop
from build_scripts.portal.summary import Summary, read_summary
from build_scripts.progress import QUIET, Progress

HOSTS_AT_ONCE = 8


def make_portal(source: Path, out: Path, name: str, progress: Progress = QUIET) -> int:
    """Make a portal of the shards that `source` names; return 0, or 1 where it could not be made."""
    target = out.expanduser().resolve()
    try:
        check_target(target)
        shards = read_manifest(source.expanduser(), out)
        summaries = [*_read_all(shards, progress)]
        kept = workshop(target) / "pairs"
        pairs = read_all_pairs(summaries, kept, progress)
        forget_others(summaries, kept)
        joined = Joined(summaries)
        search = workshop(target) / "search"
        write_search_files(joined, pairs, search)
        hosts = sorted({shard.origin for shard in shards if shard.origin})
        publish_portal(dict(portal_files(joined, name, _today())), search, target, name, hosts)
    except PortalError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"入口已生成：{out}")
    found = f"{joined.articles} 篇文章，{len(joined.places)} 个地方，{len(joined.measures)} 个可比的指标"
    print(f"连着 {len(shards)} 个分片，{found}。")
    if hosts:
        print(f"搜索时会问：{'、'.join(hosts)}。这些主机要准许入口来读，写法见手册“几个档案一个入口”。")
    unknown = [summary.shard.name for summary, found in zip(summaries, pairs, strict=True) if found is None]
    if unknown:
        print(f"只从网上读的分片每次搜索都会问到：{'、'.join(unknown)}。把做好的分片放在本机再做入口，没有的就不必问。")
    return 0


def _read_all(shards: tuple[Shard, ...], progress: Progress) -> Iterator[Summary]:
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:  # waiting for hosts, not computing
        yield from progress.over("读分片", pool.map(read_summary, shards), len(shards), "个分片")


def _today() -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    day = datetime.fromtimestamp(int(epoch), UTC) if epoch and epoch.isdecimal() else datetime.now(UTC)
    return f"{day.year}年{day.month}月{day.day}日"

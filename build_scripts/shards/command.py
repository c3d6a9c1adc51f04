"""The command `shards`: builds them and tells what became of all."""

from __future__ import annotations

import sys
from pathlib import Path

from build_scripts.progress import Progress, written_time
from build_scripts.shards.ledger import LEDGER, LOG, ShardsError, State
from build_scripts.shards.run import Crew, build_shards


def run_shards(source: Path, out: Path, crew: Crew, progress: Progress) -> int:
    """Build shards; return 0 where all stand, 1 where one does not, 2 where nothing could be done."""
    try:
        outcomes = build_shards(source, out.expanduser(), crew, progress)
    except ShardsError as error:
        print(error, file=sys.stderr)
        return 2
    failed = [outcome for outcome in outcomes if outcome.state is State.FAILED]
    articles = sum(outcome.articles for outcome in outcomes)
    seconds = written_time(sum(outcome.processor_seconds for outcome in outcomes))
    print(f"\n{len(outcomes) - len(failed)} 个分片做好，一共 {articles} 篇文章，处理器合计 {seconds}。")
    print(f"记录：{out / LEDGER}（每个分片的情形）、{out / LOG}（经过）")
    if failed:
        names = "、".join(outcome.name for outcome in failed)
        print(f"没做成的：{names}。原因写在上面；改好以后再运行一次，做好的不会重做。", file=sys.stderr)
        return 1
    print(f"连成一个入口：make portal SHARDS={out}")
    return 0

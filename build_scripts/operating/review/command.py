"""The command `review`: opens a page beside its raw text in the browser, until it is closed."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path

from build_scripts.operating.review.server import ReviewServer
from build_scripts.operating.review.session import Session
from build_scripts.operating.review.sheet import Desk, SheetError


def review_file(source: Path, file: Path, *, open_browser: bool = True) -> int:
    """Let an editor look at a page and decide; 1 where it cannot be shown."""
    path = next((p for p in (file, source / file) if p.is_file()), None)
    if path is None:
        print(f"{file}：没有这个文件；请核对文件名，或用 --source 指明原文所在的文件夹", file=sys.stderr)
        return 2
    if path.suffix.lower() in {".yml", ".yaml"}:
        print(f"{file}：这是附表；请写它旁边原文文件的名字", file=sys.stderr)
        return 2
    path = path.resolve()
    base = source.resolve() if path.is_relative_to(source.resolve()) else path.parent
    session = Session(Desk(base, path))
    try:
        session.show()
    except SheetError as error:
        print(error, file=sys.stderr)
        return 1
    server = ReviewServer(session)
    print(f"正在核对：{path.name}\n在浏览器里打开：{server.address}")
    print("决定写在同名的 .yml 附表里，原文不动。关掉网页就结束，也可以按 Ctrl+C。", flush=True)
    if open_browser:
        webbrowser.open(server.address)
    try:
        server.run()
    except KeyboardInterrupt:
        print()
    print("已结束。运行 make site 更新网站。")
    return 0

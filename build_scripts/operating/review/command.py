"""The command `review`: opens a page beside its raw text in the browser, until it is closed."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path

from build_scripts.operating.review.server import ReviewServer
from build_scripts.operating.review.session import Session
from build_scripts.operating.review.sheet import Desk, SheetError
from build_scripts.reading.folder import find_file


def review_file(source: Path, file: Path, *, open_browser: bool = True) -> int:
    """Let an editor look at a page and decide; 1 where it cannot be shown."""
    path = find_file(source, file)
    if isinstance(path, str):
        print(path, file=sys.stderr)
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

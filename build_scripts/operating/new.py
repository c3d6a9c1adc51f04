"""The command `new`: asks, writes the file, opens it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from build_scripts.operating.desk import DeskError, open_file, read_clipboard
from build_scripts.operating.new_file import (
    Answers,
    BadAnswerError,
    ask_answers,
    clean_publication,
    read_day,
    read_page_no,
    write_new,
)
from build_scripts.reading.encodings import decode_bytes
from build_scripts.reading.pages import MAX_BYTES


def new_file(source: Path, said: tuple[str, str, str], *, paste: bool, ask: Callable[[str], str] = input) -> int:
    """Make a file for a page; `said` is what was given of paper, date and page. 1 where none was made.

    Whatever is piped in is the text, so that nothing is asked then.
    """
    today = datetime.now(UTC).date()
    asked = sys.stdin.isatty()
    try:
        given = _read_given(said, today)
        text = _read_text(read_clipboard() if paste else b"" if asked else sys.stdin.buffer.read(MAX_BYTES + 1))
        if not (asked or text or given != Answers()):
            print("没有送来文字，也没有说是哪份报纸、哪天、第几版，没有建文件", file=sys.stderr)
            return 1
        path = write_new(source, ask_answers(given, today, ask, print) if asked else given, text)
    except (BadAnswerError, DeskError) as error:
        print(error, file=sys.stderr)
        return 1
    except EOFError:
        print("\n没有答完，没有建文件。", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{source}：无法写入（{error.strerror}）；请检查磁盘空间和权限", file=sys.stderr)
        return 1
    print(f"已建好：{path}")
    if text:
        print("文字已经放进去。检查：make check　生成网站：make site")
    elif not (asked and open_file(path)):
        print("请用文本编辑器打开它，在说明后面的空行下粘贴文字，存盘；然后运行 make site")
    return 0


def _read_given(said: tuple[str, str, str], today: date) -> Answers:
    publication, day, page_no = said
    return Answers(clean_publication(publication), read_day(day, today), read_page_no(page_no))


def _read_text(data: bytes) -> str:
    """Return the text that was piped in or lay in the clipboard."""
    if len(data) > MAX_BYTES:
        raise BadAnswerError(f"文字超过 {MAX_BYTES // 1_000_000} MB，太多了，没有建文件；请一次放一个版面")
    if not data.strip():
        return ""
    found = decode_bytes(data)
    if found is None or found.bad_bytes or "\0" in found.text:
        raise BadAnswerError("这不是能读出的文字，没有建文件；请用原来的程序另存为“纯文本，UTF-8 编码”")
    return found.text

"""Raw text of as many newspaper pages as wanted, for measuring whole builds: `python -m build_scripts.bench.raw_pages`.

They are set as papers set them, in short lines below a headline and a byline, three articles to a page, two thousand
files to a folder at most. Arguments: folder, articles, and how many shards of so many articles are wanted, if any.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from build_scripts.bench.reporters import report

ON_A_PAGE = 3
_IN_A_LINE = 22
_IN_A_FOLDER = 2000


def raw_page(number: int, articles: int = ON_A_PAGE) -> tuple[str, str]:
    """Return path and text of a page, the same whenever it is made."""
    told = [report(number * ON_A_PAGE + at) for at in range(articles)]
    paper, _, day, _ = told[0]
    date = "-".join(f"{part:02}" for part in day)
    name = f"{number // _IN_A_FOLDER:03}/{date}-{paper}-{number % 97 + 1:02}版-{number:06}.txt"
    return name, "\n\n".join("\n".join(_set_article(title, texts)) for _, title, _, texts in told) + "\n"


def _set_article(title: str, paragraphs: Sequence[str]) -> Iterator[str]:
    yield title
    yield f"本报记者 {'王李张刘陈杨赵黄周吴'[len(title) % 10]}明华"
    for text in paragraphs:
        indented = f"　　{text}"
        yield from (indented[at : at + _IN_A_LINE] for at in range(0, len(indented), _IN_A_LINE))


def write_raw_pages(folder: Path, articles: int, first: int = 0) -> None:
    """Write pages with so many articles below a folder, from a number on."""
    for number in range(-(-articles // ON_A_PAGE)):
        name, text = raw_page(first + number, min(ON_A_PAGE, articles - number * ON_A_PAGE))
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    of_each = int(sys.argv[2])
    if len(sys.argv) == 3:
        write_raw_pages(Path(sys.argv[1]), of_each)
    for shard in range(int(sys.argv[3]) if len(sys.argv) > 3 else 0):
        write_raw_pages(Path(sys.argv[1]) / f"分片{shard + 1:02}", of_each, shard * -(-of_each // ON_A_PAGE))

"""Reads a PDF from standard input and writes its text: the process that pdf_files.py starts and keeps small."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterable, Iterator

DAMAGED, LOCKED, TOO_MANY, NO_TEXT = 3, 4, 5, 6
"""Exit status; what it means to operators stands in pdf_files.py."""
_MOST_PAGES = 16
"""Pages of a PDF; a newspaper page is one, a special section has a few."""
_MOST_TEXT = 2_000_000
_MEMORY = 2_000_000_000
_SECONDS = 60


def main() -> int:
    """Read, write, and say by the exit status what was wrong."""
    _limit()
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException

    logging.disable(logging.CRITICAL)
    try:
        blocks = list(_blocks(sys.stdin.buffer.read()))
    except PDFPasswordIncorrect:
        return LOCKED
    except OverflowError:
        return TOO_MANY
    except (PDFException, PSException, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return DAMAGED  # the library trips over damaged files in many ways
    text = "\n".join(blocks)
    if not text.strip():
        return NO_TEXT
    sys.stdout.buffer.write(text[:_MOST_TEXT].encode("utf-8", "replace"))
    return 0


def _limit() -> None:
    """Keep this process small, where the system can."""
    try:
        import resource
    except ImportError:  # Windows; the parent's patience is the limit there
        return
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    if sys.platform == "linux":  # macOS counts address space that nobody uses
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _blocks(data: bytes) -> Iterator[str]:
    """Yield the text of each block, in the order of columns."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams, LTPage

    layout = LAParams(all_texts=True)
    pages: Iterable[LTPage] = extract_pages(io.BytesIO(data), laparams=layout, maxpages=_MOST_PAGES + 1)
    for number, page in enumerate(pages):
        if number == _MOST_PAGES:
            raise OverflowError(number)
        yield from _texts(page)


def _texts(container: Iterable[object]) -> Iterator[str]:
    from pdfminer.layout import LTFigure, LTTextContainer

    for item in container:
        if isinstance(item, LTTextContainer):
            lines = (" ".join(line.split()) for line in item.get_text().split("\n"))
            yield "".join(f"{line}\n" for line in lines if line)
        elif isinstance(item, LTFigure):
            yield from _texts(item)


if __name__ == "__main__":
    sys.exit(main())

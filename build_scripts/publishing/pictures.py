"""Images that an operator has put beside a page: which caption each goes with, and where it is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from build_scripts.captions import captions_in_order
from build_scripts.model import Article, Picture, RawPage
from build_scripts.publishing.escaping import escape
from build_scripts.publishing.layout import path_of, up_from


def published_name(page: RawPage, picture: Picture) -> str:
    """Return the path of a picture in the site; nothing of what the file is called gets into it."""
    number = f"-{picture.number}" if picture.number else ""
    return path_of("images", f"{page.page_id}{number}", picture.kind)


def caption_pictures(page: RawPage, articles: Iterable[Article]) -> dict[tuple[str, int], Picture]:
    """Return the numbered pictures of a page by article and number of their caption: 1 is the first that is printed."""
    numbered = {picture.number: picture for picture in page.pictures if picture.number}
    return {
        (article, at): numbered[n] for n, (_, article, at) in enumerate(captions_in_order(articles), 1) if n in numbered
    }


def page_pictures(page: RawPage, articles: tuple[Article, ...]) -> Iterator[Picture]:
    """Yield the pictures that are shown with the whole page: of all of it, and those that no caption claims."""
    claimed = {id(picture) for picture in caption_pictures(page, articles).values()}
    return (picture for picture in page.pictures if id(picture) not in claimed)


def picture_tag(page: RawPage, picture: Picture, words: str) -> str:
    """Return an image element, for a page as deep as articles are, that keeps its place while it loads."""
    up = up_from(path_of("pages", page.page_id))
    return (
        f'<img src="{up}{published_name(page, picture)}" width="{picture.width}" height="{picture.height}" '
        f'alt="{escape(words)}" loading="lazy" decoding="async">'
    )

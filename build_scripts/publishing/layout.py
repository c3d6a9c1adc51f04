"""Where everything in the site lies: the one place that knows how folders are cut.

What an archive has many of (articles, newspaper pages, people …) lies in folders by the first two characters of its
name: two letters of an id, or the province of a place. A name is all that its address hangs on, and it never changes:
no day, year or number of others, which may be corrected or grow. So a folder of 100,000 articles has about 1,200
files, and one address is good for as long as there is an archive:

    articles/43/433f35f0-9c1e2a.html     with .json and .md beside it
    pages/43/433f35f0.html               raw/43/433f35f0.txt
    places/21/210800.html                with its feeds, and its years in places/21/210800/

Twins that make the same addresses in browsers: docs/assets/figures.js and docs/assets/search/segments.js.
"""

from __future__ import annotations

SHELVED = frozenset({"articles", "images", "institutions", "pages", "people", "places", "raw", "share"})
"""Folders that are cut. What is left whole does not grow with the archive: topics, indicators, months."""
_LETTERS = 2
"""Of a name, that tell its shelf: 256 shelves of what has ids, 34 of places."""


def path_of(kind: str, name: str, ending: str = "html") -> str:
    """Return the path of a file from the root of the site, or of the generated folder.

    >>> path_of("articles", "433f35f0-9c1e2a"), path_of("places", "210800", "xml"), path_of("topics", "0a1b2c3d", "md")
    ('articles/43/433f35f0-9c1e2a.html', 'places/21/210800.xml', 'topics/0a1b2c3d.md')
    """
    shelf = f"{name[:_LETTERS]}/" if kind in SHELVED else ""
    return f"{kind}/{shelf}{name}.{ending}"


def list_stem(kind: str, name: str, part: str) -> str:
    """Return the path, without ending, of a list that goes on beside a page: a year of a place or of a topic.

    >>> list_stem("places", "210800", "2024")
    'places/21/210800/2024'
    """
    return f"{path_of(kind, name).removesuffix('.html')}/{part}"


def name_in(path: str) -> str:
    """Return the name of what lies at a path.

    >>> name_in("articles/43/433f35f0-9c1e2a.html")
    '433f35f0-9c1e2a'
    """
    return path.rpartition("/")[2].rpartition(".")[0]


def up_from(path: str) -> str:
    """Return the way from a page to the root of the site.

    >>> up_from("articles/43/433f35f0-9c1e2a.html"), up_from("index.html")
    ('../../', '')
    """
    return "../" * path.count("/")


def way(here: str, there: str) -> str:
    """Return the way from a page to another file.

    >>> way("pages/43/433f35f0.md", "pages/43/43000000.md"), way("pages/43/433f35f0.md", "raw/43/433f35f0.txt")
    ('43000000.md', '../../raw/43/433f35f0.txt')
    """
    folder, _, _ = here.rpartition("/")
    to, _, name = there.rpartition("/")
    return name if folder == to else up_from(here) + there

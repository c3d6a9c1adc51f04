"""Makes the pages of a generated tree and nothing else: `python -m build_scripts.bench.render GENERATED SITE`."""

from __future__ import annotations

import sys
from pathlib import Path

from build_scripts.publishing.publication import Publication
from build_scripts.publishing.site import render_site


def render_pages(generated: Path, site: Path) -> None:
    """Put the pages of a tree at `site`, without search index and data, which others do not make either."""
    publication = Publication(site.resolve())
    try:
        render_site(generated.resolve(), publication, pages_only=True)
        publication.publish()
    finally:
        publication.close()


if __name__ == "__main__":
    render_pages(Path(sys.argv[1]), Path(sys.argv[2]))

"""Writes the pictures of a site whose address is known; what is unchanged since the last publication is taken over."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from build_scripts.publishing.layout import path_of
from build_scripts.publishing.naming import written_page_no
from build_scripts.publishing.share.draw import STYLE, draw_share

FOLDER = "share"
_STYLE_FILE = "style.txt"


class Pictures:
    """The pictures of a site as its articles pass by."""

    def __init__(self, folder: Path, published: Path | None, site_name: str) -> None:
        self._folder = folder
        (folder / FOLDER).mkdir(exist_ok=True)
        self._site_name = site_name
        style = hashlib.sha256(f"{STYLE}\n{site_name}".encode()).hexdigest()
        known = published / FOLDER / _STYLE_FILE if published else None
        same = known is not None and known.is_file() and known.read_text(encoding="utf-8") == style
        self._earlier = published if published and same else None
        (folder / FOLDER / _STYLE_FILE).write_text(style, encoding="utf-8")

    def add(self, row: Mapping[str, Any], *, changed: bool) -> None:
        """Take over or draw the picture of an article."""
        name = path_of(FOLDER, row["id"], "png")
        target = self._folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if self._earlier and not changed and (self._earlier / name).is_file():
            shutil.copyfile(self._earlier / name, target)
            return
        source = row["source"]
        parts = (source["publication"], row["date"] or (f"{row['year']}年" if row["year"] else ""))
        below = " ".join(part for part in (*parts, written_page_no(source["page_no"])) if part)
        if drawn := draw_share(row["title"], below, self._site_name):
            target.write_bytes(drawn)

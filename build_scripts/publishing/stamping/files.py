"""The files of a build as MkDocs sees them: the hand-written ones, and of the generated ones those it must render."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel


class SparseFiles(Files):
    """Files among which every generated one is found by its path, though MkDocs renders and copies only some.

    MkDocs walks through its files a dozen times. A file that is stamped or stays as it was is made only when a
    link or the masthead asks for it, so that a build costs nothing for pages that it does not touch.
    """

    def __init__(self, files: Iterable[File], generated: Path, config: MkDocsConfig) -> None:
        super().__init__(files)
        self._folder, self._config = generated, config
        self._asked: dict[str, File] = {}

    def leave(self, file: File) -> None:
        """Take a file out that stays as it was; links to it still find it."""
        self.remove(file)
        self._asked[file.src_uri] = file

    def get_file_from_path(self, path: str) -> File | None:
        """Return a file that MkDocs works on, or one that is only linked to."""
        if found := super().get_file_from_path(path):
            return found
        if path not in self._asked and path and (self._folder / path).is_file():
            self._asked[path] = File(path, str(self._folder), self._config.site_dir, use_directory_urls=False)
            self._asked[path].inclusion = InclusionLevel.INCLUDED
        return self._asked.get(path)

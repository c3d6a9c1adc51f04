"""Other makers of sites with the same articles: Hugo, and MkDocs with Material as it comes."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from build_scripts.publishing.front_matter import read_front_matter

_HUGO = Path(__file__).with_name("hugo")
_MATERIAL = """site_name: 卫闻档案
docs_dir: docs
use_directory_urls: false
theme: {{name: material, language: zh, font: false}}
markdown_extensions: [md_in_html]
plugins: {plugins}
nav: [index.md]
validation: {{links: {{not_found: ignore, unrecognized_links: ignore}}, nav: {{omitted_files: ignore}}}}
"""


def prepare_hugo(generated: Path, folder: Path) -> list[str]:
    """Write a site of the same articles for Hugo, which makes the lists itself; return the command that builds it."""
    shutil.copytree(_HUGO, folder)
    for path, meta, text in _pages(generated, ("articles", "pages")):
        known = {key: meta[key] for key in ("title", "description")} | _taxonomies(meta)
        target = folder / "content" / path.relative_to(generated)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"{json.dumps(known, ensure_ascii=False)}\n\n{text}", encoding="utf-8")
    return ["hugo", "--quiet", "--destination", "site"]


def prepare_material(generated: Path, folder: Path, plugins: str = "[]") -> list[str]:
    """Write a site of the same articles and lists for MkDocs with Material; return the command that builds it."""
    shutil.copytree(generated, folder / "docs", ignore=shutil.ignore_patterns("_pieces", "*.jsonl"))
    for path, meta, text in _pages(folder / "docs", ("articles",)):
        known = {key: meta[key] for key in ("title", "description", "tags")}
        head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in known.items())
        path.write_text(f"---\n{head}---\n\n{text}", encoding="utf-8")
    for path in (folder / "docs").rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text("\n".join(line for line in text.split("\n") if not line.startswith("template: ")), "utf-8")
    (folder / "docs/index.md").write_text("# 卫闻档案\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(_MATERIAL.format(plugins=plugins), encoding="utf-8")
    return [sys.executable, "-m", "mkdocs", "build", "--quiet"]


def _pages(folder: Path, kinds: tuple[str, ...]) -> Iterator[tuple[Path, Mapping[str, Any], str]]:
    for kind in kinds:
        for path in sorted((folder / kind).rglob("*.md")):
            if parts := read_front_matter(path.read_text(encoding="utf-8")):
                yield path, *parts


def _taxonomies(meta: Mapping[str, Any]) -> dict[str, list[str]]:
    return {
        "places": [place["name"] for place in meta.get("places", ())],
        "topics": list(meta.get("topics", ())),
        "institutions": [known["canonical"] for known in meta.get("institutions", ())],
        "people": [f"{person['name']}（{person['title']}）" for person in meta.get("people", ())],
        "years": [str(meta["year"])] if meta.get("year") else [],
    }

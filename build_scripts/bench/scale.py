"""What archives of growing size cost, beside other makers of sites with the same articles, measured in one run.

Raw pages are made, built, built again, and built with one article more; the tree that comes of it is handed to
Hugo and to MkDocs with Material as they come, where they are installed. `cpu` is the measure that a busy machine
disturbs least; ratios hold where seconds do not.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from build_scripts.bench.growth import Curve, draw_growth
from build_scripts.bench.measured import Cost, measure
from build_scripts.bench.peers import prepare_hugo, prepare_material
from build_scripts.bench.preview import copy_program, measure_preview
from build_scripts.bench.raw_pages import ON_A_PAGE, raw_page, write_raw_pages
from build_scripts.stages import SWITCH

ROOT = Path(__file__).resolve().parents[2]
MOST_FOR_PEERS = 10_000
"""Articles up to which others are asked too: from there on they take hours."""
_QUIET = {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": ""}
"""The environment of every command: as make sets it."""
WHOLE, PAGES, MORE, SAME = "从原始文字到网站", "只做网页", "多一篇", "没有改动"
SERVED = "预览时多一篇，从保存到看见"
_TIMES = 5
"""Articles that are added one after the other: what one costs hangs on the lists that it is in."""
STAGE = "其中"
"""Begins the names of stages of a build."""
HUGO, MATERIAL, SEARCH = "Hugo", "MkDocs Material，不带插件", "MkDocs Material，带搜索和标签"


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement."""

    articles: int
    name: str
    cost: Cost
    pages: int
    """HTML files of the site that it leaves."""


def bench_scale(sizes: Sequence[int], picture: Path | None, known: Path | None, tell: Callable[[str], None]) -> None:
    """Measure every size, tell each figure as it comes, then the ratios, and draw how costs grow.

    `known` is a file that figures are kept in, one a line, so that sizes can be measured one at a time.
    """
    rows = list(read_rows(known)) if known and known.is_file() else []
    rows = [row for row in rows if row.articles not in sizes]
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="scale-") as scratch:
            for row in _measure_size(size, Path(scratch)):
                rows.append(row)
                if known:
                    known.write_text(
                        "".join(f"{json.dumps(asdict(each), ensure_ascii=False)}\n" for each in rows), "utf-8"
                    )
                tell(_line(row))
        tell(_ratios([row for row in rows if row.articles == size]))
    curves = list(curves_of(rows))
    for curve in curves:
        tell(f"{curve.name}：随文章数的 {round(curve.exponent, 2) + 0:.2f} 次方增长")
    curves = [curve for curve in curves if not curve.name.startswith(STAGE)]
    if picture and curves:
        picture.write_text(draw_growth(curves), encoding="utf-8")


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the figures that a file keeps."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Row(row["articles"], row["name"], Cost(**row["cost"]), row["pages"])


def _measure_size(size: int, folder: Path) -> Iterator[Row]:
    raw, program = folder / "raw", folder / "program"
    site = program / "site"
    write_raw_pages(raw, size)
    copy_program(ROOT, program)
    quiet = _QUIET | {"PYTHONPATH": str(program)}
    build = [sys.executable, "-m", "build_scripts", "build", "--quiet", "--source", str(raw), "--out", str(site)]

    def ours(name: str) -> Row:
        return Row(size, name, measure(build, program, quiet), _count(site))

    seen: list[tuple[float, int]] = []
    log = folder / "stages.jsonl"
    whole = measure(build, program, quiet | {SWITCH: str(log)}, lambda *now: seen.append(now))
    yield Row(size, WHOLE, whole, _count(site))
    for stage, cost in _stages(log, seen):
        yield Row(size, stage, cost, 0)
    yield ours(SAME)
    first = -(-size // ON_A_PAGE) + 1
    for number in range(first, first + _TIMES):
        name, text = raw_page(number, 1)
        (raw / name).parent.mkdir(exist_ok=True)
        (raw / name).write_text(text, encoding="utf-8")
        yield ours(MORE)
    for cost in measure_preview(program, raw, first + _TIMES, quiet):
        yield Row(size, SERVED, cost, 0)
    generated = program / ".build/site/generated"
    pages = [sys.executable, "-m", "build_scripts.bench.render", str(generated), str(folder / "pages")]
    yield Row(size, PAGES, measure(pages, ROOT, _QUIET), _count(folder / "pages"))
    shutil.rmtree(folder / "pages")
    if size <= MOST_FOR_PEERS:
        yield from _peers(size, generated, folder)


def _stages(log: Path, seen: Sequence[tuple[float, int]]) -> Iterator[tuple[str, Cost]]:
    """Yield what each stage of a run cost, with the most memory of all processes meanwhile."""
    for line in log.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        begin, end = row["begin"], row["end"]
        memory = max((bytes_ for at, bytes_ in seen if begin <= at <= end), default=0)
        yield f"{STAGE}{row['name']}", Cost(row["cpu"], end - begin, memory)


def _peers(size: int, generated: Path, folder: Path) -> Iterator[Row]:
    makers: list[tuple[str, Callable[[Path], list[str]]]] = [
        (MATERIAL, lambda work: prepare_material(generated, work)),
        (SEARCH, lambda work: prepare_material(generated, work, "[search, tags]")),
    ]
    if shutil.which("hugo"):
        makers.insert(0, (HUGO, lambda work: prepare_hugo(generated, work)))
    for number, (name, prepare) in enumerate(makers):
        work = folder / f"peer{number}"
        command = prepare(work)
        yield Row(size, name, measure(command, work, _QUIET), _count(work / "site"))
        shutil.rmtree(work)


def _count(site: Path) -> int:
    return sum(1 for _ in site.rglob("*.html"))


def _line(row: Row) -> str:
    cost = row.cost
    jieba = "（有 jieba）" if row.name == SEARCH and importlib.util.find_spec("jieba") else ""
    return (
        f"{row.articles:>7} 篇　{row.name}{jieba}：处理器 {cost.cpu:.1f} 秒，钟表 {cost.wall:.1f} 秒，"
        f"内存 {cost.memory / 1e6:.0f} MB{f'，{row.pages} 个网页' if row.pages else ''}"
    )


def _ratios(rows: Sequence[Row]) -> str:
    """Return what the goals ask for, as ratios."""
    cost = {row.name: row.cost for row in rows}
    wanted = (
        ("只做网页／Hugo，处理器", PAGES, HUGO, "cpu"),
        ("只做网页／Hugo，内存", PAGES, HUGO, "memory"),
        ("只做网页／Material 不带插件，处理器", PAGES, MATERIAL, "cpu"),
        ("只做网页／Material 带搜索，处理器", PAGES, SEARCH, "cpu"),
        ("从原始文字到网站／Material 带搜索，处理器", WHOLE, SEARCH, "cpu"),
        ("多一篇／Hugo 全部重做，钟表", MORE, HUGO, "wall"),
    )
    lines = [
        f"　　{words}：{getattr(cost[ours], measured) / getattr(cost[theirs], measured):.3f}"
        for words, ours, theirs, measured in wanted
        if ours in cost and theirs in cost
    ]
    return "\n".join(lines)


def curves_of(rows: Sequence[Row]) -> Iterator[Curve]:
    """Yield how each thing that was measured of several sizes grows; of several measurements of one the middle one."""
    for name in dict.fromkeys(row.name for row in rows):
        found: dict[int, list[float]] = {}
        for row in rows:
            if row.name == name:
                found.setdefault(row.articles, []).append(row.cost.cpu)
        if len(found) > 1:
            yield Curve(name, tuple((size, median(found[size])) for size in sorted(found)))

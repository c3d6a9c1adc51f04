"""The command line: build, serve, check, review, new, explain, bench. What operators see is plain Chinese."""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from build_scripts.kept_patterns import keep_patterns
from build_scripts.model import Archive, Grade, Problem
from build_scripts.pipeline import read_archive, state_beside
from build_scripts.processes import unhindered
from build_scripts.progress import Progress, manner_for
from build_scripts.state.database import StateError
from build_scripts.understanding.tagger import MissingExtraError, load_tagger

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 is success, 1 says that something was left out, 2 that the command was wrong."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (MissingExtraError, StateError) as error:
        print(error, file=sys.stderr)
        return 2
    except sqlite3.OperationalError as error:  # whatever was being kept when the disk was full
        print(f"记着的读法写不进去（{error}）；请检查磁盘空间和写入权限，原来的网站没有动", file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever read what we print has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        print("\n已停止。原来的网站没有动。", file=sys.stderr)
        return 130
    finally:
        keep_patterns()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m build_scripts", description="卫闻档案：原始版面文字变成可检索的网站"
    )
    commands = parser.add_subparsers(required=True, metavar="命令")
    build = commands.add_parser("build", help="生成网站")
    build.add_argument("--source", type=Path, default=ROOT / "source_articles", help="原文所在的文件夹")
    build.add_argument("--out", type=Path, default=ROOT / "site", help="网站放在哪里")
    build.add_argument("--quiet", action="store_true", help="不显示进度")
    build.set_defaults(run=_build)
    serve = commands.add_parser("serve", help="在本机预览，改动随时可见")
    serve.add_argument("--source", type=Path, default=ROOT / "source_articles", help="原文所在的文件夹")
    serve.add_argument("--address", default="127.0.0.1:8000", help="预览地址")
    serve.set_defaults(run=_serve)
    check = commands.add_parser("check", help="只检查原文，不生成网站")
    check.add_argument("--source", type=Path, default=ROOT / "source_articles", help="原文所在的文件夹")
    check.add_argument("files", nargs="*", type=Path, metavar="文件", help="只说这几个文件的问题；不写就是全部")
    check.add_argument("--json", dest="form", action="store_const", const="json", help="写成 JSON，给程序读")
    check.add_argument(
        "--format", dest="form", choices=["text", "json", "github"], help="写成什么样；github 是工作流里的批注"
    )
    check.set_defaults(run=_check, form="text")
    review = commands.add_parser("review", help="在浏览器里对照原文核对一个版面，决定写进附表")
    review.add_argument("--source", type=Path, default=ROOT / "source_articles", help="原文所在的文件夹")
    review.add_argument("file", nargs="?", type=Path, metavar="文件", help="原文文件；不写就列出先看哪几版")
    review.add_argument("--no-browser", action="store_true", help="只给出网址，不打开浏览器")
    review.set_defaults(run=_review)
    new = commands.add_parser("new", help="新建一个原文文件：问报纸、日期、版次，起好文件名")
    new.add_argument("--source", type=Path, default=ROOT / "source_articles", help="原文所在的文件夹")
    new.add_argument("--paste", action="store_true", help="把剪贴板里的文字放进去（用管道送来的文字也会放进去）")
    new.add_argument("--paper", default="", metavar="报纸", help="不必再问是哪份报纸")
    new.add_argument("--date", default="", metavar="日期", help="不必再问是哪天的")
    new.add_argument("--page", default="", metavar="版次", help="不必再问是第几版")
    new.set_defaults(run=_new)
    explain = commands.add_parser("explain", help="逐行说明一个版面是怎么读的")
    explain.add_argument("--source", type=Path, default=ROOT / "source_articles", help="原文所在的文件夹")
    explain.add_argument("file", help="原文文件；只看一行附近，在后面写“:行号”")
    explain.set_defaults(run=_explain)
    bench = commands.add_parser("bench", help="测量速度和内存")
    bench.add_argument(
        "what",
        choices=["reading", "understanding", "pages", "search", "scale", "fuzz", "rules"],
        help="量什么：reading 是读版面，understanding 是理解文章，pages 是用 Lighthouse 量做好的网页，"
        "search 是用合成的文章量搜索（要有 Chromium），scale 是量越来越大的档案，并与 Hugo、MkDocs Material 相比，"
        "fuzz 是把改坏的原文放进来看会不会出错，rules 是看有没有哪条规则会被特意写的文字拖住",
    )
    bench.add_argument("--source", type=Path, default=ROOT / "source_articles", help="原文所在的文件夹")
    bench.add_argument("--megabytes", type=int, default=4, help="量多少 MB 原文；读版面时先读这么多，再读四倍")
    bench.add_argument("--site", type=Path, default=ROOT / "site", help="做好的网站（只用于 pages）")
    bench.add_argument(
        "--articles", type=int, nargs="+", default=[1000, 10000, 100000], help="搜索量多少篇，可以写几个"
    )
    bench.add_argument("--queries", type=int, default=1000, help="除手写的一百个外，再随机问多少个")
    bench.add_argument("--indexes", type=Path, help="合成文章的索引放在这个文件夹里，下次量搜索不必重做")
    bench.add_argument(
        "--fuzz", type=int, default=0, metavar="N", help="不量搜索，只往搜索页里输入 N 个古怪的问法，看会不会出错"
    )
    bench.add_argument("--picture", type=Path, help="把随文章数的增长画成这个 SVG 文件（只用于 scale）")
    bench.add_argument("--known", type=Path, help="量得的数记在这个文件里，可以一次只量一种篇数（只用于 scale）")
    bench.add_argument("--inputs", type=int, default=20000, help="fuzz 试多少个改坏的文件")
    bench.set_defaults(run=_bench)
    _add_many(commands)
    return parser


def _add_many(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what has to do with more archives than one."""
    portal = commands.add_parser("portal", help="把几个做好的档案连成一个入口")
    portal.add_argument("--shards", type=Path, required=True, metavar="清单", help="分片的清单，或放着各个分片的文件夹")
    portal.add_argument("--out", type=Path, default=ROOT / "portal", help="入口放在哪里")
    portal.add_argument("--name", default="卫闻档案总库", metavar="名字", help="入口叫什么")
    portal.add_argument("--quiet", action="store_true", help="不显示进度")
    portal.set_defaults(run=_portal)
    shards = commands.add_parser("shards", help="把很多档案分给几个处理器或几台机器去生成（用 Dask）")
    shards.add_argument("--source", type=Path, required=True, help="原文所在的文件夹，里面每个分片一个文件夹")
    shards.add_argument("--out", type=Path, default=ROOT / "shards", help="做好的分片放在哪里")
    shards.add_argument("--scheduler", default="", metavar="地址", help="Dask 调度程序的地址；不写就用本机")
    shards.add_argument("--workers", type=int, default=0, metavar="N", help="本机同时做几个；不写就是处理器的个数")
    shards.add_argument("--quiet", action="store_true", help="不显示进度")
    shards.set_defaults(run=_shards)


def _is_there(source: Path) -> bool:
    if not source.is_dir():
        print(f"{source}：没有这个文件夹；请用 SOURCE= 指明原文放在哪里", file=sys.stderr)
        return False
    load_tagger()  # said once and before all pages, where it is switched on and not installed
    return True


def _build(options: argparse.Namespace) -> int:
    if not _is_there(options.source):
        return 1
    with unhindered():
        return _build_there(options)


def _build_there(options: argparse.Namespace) -> int:
    from build_scripts.pipeline.stored import stand

    progress = Progress(manner_for(sys.stderr, quiet=options.quiet))
    state = state_beside(options.out.expanduser().resolve())
    standing = stand(options.source, state, progress, meanwhile=partial(_get_ready, options.out))
    # Loaded while pages were read, where there were any.
    from build_scripts.operating.check import in_short
    from build_scripts.operating.report import NO_CHANGE, changes_report, problems_report
    from build_scripts.publishing.site import SiteError, build_site

    told = standing.recall()
    husk, short = (
        (None, told[0]) if told else (replace(standing.archive, readings=(), entries=()), in_short(standing.archive))
    )
    try:
        events = build_site(standing, options.out, progress)
    except SiteError as error:
        print(error, file=sys.stderr)
        return 1
    if husk:
        told = [short, problems_report(husk, events, standing.homes(event.id for event in events)), str(_status(husk))]
        standing.remember([short, problems_report(husk, (), {}), told[2]])
    _, problems, status = told
    changes = changes_report(husk or Archive((), (), ()), events, standing.entry) if events else NO_CHANGE
    print(f"{short}\n\n{changes}\n\n{problems}")
    index = options.out.resolve() / "index.html"
    print(f"\n网站已生成：{options.out}")
    usual = options.out.resolve() == ROOT / "site" and options.source.resolve() == ROOT / "source_articles"
    print(f"查看：用浏览器打开 {index}{'，或运行 make serve 后打开 http://127.0.0.1:8000' if usual else ''}")
    if int(status):
        print("上面标着“错误”的文件没有上线，改好后再运行一次；其余内容已经更新。")
    return int(status)


def _get_ready(target: Path) -> None:
    import build_scripts.operating.report  # noqa: F401  it is needed in the end
    from build_scripts.publishing.site import get_ready

    get_ready(target)


def _portal(options: argparse.Namespace) -> int:
    from build_scripts.portal.command import make_portal

    return make_portal(options.shards, options.out, options.name, Progress(manner_for(sys.stderr, quiet=options.quiet)))


def _shards(options: argparse.Namespace) -> int:
    from build_scripts.shards.command import run_shards
    from build_scripts.shards.run import Crew

    crew = Crew(options.scheduler, max(0, options.workers))
    return run_shards(options.source, options.out, crew, Progress(manner_for(sys.stderr, quiet=options.quiet)))


def _serve(options: argparse.Namespace) -> int:
    from build_scripts.preview.server import serve_site

    if not options.source.is_dir():
        print(f"{options.source}：没有这个文件夹；请用 SOURCE= 指明原文放在哪里", file=sys.stderr)
        return 1
    print(f"预览：http://{options.address}　（改动会自动更新，按 Ctrl+C 结束）")
    serve_site(options.source, options.address)
    return 0


def _check(options: argparse.Namespace) -> int:
    from build_scripts.operating.check import check_source

    if not options.source.is_dir():
        return int(not _is_there(options.source))
    load_tagger()
    return check_source(options.source, options.files, options.form, _read_as_built)


def _read_as_built(source: Path) -> Archive:
    """Read an archive; of the usual one only what has changed since its site was made."""
    from build_scripts.pipeline.stored import stand

    state = state_beside(ROOT / "site")
    if source.resolve() != ROOT / "source_articles" or not state.is_file():
        return read_archive(source)
    return stand(source, state).archive


def _review(options: argparse.Namespace) -> int:
    from build_scripts.operating.review.command import review_file
    from build_scripts.operating.review.queue import in_line

    if options.file is None:
        if not _is_there(options.source):
            return 1
        print(in_line(_read_as_built(options.source), options.source))
        return 0
    return review_file(options.source, options.file, open_browser=not options.no_browser)


def _new(options: argparse.Namespace) -> int:
    from build_scripts.operating.new import new_file

    if not options.source.is_dir():
        return int(not _is_there(options.source))
    return new_file(options.source, (options.paper, options.date, options.page), paste=options.paste)


def _explain(options: argparse.Namespace) -> int:
    from build_scripts.reading.explain import explain
    from build_scripts.reading.folder import find_file
    from build_scripts.reading.page import read_page
    from build_scripts.reading.pages import decode_page

    named, line = _file_and_line(options.file)
    file = find_file(options.source, named)
    if isinstance(file, str):
        print(file, file=sys.stderr)
        return 1
    beside = file.with_suffix(".yml")
    sidecar = beside.read_bytes() if beside.is_file() and beside != file else None
    page, problems = decode_page(file.name, file.read_bytes(), sidecar)
    if page is None:
        _print_problems(problems)
        return 1
    reading = read_page(page)
    print(explain(reading, color=sys.stdout.isatty(), line=line))
    _print_problems((*problems, *reading.problems))
    return 0


def _file_and_line(text: str) -> tuple[Path, int | None]:
    """Split FILE:LINE; a file whose own name ends like that is meant as it is."""
    name, colon, number = text.rpartition(":")
    if colon and number.isascii() and number.isdigit() and not Path(text).exists():
        return Path(name), int(number)
    return Path(text), None


def _bench_pages(site: Path) -> int:
    from build_scripts.bench.pages import BenchError, bench_pages

    if not (site / "index.html").is_file():
        print(f"{site}：这里没有做好的网站；请先运行 make site，或用 --site 指明", file=sys.stderr)
        return 1
    try:
        print(bench_pages(site))
    except BenchError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _bench_fuzz(source: Path, inputs: int) -> int:
    from build_scripts.bench.fuzz_pages import fuzz_pages

    faults: list[str] = []
    for fault in fuzz_pages(source, inputs, read_archive):
        faults.append(fault)
        print(f"  {fault[:300]}", flush=True)
    print(f"改坏的文件 {inputs} 个：出错 {len(faults)} 处")
    return int(bool(faults))


def _bench(options: argparse.Namespace) -> int:
    if options.what == "pages":
        return _bench_pages(options.site)
    if options.what == "scale":
        from build_scripts.bench.scale import bench_scale

        bench_scale(options.articles, options.picture, options.known, partial(print, flush=True))
        return 0
    if options.what == "rules":  # in a program of its own, which catches patterns as they are compiled
        return subprocess.run([sys.executable, "-m", "build_scripts.bench.backtracking"], check=False).returncode
    if options.what == "fuzz":
        return _bench_fuzz(options.source, options.inputs)
    from build_scripts.bench.reading import bench_reading
    from build_scripts.bench.understanding import bench_understanding
    from build_scripts.reading.source_bytes import read_source

    if not read_source(options.source)[0]:
        print(f"{options.source}：没有可读的原文；请用 --source 指明原文放在哪里", file=sys.stderr)
        return 1
    if options.what == "search":
        from build_scripts.bench.search import bench_search

        archive = read_archive(options.source)
        if options.fuzz:
            from build_scripts.bench.fuzz import fuzz_search

            print(fuzz_search(archive, options.fuzz))
            return 0
        for size in options.articles:
            print(bench_search(archive, size, options.queries, options.indexes), flush=True)
        return 0
    bench = {"reading": bench_reading, "understanding": bench_understanding}[options.what]
    print(bench(options.source, max(1, options.megabytes)))
    return 0


def _print_problems(problems: Sequence[Problem]) -> None:
    from build_scripts.operating.check import how_many

    if not problems:
        return
    print(f"\n{how_many([p.grade for p in problems])}")
    for grade in Grade:
        for problem in problems:
            if problem.grade is grade:
                print(f"  {grade.value}　{problem}")


def _status(archive: Archive) -> int:
    return int(any(p.grade is Grade.ERROR for p in archive.problems))


if __name__ == "__main__":
    sys.exit(main())

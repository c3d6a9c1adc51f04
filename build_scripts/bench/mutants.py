"""Source files as nobody would send them, made of real-looking ones: the same ones each time for a number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from build_scripts.bench.raw_pages import raw_page

_SEED = 20250113
_MARKUP = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg onload=alert(1)>",
    "</p></div></article>",
    "<!--",
    "]]>",
    "<b>",
    "&lt;script&gt;",
    "&#0;",
    "{{ 7*7 }}",
    "{% raw %}",
    "{: #x .y }",
    "[x](javascript:alert(1))",
    "![x](//a.b/c)",
    "<!-- 档案：最近 -->",
    "---",
    "***",
    "~~~",
    "| a | b |",
    "# 题",
    "> 引",
    "1. 一",
    "- 二",
    "`",
    "$$",
    "=cmd|'/c calc'!A0",
    "@SUM(1)",
    "+1",
    "\\",
    "../../etc/passwd",
    "%2e%2e/",
    "file:///etc/passwd",
)
_SIGNS = (
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\x1b[31m",
    "\x07",
    "\u0301" * 30,
    "\u2028",
    "\x85",
    "\ufffd",
    "😀",
    "𠮷",
    "👨‍👩‍👧‍👦",
    "ﷺ",
    "İ",
    "ﬁ",
    "①",
    "㎡",
    "　" * 50,
    "\t\t",
    " " * 300,
    "．",
    "％",
    "－",
    "“",
    "”",
    "（",
    "）",
    "《",
)
_WORDS = (
    "本报讯",
    "（记者",
    "□本报记者 何晓春",
    "责任编辑：",
    "下转第4版",
    "上接第1版",
    "◎",
    "■",
    "——",
    "第1版",
    "2025年13月45日",
    "日期：",
    "报纸：",
    "版次：0",
    "链接：javascript:alert(1)",
    "99999999999999999999万亿元",
    "0.0.0.0%",
    "1/0",
    "－0",
    "½",
    "由10%提高到百分之百",
    "分别为1、2、3、4、5、6、7、8、9",
    "同比增长同比增长",
    "朝阳区鼓楼区市中区",
    "某某某某某某",
    "Ⅻ",
)
_SIDECARS = (
    "更正:\n  - 原文: {}\n    改为: <b>改</b>\n",
    "文章起点:\n  - {}\n",
    "不分:\n  - {}\n",
    "顺序:\n  - {}\n  - 的\n",
    "文章:\n  - 原文: {}\n    标题: <script>题</script>\n    撤下: '{{{{ 7*7 }}}}'\n",
    "撤下: <b>不便\n",
    "原名: ../../{}.txt\n",
    "日期: 2025-01-13\n报纸: '<b>报'\n",
    "地方:\n  - 原文: {}\n    增加: 辽宁省营口市\n",
    "归类:\n  - 原文: {}\n    改作: 标题\n",
    "数字:\n  - 原文: {}\n    指标: <i>数\n",
    "&a [*a, *a]\n",
    "{{{{{{{{",
    "标题: !!python/object:os.system x\n",
    "\0",
    "改成: {}\n",
)
_NAMES = (
    "甲.txt",
    "2025-01-13-河湾日报-05版.txt",
    "<b>&amp;.txt",
    "..\\..\\甲.txt",
    "a\u202eb.txt",
    "=1+1.txt",
    "{{7*7}}.txt",
    " .txt",
    "甲.md",
    "甲.html",
    "甲.docx",
    "C：甲.txt",
    "%2e%2e.txt",
    "con.txt",
    "'\"`$(x).txt",
)
_CODECS = ("utf-8",) * 6 + ("gb18030", "utf-16", "utf-8-sig", "big5", "utf-16-be", "shift_jis", "utf-32")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A source file with what lies beside it."""

    name: str
    data: bytes
    sidecar: bytes | None = None
    picture: bytes | None = None

    def write(self, folder: Path) -> Path:
        """Put it into a folder of its own and return its path."""
        folder.mkdir(parents=True)
        path = folder / self.name
        path.write_bytes(self.data)
        if self.sidecar is not None:
            path.with_suffix(".yml").write_bytes(self.sidecar)
        if self.picture is not None:
            path.with_suffix(".png").write_bytes(self.picture)
        return path


def mutant(number: int, seeds: list[str]) -> Mutant:
    """Return the file of a number, made of the texts of real-looking pages."""
    chance = Random(_SEED * 1_000_003 + number)  # noqa: S311  nothing secret
    text = chance.choice(seeds) if chance.random() < 0.7 else raw_page(number, chance.randint(1, 3))[1]
    lines = text.split("\n")[: chance.choice((8, 30, 80))]
    for _ in range(chance.choice((1, 2, 4, 8, 16))):
        lines = chance.choice(_CHANGES)(lines or [""], chance)
    data = "\n".join(lines).encode(chance.choice(_CODECS), "replace")
    if chance.random() < 0.2:
        data = _damaged(data, chance)
    sidecar = picture = None
    if chance.random() < 0.3:
        words = chance.choice([line for line in lines if line.strip()] or ["的"])[:8]
        parts = "".join(chance.choice(_SIDECARS) for _ in range(chance.randint(1, 2)))
        sidecar = parts.replace("{{", "{").replace("}}", "}").replace("{}", words).encode("utf-8", "replace")
    if chance.random() < 0.05:
        picture = chance.choice((b"<svg onload='alert(1)'/>", b"\x89PNG\r\n\x1a\n" + chance.randbytes(60), b""))
    return Mutant(chance.choice(_NAMES), data, sidecar, picture)


def _put(lines: list[str], chance: Random, what: str) -> list[str]:
    at = chance.randrange(len(lines))
    line = lines[at]
    cut = chance.randint(0, len(line))
    return [*lines[:at], line[:cut] + what + line[cut:], *lines[at + 1 :]]


def _damaged(data: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return chance.choice(
        (
            data[:at],
            data[:at] + chance.randbytes(3) + data[at:],
            data[:at] + data[at + 1 :],
            data[:at] + b"\0" + data[at:],
        )
    )


Change = Callable[[list[str], Random], list[str]]
_CHANGES: tuple[Change, ...] = (
    lambda lines, chance: _put(lines, chance, chance.choice(_MARKUP)),
    lambda lines, chance: _put(lines, chance, chance.choice(_SIGNS)),
    lambda lines, chance: _put(lines, chance, chance.choice(_WORDS)),
    lambda lines, chance: [*lines, chance.choice(_MARKUP + _SIGNS + _WORDS)],
    lambda lines, chance: chance.sample(lines, len(lines)) if len(lines) < 30 else lines[::-1],
    lambda lines, chance: lines[: chance.randint(0, len(lines))] + lines[chance.randint(0, len(lines)) :],
    lambda lines, chance: [line[: chance.randint(0, len(line))] if chance.random() < 0.3 else line for line in lines],
    lambda lines, chance: (
        ["".join(lines)] if chance.random() < 0.3 else [part for line in lines for part in line.split("，")]
    ),
    lambda lines, chance: [" ".join(line) if chance.random() < 0.1 else line for line in lines],
    lambda lines, chance: _put(lines, chance, chance.choice("（《“[{<【0医 ，") * chance.choice((3, 30, 3000))),
    lambda lines, chance: [line for line in lines for _ in range(chance.choice((0, 1, 1, 1, 2)))],
    lambda lines, chance: [
        chr(ord(line[0]) ^ 1) + line[1:] if line and chance.random() < 0.2 else line for line in lines
    ],
)

"""Synthetic articles for measuring search: our own sentences filled with names, figures and rare words.

Every article is made from its number alone, so that any part of an archive can be made again. Names and
rare words follow Zipf's law, as in real papers: some are in every tenth article, most in a handful.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random

import yaml

from build_scripts.gazetteer import Level, load_gazetteer
from build_scripts.publishing.search.records import Basis, Field, Record

_FILE = Path(__file__).with_name("sentences.yml")
_SLOT = re.compile(r"\{(\w+)\}")
_TOPICS = (
    "医疗服务",
    "急诊急救",
    "医院建设",
    "人才队伍",
    "基层医疗",
    "医保",
    "中医药",
    "公共卫生",
    "老幼健康",
    "智慧医疗",
)
PAPERS = tuple(f"{name}日报" for name in ("东山", "南浦", "西岭", "北河", "中原", "海滨", "江城", "临湖"))
_MEDIAN_LENGTH = 650
PER_DAY = 20


def synthetic_records(count: int, start: int = 0) -> Iterator[Record]:
    """Yield `count` articles, newest first; an archive of more articles has the same ones at its beginning."""
    for number in range(start, start + count):
        yield synthetic_record(number)


def synthetic_record(number: int) -> Record:
    """Return one article, the same whenever it is made."""
    maker = Maker(Random(number * 7919 + 13))  # noqa: S311  nothing secret
    date = day_of(number)
    fields = tuple(maker.fields())
    return Record(
        id=f"{number * 2654435761 % (1 << 32):08x}-{number % 90 + 1}",
        title=fields[0][2],
        day=date,
        basis=Basis.ISSUED,
        dated=f"{date[0]}年{date[1]}月{date[2]}日",
        publication=maker.pick(PAPERS),
        places=maker.places[-1:],
        regions=maker.places,
        topics=tuple(sorted({maker.pick(_TOPICS) for _ in range(2)})),
        institutions=(maker.hospital,),
        checked=number % 50 == 0,
        fields=fields,
    )


def day_of(number: int) -> tuple[int, int, int]:
    """Return the day of an article: the newest come first, so many a day."""
    day = number // PER_DAY
    return 2025 - day // 336, 12 - day % 336 // 28, 28 - day % 28


class Maker:
    """Makes the text of one article."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.places = counties()[self.rank(len(counties()))]
        self.hospital = self.places[-1][1] + self.pick(("人民医院", "中医院", "妇幼保健院", "第二人民医院", "中心医院"))
        self.fillers: dict[str, Callable[[], str]] = {
            "place": lambda: self.places[min(1, len(self.places) - 1)][1],
            "county": lambda: self.places[-1][1],
            "hospital": lambda: self.hospital if random.random() < 0.7 else self.word() + "医院",
            "town": lambda: self.word() + self.pick("镇乡"),
            "village": lambda: self.word() + self.pick("村屯庄寨"),
            "person": self.person,
            "word": self.word,
            "number": self.number,
            "percent": lambda: f"{random.randint(3, 98)}{self.pick(('', f'.{random.randint(1, 9)}'))}%",
            "money": lambda: f"{random.randint(2, 9800)}{self.pick(('万元', '元', '亿元'))}",
            "day": lambda: f"{random.randint(1, 12)}月{random.randint(1, 28)}日",
            "years": lambda: self.pick(("三", "五", "八", "十二", "十七", "二十", "三十一")),
        }

    def fields(self) -> Iterator[Field]:
        """Yield headline, now and then a deck, paragraphs and a caption."""
        sentences, headlines, _ = grammar()
        yield "headline", "", self.fill(self.pick(headlines))
        if self.random.random() < 0.3:
            yield "deck", "", "——" + self.fill(self.pick(headlines))
        wanted = _MEDIAN_LENGTH * self.random.lognormvariate(0, 0.6)
        written = number = 0
        while written < wanted:
            number += 1
            text = "".join(self.fill(self.pick(sentences)) for _ in range(self.random.randint(2, 5)))
            written += len(text)
            yield "paragraph", f"p{number}", text
        if self.random.random() < 0.2:
            yield "caption", f"p{number}", self.fill(self.pick(sentences))

    def fill(self, pattern: str) -> str:
        """Return a sentence with its slots filled."""
        slots = grammar()[2]
        return _SLOT.sub(lambda m: self.fillers[m[1]]() if m[1] in self.fillers else self.pick(slots[m[1]]), pattern)

    def pick(self, choices: tuple[str, ...] | str) -> str:
        """Return one of some choices, the first ones more often."""
        return choices[min(int(self.random.random() ** 1.5 * len(choices)), len(choices) - 1)]

    def rank(self, size: int) -> int:
        """Return a rank by Zipf's law."""
        return min(int(size ** self.random.random()) - 1, size - 1)

    def word(self) -> str:
        """Return a rare word."""
        return words()[self.rank(len(words()))]

    def person(self) -> str:
        """Return somebody's name."""
        slots = grammar()[2]
        given = "".join(self.random.choice(slots["given"]) for _ in range(2 if self.random.random() < 0.7 else 1))
        return self.pick(slots["surname"]) + given

    def number(self) -> str:
        """Return a number as papers write it."""
        return str(int(10 ** (self.random.random() * 4)) + 1)


@cache
def grammar() -> tuple[tuple[str, ...], tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Return sentences, headlines and what fills their slots."""
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    slots = {name: tuple(choices) for name, choices in data["slots"].items()}
    return tuple(data["sentences"]), tuple(data["headlines"]), slots


@cache
def counties() -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return every county with all above it, in an order that means nothing."""
    gazetteer = load_gazetteer()
    counties = [d for d in gazetteer.divisions.values() if d.level is Level.COUNTY and d.until is None]
    Random(1).shuffle(counties)  # noqa: S311  nothing secret
    return tuple(tuple((d.adcode, d.name) for d in (*gazetteer.ancestors(c.adcode), c)) for c in counties)


@cache
def words() -> tuple[str, ...]:
    """Return some 30,000 words that mean nothing here: what towns are called without their rank."""
    gazetteer = load_gazetteer()
    towns = {
        town for d in gazetteer.divisions.values() if d.level is Level.COUNTY for town in gazetteer.towns(d.adcode)
    }
    words = sorted({re.sub("(?:街道|民族乡|[镇乡])$", "", town) for town in towns})
    Random(2).shuffle(words)  # noqa: S311  nothing secret
    return tuple(word for word in words if 2 <= len(word) <= 4)

"""Makes an archive of any size in a moment, for looking at lists, charts and pages that only a large one has.

Everything in it is invented: places are real names, what is said of them is not. Run
`python -m tests.many_articles 3000 FOLDER` to build a site of it.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from build_scripts.gazetteer import load_gazetteer
from build_scripts.model import (
    Archive,
    Article,
    Author,
    Comparable,
    Dating,
    Entry,
    Fact,
    Institution,
    LedgerRow,
    Nature,
    PageMeta,
    PageReading,
    Paragraph,
    Person,
    Place,
    RawPage,
    Role,
    Topic,
)
from build_scripts.publishing.site import build_site

FIRST_DAY = date(2016, 1, 1)
DAYS = 3600
LINES_OF_AN_ARTICLE = 8
TOPICS = "医疗服务 基层医疗 公共卫生 妇幼健康 老年健康 中医药 人才队伍 医保服务 急诊急救 疫情防控".split()
WHAT = "家庭医生上门 新楼启用 夜里的急诊 县里来了专家 托育园开门 老人食堂添了药箱 献血屋换新 村医有了接班人".split()
MEASURES = (
    ("家庭医生签约率", "%", Nature.RATE, 30, 90),
    ("异地就医直接结算率", "%", Nature.RATE, 70, 99),
    ("床位数", "张", Nature.LEVEL, 800, 52000),
    ("每千人口托位数", "个", Nature.LEVEL, 1, 5),
    ("诊疗人次", "人次", Nature.FLOW, 90000, 31000000),
)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an article stands and what it is about."""

    file: str
    at: int
    place: Place
    name: str
    """Of the place, without those above it."""
    day: date
    known: bool
    """True where the page prints its date."""


def make_many(count: int, seed: int = 1) -> Archive:
    """Return an archive of so many articles on pages of three; a prefix of a larger one of the same seed."""
    chance = random.Random(seed)  # noqa: S311  the same articles every time, no secret
    gazetteer = load_gazetteer()
    cities = [city for province in ("210000", "330000", "370000") for city in gazetteer.children(province)]
    places = [*cities, *(county for city in cities for county in gazetteer.children(city.adcode))]
    readings, entries = [], []
    for number in range(0, count, 3):
        day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        known = chance.random() > 0.2
        name = f"{day.year}/{number:06}.txt"
        here: list[Entry] = []
        lines: list[str] = []
        ledger: list[LedgerRow] = []
        for at in range(min(3, count - number)):
            place = chance.choice(places)
            full = Place(place.adcode, gazetteer.full_name(place.adcode), primary=True)
            entry, text = _make(chance, Spot(name, at, full, place.name, day, known))
            here.append(entry)
            lines += [""] * (at * LINES_OF_AN_ARTICLE - len(lines))
            for role, line in text:
                lines.append(line)
                ledger.append(LedgerRow(len(lines), 0, len(line), role, entry.article.id, "made"))
        meta = PageMeta(
            "某省日报", day if known else None, "文件名" if known else None, str(number % 8 + 1), "卫生健康"
        )
        page = RawPage(name, "0" * 64, "utf-8", tuple(lines), 1, meta)
        readings.append(PageReading(page, tuple(e.article for e in here), tuple(ledger)))
        entries += here
    return Archive(tuple(readings), tuple(entries), ())


def _make(chance: random.Random, spot: Spot) -> tuple[Entry, list[tuple[Role, str]]]:
    file, place, short, day = spot.file, spot.place, spot.name, spot.day
    hospital = f"{short}{chance.choice(['人民医院', '中医院', '妇幼保健院', '疾病预防控制中心'])}"
    what = chance.choice(WHAT)
    texts = [f"{short}这一年添了不少便民的新办法，居民说看病方便了。", "牵头的单位把办法写进了全年计划。"]
    facts = []
    for name, unit, nature, low, high in chance.sample(MEASURES, 2):
        value = Decimal(chance.randint(low * 10, high * 10)) / 10 if high < 100 else Decimal(chance.randint(low, high))
        printed = f"{value}{unit}"
        quote = f"{name}达到{printed}"
        text = f"截至{day.year}年底，{short}{quote}，比上一年有所提高。"
        start = text.index(quote)
        same = Comparable(name, nature, value, None, unit, day.year, place.adcode)
        facts.append(
            Fact(len(texts), start, start + len(quote), quote, printed, value, None, unit, None, name, short,
                 f"{day.year}年", key=True, comparable=same)
        )  # fmt: skip
        texts.append(text)
    title = f"{short} {what}"
    first = spot.at * LINES_OF_AN_ARTICLE + 1
    page_id = RawPage(file, "", "", ()).page_id
    paragraphs = tuple(Paragraph(text, (first + 1 + n,)) for n, text in enumerate(texts))
    article = Article(
        f"{page_id}-{first}", file, first, first + len(texts), title, False, None, None, None, None,
        (Author("某某", "本报记者"),), paragraphs,
    )  # fmt: skip
    dating = Dating(day if spot.known else None, day.year, None, "文件名" if spot.known else "据文内推断")
    institution = Institution(hospital, hospital, "医院" if "院" in hospital else "疾控", place.adcode)
    person = Person(f"{chance.choice('王李张刘陈')}{chance.choice('平安明华')}", f"{hospital}主任", hospital)
    topics = tuple(Topic(label, ("某词",)) for label in chance.sample(TOPICS, 2))
    entry = Entry(article, dating, (place,), (institution,), (person,), topics, tuple(facts), health_related=True)
    return entry, [(Role.HEADLINE, title), *((Role.BODY, text) for text in texts)]


if __name__ == "__main__":
    build_site(make_many(int(sys.argv[1])), Path(sys.argv[2]))

"""Synthetic articles as the papers of one province print them, for measuring whole builds.

What a build costs hangs on how many places, institutions and people an archive names and how often they come again.
So the reporters tell mostly of the counties of one province; a county has its hospitals, its offices and towns, and
people who keep their names, functions and houses, some of them in the paper every month, most of them once. Figures and
names stand about as close as in real pages (10 figures, 4 institutions and 1 to 2 people in function an article). An
article keeps to its subject, so that there are others like it; now and then one is printed again, or is a bulletin of
the same words with other figures.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from random import Random

from build_scripts.bench.articles import PAPERS, Maker, counties, day_of, grammar, words
from build_scripts.gazetteer import load_gazetteer
from build_scripts.publishing.search.records import Field

_PROVINCE = "37"
_AT_HOME = 0.85
_SUBJECT = ("policy", "project", "device", "exam", "service", "measure", "illness", "dept", "doing", "change")
_OF_A_SUBJECT = 2
"""Words of each kind that an article uses."""
_PEOPLE = 300
"""Of a county, in function."""
_WORDS = 200
"""Of a county."""
_PLAIN = {"number": (0.55, "几"), "percent": (0.5, "不少"), "money": (0.5, "一笔钱"), "person": (0.6, "他")}
"""How often words that are no figures and no names fill a slot."""
_REPRINTED, _BULLETIN = 0.02, 0.03
_LATER = 47
"""Articles after which one is printed again: two days."""
_PATTERN = (
    "据{office}通报，本周全{level}报告{illness}{number}例，比上周多{number}例。",
    "接种门诊本周接种疫苗{number}剂次，发热门诊接诊{number}人次，其中{patient}{number}人次，留观{number}人。",
    "{hospital}收治{number}人，出院{number}人，转诊{number}人；{town}卫生院接诊{number}人次，随访{number}户。",
    "{office}提醒，外出归来要洗手，室内要通风，身体不适应当及时到医院就诊，不要带病上班上学。",
)


def report(number: int) -> tuple[str, str, tuple[int, int, int], list[str]]:
    """Return paper, headline, day and paragraphs of an article, the same whenever it is made."""
    own = Random(number * 7919 + 13)  # noqa: S311  nothing secret
    paper = PAPERS[min(int(own.random() ** 1.5 * len(PAPERS)), len(PAPERS) - 1)]
    kind = own.random()
    told = number - _LATER if kind < _REPRINTED and number >= _LATER else number
    reporter = _Reporter(Random(told * 7919 + 14))  # noqa: S311  nothing secret
    fields = reporter.bulletin() if kind >= 1 - _BULLETIN else list(reporter.fields())
    return paper, fields[0][2], day_of(number), [text for kind, _, text in fields if kind == "paragraph"]


class _Reporter(Maker):
    """Tells one article."""

    def __init__(self, random: Random) -> None:
        super().__init__(random)
        near = _at_home()
        self.places = (near if random.random() < _AT_HOME else counties())[self.rank(len(near))]
        county = self.places[-1]
        self.hospital = county[1] + self.pick(("人民医院", "中医院", "妇幼保健院", "第二人民医院", "中心医院"))
        self._towns = load_gazetteer().towns(county[0]) or (f"{county[1]}城关镇",)
        self._house = ""
        """What was just named, and has a head."""
        self._called: int | None = None
        """Whose function was just named, and not yet the name."""
        self._named: int | None = None
        """Whose name was just written, and not yet the function."""
        slots = grammar()[2]
        for name in _SUBJECT:
            few = tuple(self.pick(slots[name]) for _ in range(_OF_A_SUBJECT))
            self.fillers[name] = partial(random.choice, few)
        for name, (share, word) in _PLAIN.items():
            self.fillers[name] = partial(self._plain_or, self.fillers[name], share, word)
        self.fillers |= {"town": self._town, "village": self._village, "role": self._role, "office": self._office}

    def bulletin(self) -> list[Field]:
        """Return a weekly bulletin: the same words, other figures."""
        self.fillers["number"] = self.number
        texts = [self.fill(sentence) for sentence in _PATTERN]
        fields = [("headline", "", f"{self.places[-1][1]}一周疫情")]
        return [*fields, *(("paragraph", f"p{number}", text) for number, text in enumerate(texts))]

    def fill(self, pattern: str) -> str:
        """Return a sentence with its slots filled."""
        self._house, self._called, self._named = "", None, None
        return super().fill(pattern)

    def _plain_or(self, known: Callable[[], str], share: float, word: str) -> str:
        return word if self.random.random() < share else known()

    def word(self) -> str:
        """Return a word of the county: what its quarters, schools and firms are called."""
        return words()[(int(self.places[-1][0]) * 131 + self.rank(_WORDS)) % len(words())]

    def person(self) -> str:
        """Return the name of the head of the house that was just named, or of anybody in the county."""
        county = self.places[-1][0]
        if self._house:
            return _name(f"{county}{self._house}")
        self._named = self.rank(_PEOPLE) if self._called is None else self._called
        return _name(f"{county}#{self._named}")

    def _role(self) -> str:
        roles = grammar()[2]["role"]
        if self._named is None:
            self._called = self.rank(_PEOPLE)
        return roles[(self._called or 0 if self._named is None else self._named) % len(roles)]

    def _town(self) -> str:
        self._house = self._towns[self.rank(len(self._towns))]
        return self._house

    def _village(self) -> str:
        self._house = ""
        return self.word() + self.pick("村屯庄寨")

    def _office(self) -> str:
        self._house = self.pick(grammar()[2]["office"])
        return self._house


@cache
def _at_home() -> tuple[tuple[tuple[str, str], ...], ...]:
    return tuple(lineage for lineage in counties() if lineage[-1][0].startswith(_PROVINCE))


@cache
def _name(seed: str) -> str:
    """Return a name, the same for the same person."""
    random, slots = Random(seed), grammar()[2]  # noqa: S311  nothing secret
    return random.choice(slots["surname"]) + "".join(random.choice(slots["given"]) for _ in range(2))

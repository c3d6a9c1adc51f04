"""Chinese names as bylines print them: surnames, bare names, two names without a blank, names with a post."""

from __future__ import annotations

import re
from functools import lru_cache

from build_scripts.gazetteer import load_gazetteer
from build_scripts.lexicon import segmenter
from build_scripts.model import Author
from build_scripts.tables import read_table, read_words
from build_scripts.text import HAN

NAME = f"[{HAN}]{{2,4}}|[{HAN}]{{2,8}}·[{HAN}]{{2,8}}"
"""Pattern of a name, with a point inside where a minority writes it so."""


_SET_WIDE = re.compile(rf"(?<![{HAN}])([{HAN}]) +([{HAN}])(?![{HAN}])")
"""A name of two characters with a blank between them."""


def is_surname(name: str) -> bool:
    """Tell whether a word begins like a Chinese name."""
    return name[0] in read_table("bylines")["surnames"] or name[:2] in read_words("bylines", "compound_surnames")


@lru_cache(maxsize=256)
def is_place(word: str) -> bool:
    """Tell whether a word is the name of a place and nothing more: 泸溪, 永年区."""
    found = load_gazetteer().match_prefix(word)
    return found is not None and found[0] == word


_HOUSE = re.compile(
    rf"[{HAN}（）()]{{0,16}}(?:医院|卫生院|保健院|中医院|卫生局|卫健局|卫健委|卫计局|卫计委|健康局|委员会|健康委|中心|血站|医疗集团|医共体"
    r"|监督所|防疫站|学院|医保局|红十字会|总医院)(?:[（(][^）)]{2,20}[）)])?"
)


_IS_DONE = re.compile(
    "[两几多每的了着在把让为与和有]|[一二三四五六七八九十](?!医院|院|人民)|建|改造|推进|走进|打造|成立|启用|举办|开展|开进|进驻|落户|携手|联手"
    "|牵手|对接|帮扶|整合|合并|撤并|走出|探访|入选|跻身|荣获|迎来|托管|加入|支援"
)
"""What a line tells that is done, or counts: a headline may end with the name of a house."""
_OF_PLACE = re.compile(f"[{HAN}]{{1,4}}[省市县区旗州](?!中心$)")


def is_house(text: str) -> bool:
    """Tell whether a line is the name of a hospital or an office and nothing more: it begins with its place."""
    if _HOUSE.fullmatch(text) is None or _IS_DONE.search(text):
        return False
    return _OF_PLACE.match(text) is not None or load_gazetteer().match_prefix(text) is not None


def bare_names(text: str) -> tuple[Author, ...]:
    """Return the authors of a line that holds nothing but one to three names without role or mark."""
    line = _SET_WIDE.sub(r"\1\2", text.strip())
    names = re.split(r"[\s、]+", line)
    if not 1 <= len(names) <= 3 or not all(_is_bare_name(n) for n in names):
        return ()
    return tuple(Author(n, None) for n in names)


def _is_bare_name(name: str) -> bool:
    """Tell whether a word can be nothing but a name: 高温 and 安全 begin with surnames too."""
    if not re.fullmatch(NAME, name) or not (2 <= len(name) <= 4 or "·" in name):
        return False
    if "·" in name:
        return not all(map(_is_of_words, name.split("·")))
    longest = 4 if name[:2] in read_words("bylines", "compound_surnames") else 3
    if len(name) > longest or not is_surname(name):
        return False
    return not segmenter().has_word(name) or all(kind.startswith("nr") for _, kind in segmenter().tag(name))


def _is_of_words(part: str) -> bool:
    """Tell whether a part of a line is made of words of the dictionary: 卫生健康, but not 阿依古丽."""
    return all(len(word) > 1 for word in segmenter().cut(part, hmm=False))


def likely_names(text: str) -> tuple[Author, ...]:
    """Return the authors of words that can be nothing but names, rare surnames too: none is in the dictionary."""
    words = re.split(r"[\s、]+", _SET_WIDE.sub(r"\1\2", text.strip()))
    if not 1 <= len(words) <= _MOST or not all(_is_bare_name(w) or _is_strange(w) for w in words):
        return ()
    return tuple(Author(w, None) for w in words)


_MOST = 4
"""Names that stand together without role or mark."""


def is_likely_name(word: str) -> bool:
    """Tell whether a word that a role stands before is a name: 记者 乌云其木格, 通讯员巴山燕."""
    return is_surname(word) or "·" in word or _is_strange(word) or is_of_minority(word)


def is_common_word(word: str) -> bool:
    """Tell whether a word is one of the dictionary and no name: 儿子."""
    if is_surname(word) or not segmenter().has_word(word):
        return False
    return not all(kind.startswith("nr") for _, kind in segmenter().tag(word))


def is_of_minority(word: str) -> bool:
    """Tell whether a word of four characters or more is written with those of Mongolian, Uygur or Tibetan names."""
    return re.fullmatch(f"[{read_table('bylines')['name_syllables']}]{{4,8}}", word) is not None


def _is_strange(word: str) -> bool:
    return re.fullmatch(f"[{HAN}]{{2,3}}", word) is not None and not segmenter().has_word(word)


def split_names(text: str) -> tuple[str, ...]:
    """Split names that are printed without a blank where there is only one way to do so: 丁一何三."""
    if len(text) != 4 or "·" in text or text[:2] in read_words("bylines", "compound_surnames"):
        return (text,)
    return (text[:2], text[2:]) if is_surname(text[2:]) and is_surname(text) else (text,)


def office_and_day(text: str) -> tuple[Author, ...]:
    """Return the office that signs below a headline with the day: 河湾市卫生局（2014年4月16日）."""
    match = re.fullmatch(rf"([{HAN}]{{4,24}})\s*[（(]?\d{{4}}年\s*\d{{1,2}}月\s*\d{{1,2}}日[）)]?", text.strip())
    return (Author(match[1], None),) if match and match[1].endswith(read_words("headings", "office_ends")) else ()


_SIGNING = re.compile(rf"[{HAN}]{{3,22}}(?:局|委员会|委|办公室|人民政府|厅|统计队|疾控中心|疾病预防控制中心)")


def offices(text: str) -> tuple[Author, ...]:
    """Return the offices that sign below a headline: 河湾市卫生局 河湾市统计局."""
    words = re.split(r"[\s、]+", text.strip())
    return tuple(Author(word, None) for word in words) if all(map(_SIGNING.fullmatch, words)) else ()


_DEPARTMENT, _OFFICE = 3, 4
"""Characters of the shortest department of a hospital, and of the shortest office, that stands before a name."""


def post_and_name(text: str) -> tuple[Author, ...]:
    """Return who signs with a post: 河湾市医院院长 丁一; nobody where the line tells of a talk with them."""
    match = re.fullmatch(rf"([{HAN}、]{{2,30}})[\s\u3000]+(.+)", text.strip())
    ends = (
        *read_words("bylines", "posts"),
        *(word for word in read_words("headings", "office_ends") if word not in "会组校社处部办"),
    )
    if (
        not match
        or len(match[1]) < (_DEPARTMENT if match[1].endswith("科") else _OFFICE)
        or not match[1].endswith(ends)
        or match[1][0] in "访记对与听走"
    ):
        return ()
    return tuple(Author(a.name, match[1]) for a in bare_names(match[2])[:1])

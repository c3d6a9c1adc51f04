"""Words of a clause put into the order of a name: 监护床新添 -> 新添监护床, 为老人义诊 -> 义诊老人."""

from __future__ import annotations

import re

from build_scripts.understanding.facts.clauses import Spot
from build_scripts.understanding.facts.cutting import clean_left
from build_scripts.understanding.facts.word_lists import joint_words, tokens_of, word_set

_KEPT_ADVERBS = frozenset(("累计", "年均", "日均"))
_ADVERBS = frozenset("已 也 又 还 再 共 均 都 全部 先后 已经 陆续 相继".split())
_SERVING = frozenset(("为", "给"))


def put_verb_first(head: str) -> str:
    """Return a phrase with the verb that follows its noun before it: 特色专科新增 -> 新增特色专科."""
    tokens = list(tokens_of(head[:-1] if head.endswith(("了", "出")) else head))
    if len(tokens) < 2 or tokens[-1][0] not in word_set("resulting_verbs"):
        return _serve_whom(head)
    verb = tokens.pop()[0]
    while len(tokens) > 1 and (tokens[-1][0] in _ADVERBS or tokens[-1][0] in _KEPT_ADVERBS):
        adverb = tokens.pop()[0]
        verb = adverb + verb if adverb in _KEPT_ADVERBS else verb
    noun = "".join(word for word, _ in tokens)
    plain = tokens[-1][1][:1] not in {"d", "p", "c", "u", "f"} and not noun.endswith(("被", "以来"))
    return verb + noun if len(noun) >= 2 and plain else head


def _serve_whom(head: str) -> str:
    """Return 义诊老人 for 为老人义诊: the verb, then those for whom it is done."""
    tokens = tokens_of(head)
    if len(tokens) < 3 or tokens[-1][0] not in word_set("verbs") or len(tokens[-1][0]) < 2:
        return head
    at = next((i for i, (word, _) in enumerate(tokens) if word in _SERVING), None)
    if tokens[-2][1] == "v" and len(tokens[-2][0]) > 1:
        return head  # 为基层|出具|报告: what is done stands before what it is done with
    whom = "" if at is None else "".join(word for word, _ in tokens[at + 1 : -1])
    return tokens[-1][0] + whom if 2 <= len(whom) <= 10 else head


_SHORT_VERB = re.compile(r"^[\u4e00-\u9fff、]{2,12}(?:设|建|开|办|修|添|增|招)了(?=[\u4e00-\u9fff]{3,}$)")


def without_particles(text: str) -> str:
    """Return a phrase without the 着 and 了 that follow its verbs: 联系着医院 -> 联系医院."""
    if "着" not in text and "了" not in text:
        return text
    text = _SHORT_VERB.sub("", text)
    tokens = tokens_of(text)
    return "".join(w for i, (w, flag) in enumerate(tokens) if not (i and w in {"着", "了"} and flag.startswith("u")))


_CHOSEN = re.compile(r"^(.{2,14}?)(?:当中|之中|中|里)((?:评选|挑选|遴选|筛选|推选|票选|评|选|挑|推)出?)了?$")


def chosen_from(spot: Spot, bare: str) -> str:
    """Return 评选出的案例 for 从28个案例中评选出10个, empty for other clauses."""
    match = _CHOSEN.match(bare) if spot.shared else None
    return f"{match[2]}的{match[1]}" if match else ""


_MEASURED = re.compile(r"^(?:总|项目总?)?(?:建筑|占地|用地|建设)?(?:面积|投资|投资额|规模)$")
_PROJECT = re.compile(
    r"^((?!是|也是|即|为)[\u4e00-\u9fff“”]{2,24}?(?:项目|工程|院区|大楼|[^主]楼|基地|园区)(?:[一二三]期)?(?:工程|项目)?)"
)
_DIGIT = re.compile(r"\d")
_SPENT = frozenset(("用时", "耗时", "历时", "只用", "仅用"))


def completed_by_prior(head: str, spot: Spot, names: tuple[str, ...], counted: str) -> str:
    """Return a measure with the project or errand that the clause before names, or `counted`: 二期工程总面积."""
    measured = _MEASURED.match(head)
    if measured and counted.endswith(("项目", "工程")) and counted[:2] in spot.prior:
        return f"{counted}{head.removeprefix('项目')}"
    if not (measured or head in _SPENT) or not spot.prior or _DIGIT.search(spot.prior):
        return head
    if head in _SPENT:
        errand = re.search(r"[^，]{0,6}从[^，]{1,14}[到至][^，]{1,12}$", spot.prior)
        mean = "平均" if "平均" in spot.left else ""
        return f"{errand[0]}{mean}用时" if errand else head
    project = _PROJECT.match(clean_left(spot.prior, names))
    return f"{project[1]}{head.removeprefix('项目')}" if project else head


def topic_of(spot: Spot) -> str:
    """Return the noun phrase that a clause before holds and nothing else: 国家级示范区，全市已建成3家."""
    tokens = tokens_of(spot.prior) if 4 <= len(spot.prior) <= 20 and not _DIGIT.search(spot.prior) else ()
    named = tokens and tokens[-1][1].startswith("n")
    verbs = joint_words("verbs", "predicates")
    return spot.prior if named and not any(w in verbs or f[:1] in {"v", "p", "d", "c", "r"} for w, f in tokens) else ""


_FACILITY = re.compile(
    r"^(?:.{1,12}的)?([\u4e00-\u9fff]{1,8}(?:科|病区|中心|院区|楼|病房))(?:设有|建有|配有)(.{2,12})$"
)


def of_a_facility(text: str) -> str:
    """Return 烧伤科床位 for 扩建后的烧伤科设有床位, empty where no part of an institution has something."""
    match = _FACILITY.match(text) if "有" in text else None
    return match[1] + match[2] if match else ""

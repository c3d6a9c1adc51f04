"""Indicators of money by what it is spent on, what a thing costs, and who pays how much of a fee."""

from __future__ import annotations

import re

from build_scripts.understanding.facts.clauses import Spot
from build_scripts.understanding.facts.memory import Memory
from build_scripts.understanding.facts.tables import alternation, words
from build_scripts.understanding.facts.word_lists import tokens_of

_HAN = "[\u4e00-\u9fff“”]"
_SPENT = re.compile(r"(投资|投入|出资|斥资|耗资|花费?了?|拿出|争取到?|筹资|筹集|列支)$")
_VERBS = dict((pair if "=" in pair else f"{pair}={pair}").split("=") for pair in words("indicator_words", "bought"))
"""What is done with money, and the noun that names it."""
_MANY = (
    r"(?:(?:约|近)?[\d.]+万?余?多?|[一二两三四五六七八九十几数]+)(?:余|多)?"
    r"(?:个|项|处|座|所|家|台|辆|套|张|间|批|部|架|平方米|公里|米)(?:的)?"
)
_BOUGHT = re.compile(
    rf"(?:(?:在|用)[^，。；]{{1,16}}?(?=为|给|[{''.join(sorted({verb[0] for verb in _VERBS}))}]))?"
    rf"(?:(?:为|给)(?P<whom>{_HAN}{{2,10}}?))?"
    rf"(?P<verb>{alternation(list(_VERBS))})(?:了|起|好)?(?:{_MANY})?(?P<thing>{_HAN}{{2,16}}?)"
    rf"(?=[，。；、和]|[\d\1]|$|[一二两三四五六七八九十几]+[个项处座所家台辆套张间])"
)


def name_spending(spot: Spot, bare: str, right: str) -> str:
    """Return the indicator of money that is spent on something: 拿出50万元买回一套影像设备 -> 影像设备购置投入."""
    spent = _SPENT.search(bare)
    if spent is None:
        return ""
    bought = _BOUGHT.match(right.lstrip("，")) or (None if right else _BOUGHT.match(spot.following))
    if bought is None or tokens_of(bought["thing"])[-1][1][:1] not in {"n", "j", "l", "v", "x"}:
        return ""
    given = spent[1][0] in "争筹"
    noun = "投资" if spent[1] == "投资" else "资金" if given else "投入"
    return f"{bought['whom'] or ''}{bought['thing']}{_VERBS[bought['verb']]}{noun}"


_SOLD = re.compile(
    r"(?:^|，|的)(?P<what>[^，的]{0,14}?)(?:一|每)"
    r"(?P<measure>小?(?:公斤|盒|包|斤|瓶|支|片|副|剂|份|袋|箱|只|头|棵|克|吨|亩|张|件))(?P<of>[\u4e00-\u9fff]{0,6}?)"
    r"(?:只|仅|才|都|就|已|能|可|最高|最低)?(?:卖|售|售价|价格?)(?:到|了|为|是|至)*$"
)


def name_price(left: str, spot: Spot, memory: Memory) -> str:
    """Return what something costs: 一斤茶叶卖到 -> 每斤茶叶价格; the thing may stand in the clause before."""
    sold = _SOLD.search(left)
    if sold is None:
        return ""
    what = "" if sold["of"] else sold["what"] or _thing_before(spot) or memory.head
    name = f"{what}每{sold['measure']}{sold['of']}价格"
    memory.keep(name, "元")
    return name


def _thing_before(spot: Spot) -> str:
    """Return the thing that the clause before is: 同一种止痛药，每盒卖三元."""
    thing = re.sub(r"^(?:同一[种个]|同样的|一种)", "", spot.prior)
    tokens = tokens_of(thing) if 2 <= len(thing) <= 14 else ()
    return thing if tokens and all(flag[:1] in {"n", "a", "j", "x", "l"} for _, flag in tokens) else ""


_PAYS = re.compile(
    r"(?:^|，)(?P<who>[^，]{0,10}?)(?P<self>自己|个人|自家|本人)?(?:仍然|依然|实际|最终|还|也|就|都)*(?:只|仅|才)?(?:要|需|须|用)?(?:再)?"
    r"(?:掏|出|付|缴|交|花|承担|分担|负担|自付|支付|自掏|自费)(?:了|的)?$"
)
_PAYER = re.compile(
    r"(?:患者|病人|居民|农民|老人|群众|百姓|家属|家庭|村民|市民|职工|孕妇|参合者|参保人员?|学生|孩子|产妇)$"
)
_FUND = re.compile(
    r"^(?:由)?(?:[\u4e00-\u9fff]{0,4}(?:医保|新农合|合作医疗|财政|公卫经费|基金|民政|单位|集体|医院|企业))$"
)
_FEE = re.compile(r"(?:费|费用|收费|筹资|价格|花费|标准|缴费)(?:（[^（）]*）)?$")


def name_share_of_fee(left: str, memory: Memory) -> str:
    """Return who pays how much of a fee that was named before: 签约费个人自付, 签约费医保承担."""
    pays = _PAYS.search(left)
    if pays is None:
        return ""
    fee = re.sub(r"（[^（）]*）$", "", memory.head)
    fee = fee if _FEE.search(fee) and len(fee) <= _LONGEST_FEE else ""
    if pays["self"] or _PAYER.search(pays["who"]):
        return f"{fee}个人自付" if fee else ""
    return f"{fee}{pays['who'].removeprefix('由')}承担" if fee and _FUND.match(pays["who"]) else ""


_LONGEST_FEE = 14

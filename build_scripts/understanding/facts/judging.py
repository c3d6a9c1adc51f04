"""Which numbers with a unit are figures, and which are turns of phrase, deadlines, ages and opening hours."""

from __future__ import annotations

import re
from decimal import Decimal

from build_scripts.understanding.facts.tables import units, units_with_han

_VAGUE_AFTER = re.compile(r"(?:方面|层面|环节|阶段|问题|字|关键|维度|原则|坚持|确保|必须|不|转变|意识)")
_BARE_AFTER = re.compile(r"$|[，。；、！？：）)…”]|(?:和|及|以上|以下|左右)")
_BARE_BEFORE = re.compile(
    r"(?:达到?|为|至|到|约|近|超|逾|有|共|口|数|量|人次|破|过|足|于|计|民|人|者|资|额|款|[少多加减增长降省]了?)$"
)


def is_figure(match: re.Match[str], text: str, value: Decimal, unit: str) -> bool:
    """Tell whether number and unit measure something here."""
    number, after = match["a"], text[match.end("unit") if match["unit"] else match.end() :][:6]
    han = number[0] not in "0123456789"
    if not unit:
        return _counts_bare(match, text, value, after)
    if value == 0:
        return False
    kind = units()[unit]
    if han and not _han_counts(match, text, value, unit, after):
        return False
    if kind in {"duration", "age", "score"}:
        return _measures_time(match, text, kind, after)
    if kind == "medal":
        before = text[max(0, match.start("a") - 2) : match.start("a")]
        return bool(re.search(r"[\u4e00-\u9fff银金]$", before)) and bool(re.match(r"\d|[、，。；和]|$", after))
    return True


_PEOPLE_AFTER = re.compile(
    r"(?:的|名|位|余)?(?:城乡|城镇|农村|农业|非农业|常住|户籍|流动|参保|参合|贫困|受益|签约|在校|适龄|服务)?"
    r"(?:居民|群众|人口|农民|百姓|老人|老年人|儿童|学生|市民|村民|职工|患者|家庭|用户)"
)
_GROWS_AFTER = re.compile(r"(?:增|升|提高|提升|扩|减少?|下降|降|上升|跃升|跌|缩)[\u4e00-\u9fff]{0,2}[至到为]")
_INDEX_BEFORE = re.compile(
    r"(?:[\u4e00-\u9fffA-Z]值|[A-Z]{3}|指数|[^一二三四五六七八九十百]比|系数|积率|密度)(?:为|是|达到?|[降升][至到])?$"
)


def _counts_bare(match: re.Match[str], text: str, value: Decimal, after: str) -> bool:
    """Tell whether a number without a unit is a count in 万 or 亿, or an index (CMI值1.12)."""
    number = match["a"]
    before = text[max(0, match.start("a") - 8) : match.start("a")]
    if number[-1] not in "万亿" and not match["mult"]:
        here = text[max(0, match.start() - 8) : match.start()]
        return bool("." in number and value and _BARE_AFTER.match(after) and _INDEX_BEFORE.search(here))
    if number in {"万", "亿"}:
        return bool(match["pre"]) and after.startswith("的") and bool(re.search(r"人口|居民|人数", before))
    if number[0] not in "0123456789":
        return bool(match["pre"] and re.match(r"大关|[，。；！？]|$", after) and _BARE_BEFORE.search(before))
    if _PEOPLE_AFTER.match(after) or (match["pre"] and after.startswith("的") and re.search(r"人口|居民|人数", before)):
        return True
    if re.search(r"[从由]$", before) and _GROWS_AFTER.match(after):
        return True
    return bool(_BARE_AFTER.match(after) and (match["pre"] or _BARE_BEFORE.search(before)))


def _han_counts(match: re.Match[str], text: str, value: Decimal, unit: str, after: str) -> bool:
    """Tell whether a numeral in Chinese characters is a count and not a turn of phrase."""
    marked = match["pre"] or match["mid"] or match["mid2"]
    if match["a"] in {"百", "千", "万", "亿"}:
        return bool(marked)
    if value == 1:
        before = text[max(0, match.start() - 2) : match.start()]
        return before in {"唯一", "仅有"} or (unit == "倍" and bool(re.match(r"[，。；]|$", after)))
    if unit not in units_with_han():
        return value >= 10 and bool(marked or value % 10 == 0)
    if value < 10 and units()[unit] == "count":
        return not _VAGUE_AFTER.match(after)
    return True


_SPENT = re.compile(
    r"(?:用时|用了|[仅只才]用|[仅只]需|需要|耗时|历时|时间|时长|时限|住院日|周期|平均|缩短|压缩|减少|提前|延长|降(?![压糖脂温])|"
    r"等待|等候|候诊|反应|响应|不到|不足|间隔|持续|步行|车程|住了|要走|走上?|最快|最慢|最长|最短|疗程|停留|用|"
    r"等了?|(?<!刚)满|连续|隔离|住上|快则|慢则|配送|不超过|不少于|少于|多于)[^，。；、]{0,6}$|(?:用时|时间|时长|时限|住院日|周期|平均|缩短|压缩|耗时|历时)"
)
_AT_ONCE = re.compile(
    r"(?:钟)?(?:内|之内|以内)?(?:就|便|即|可|能|即可|就能|先|后|左右)*"
    r"(?:赶到|到达|抵达|到家|到场|送达|锁定|派车|派出|接诊|出具|出结果|出报告|完成|办[好结完]|有回音|有回复|回复|反馈|给出|清完|响应|处置|定位|到|结[账算])"
)
_OPEN_HOURS = re.compile(
    r"(?:的|不间断|全天候?|随时|无休|畅通|在线|值[班守]|轮[值班]|开放|服务|接诊|热线|绿色通道|守护|一班|一次|营业|监测|监护)"
)
_VALID = re.compile(r"(?:之内|以内|内)[^，。；]{0,6}(?:复诊|挂号|免|有效|报销|复查|退)")
_AGED = re.compile(
    r"(?:寿命|平均年龄|中位年龄)[^，。；]{0,8}$|最(?:年轻|年长|年老|大|小)的[^，。；]{0,4}$|寿命[^，。；]{1,24}岁[^，。；]{0,4}[到至为]$"
)
_KEPT = re.compile(r"控制|压缩|缩短|降|保持|稳定|平均|不超过|住院日")
_COUNTED = re.compile(r"[\d万千百十余多][名位个人]$")
_SCORED = re.compile(r"(?:得分|评分|总分|满意度|指数|考核|成绩)[^，。；]{0,8}$")


def _measures_time(match: re.Match[str], text: str, kind: str, after: str) -> bool:
    """Tell whether days, hours, years of age or points are a result here, and no date, deadline or opening time."""
    before = text[max(0, match.start() - 24) : match.start("a")]
    clause = re.split(r"[，。；：！？（）]", before)[-1]
    if kind == "score":
        return bool(_SCORED.search(clause))
    if kind == "age":
        ranged = match["b"] or (
            match["post"] in {"以上", "以下"}
            and re.match(r"[^，。；]{0,14}[，。；]?[^，。；]{0,4}(?:免费|享受|可|优先)", text[match.end() :])
        )
        exact = "." in match["a"] and not match["b"]
        return not _COUNTED.search(clause) and bool(exact or _AGED.search(clause) or ranged)
    if match["unit"] in {"分钟", "秒"} and _AT_ONCE.match(text, match.end("unit")):
        return True
    if (
        match["unit"] in {"小时", "个小时"}
        and not after.startswith(("内", "之内", "以内"))
        and _AT_ONCE.match(text, match.end("unit"))
    ):
        return True
    if after.startswith(("内", "之内")) or (match["post"] == "以内" and not _KEPT.search(clause)):
        return bool(_VALID.match(text[match.end("unit") :]))
    if match["unit"] in {"小时", "个小时"} and _OPEN_HOURS.match(text, match.end("unit")):
        return False
    return bool(_SPENT.search(clause) or match["post"] == "左右" or match["b"])

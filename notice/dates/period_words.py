"""How official Chinese names a day or a period: one pattern, each part of it a named group.

It is matched against text without blanks. Every repetition in it is bounded.
"""

import re

HAN = "一二三四五六七八九"
TO = "(?:[-—–―~～]{1,2}|至|到)"
_MONTH = rf"(?:\d{{1,2}}|十[一二]?|[{HAN}])"
_DAY = rf"(?:\d{{1,2}}|[一二三]?十[{HAN}]?|[{HAN}])"
_QUARTER = "[一二三四1-4]"
_WITHIN = "内(?![部蒙容设涵])"  # not 年内部, 内蒙古
_LAST = "终(?=前|$)"  # not 年终总结
_MIDDLE = "中(?=前|$)"  # not 2024年中央

# 2024-06-30, 2024.6, 2024.1-12, 20240630; not 2024.6万元
_NUMERIC = (
    r"(?P<iso>(?<![\d.])20\d\d)(?P<sign>[-./])(?P<iso_month>\d{1,2})"
    rf"(?:(?P=sign)(?P<iso_day>\d{{1,2}})日?|{TO}(?P<iso_until>\d{{1,2}})(?![-./年]))?"
    r"(?![\d.%万亿元])"
    r"|(?<!\d)(?P<compact>20\d{6})(?!\d)"
)
# “十四五”末, 十四五期间
_PLAN = rf"[“\"]?十(?P<plan>[{HAN}])五[”\"]?(?:规划)?(?:(?:期|时期)?(?P<plan_end>末期?)|时期|期间)"
_SHORT = "(?=年(?:1?[1-9]月|10月|[底末]))"  # 24年6月; not 24年来
# 2024年, 二〇二四年, 今年, 明年度, 2024—2026年; with 年底, 年内 behind
_YEAR = (
    rf"(?:(?P<since>(?<!\d)20\d\d)年?{TO})?"
    rf"(?:(?P<year>(?<!\d)(?:(?:19|20)\d\d|2\d{_SHORT})|[一二][〇○零O0九][〇○零O0{HAN}]{{2}})(?:年度?(?!初)|$)"
    r"|(?P<relative>[今本当明次翌来去上])年度?)"
    rf"(?:年?(?:(?P<year_end>底|末|{_WITHIN}|{_LAST})|(?P<middle>{_MIDDLE})))?"
)
# 6月, 6月底, 6月上旬, 6月30日, 3—10月, 本月底, 月底
_MONTHS = (
    rf"(?:(?<![\d.])(?P<since_month>{_MONTH})(?:月份?)?(?:{_DAY}[日号])?{TO}"
    rf"|(?<![\d.])(?:{_MONTH}、){{1,5}})?"
    rf"(?:(?<![\d.])(?P<month>{_MONTH})月份?|(?P<near>[本下])个?月"
    rf"|(?<![\d{HAN}十个每逐按])(?P<bare_month>月)(?=[底末]))"
    rf"(?:(?:{_DAY}[日号]?{TO})?(?P<day>{_DAY})(?:[日号]|(?=[之以]?前|$))"
    "|(?P<month_part>中?[上下]旬|上?中旬|初|中(?=前|$))|(?P<month_end>底|末))?"
)
# 三季度, 前三季度, 第三季度末, 一至三季度
_QUARTERS = (
    rf"(?:第?(?P<since_quarter>{_QUARTER})(?:季度?)?{TO}|(?:第?{_QUARTER}、){{1,3}})?前?第?(?P<quarter>{_QUARTER})季度"
    "(?P<quarter_end>底|末)?"
)
_HALVES = "(?P<half>[上下])半年(?P<half_end>底|末)?"
# 年底, 年内; not 三年内, 半年内, 每年底
_BARE_YEAR = rf"(?<![\d{HAN}十百几两多半每学财前])年(?P<bare_end>度?[底末]|{_WITHIN}|{_LAST})"
# 国庆节前, “五一”前: feasts with a day of their own
_FEASTS = (
    '[“"]?(?P<feast>元旦|五一|七一|八一|十一|国庆|劳动节|建党节|建军节|教师节)[”"]?'
    "(?:国际)?(?:劳动|建党|建军)?节?(?:小?长假|假期)?(?=(?:之|以|来临|到来)?前(?!后))"
)
_TAIL = f"{_MONTHS}|{_QUARTERS}|{_HALVES}|{_BARE_YEAR}|{_FEASTS}"

# Looking at the first sign alone passes over most of a text quickly. The last alternative may
# match nothing at all, where neither a year nor what follows one is there.
_FIRST = rf"(?=[\d{HAN}〇十前第上下本今当明次翌来去月年元国劳建教“\"])"
PERIOD = re.compile(rf"{_FIRST}(?:{_NUMERIC}|{_PLAN}|(?:{_YEAR})?(?:{_TAIL})?)")

ENDS = (
    "year_end",
    "middle",
    "month_part",
    "month_end",
    "quarter_end",
    "half_end",
    "bare_end",
    "plan_end",
)
SPANS = ("since", "since_month", "since_quarter")
FINER = ("month", "near", "bare_month", "quarter", "half", "iso")

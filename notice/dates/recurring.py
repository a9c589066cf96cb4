"""Words for work without one day of its own: what recurs, what goes on, what hangs on an event.

They are looked for in a text without blanks. Every repetition is bounded.
"""

import re

from notice.dates.period_words import HAN, TO

_NUMBER = rf"(?:\d{{1,3}}|[{HAN}两十百半]{{1,4}})"
_EACH = rf"每(?:半?年|半?月|(?:{_NUMBER}个)?月|双?周|季度?|星期|旬|[日天]|个?工作日|学期)"
_TAIL = rf"[{HAN}十\d度的首末第个上中下旬月年周日号季底初前之以、和及至—\-]{{0,16}}"

#: 每月25日前, 每季度首月10日前, 2024—2026年每年12月底前, 按季度, 逐月, 定期
EVERY = re.compile(
    rf"(?:[自从]?20\d\d(?:年?{TO}20\d\d)?年起?[，,]?)?{_EACH}{_TAIL}"
    "|[按逐](?:半?年|半?月|季|周|旬|日|天)度?+(?!节|计划|目标|任务|安排)|月月|季季"
    "|(?<!规)不?定期(?!限)|双周|(?<!个)半月"
    "|[一半](?:个?月|季度?|周|年)[一两二三四](?:次|报|调度|通报|总结|督查)"
    rf"|(?<![\d{HAN}十年])[月季周]度?(?:调度|通报|报告?)"
)
#: What says by when in each period, in prose: 每年1月31日前, 每月底
EVERY_BY = re.compile(rf"{_EACH}{_TAIL}(?<=[前底末])")

#: 长期坚持, 常态化, 全年: work that goes on; its end, if any, is the plan's own.
ALWAYS = re.compile(
    r"长期|持续|常态|长效|常年|常抓|经常|日常|始终|贯穿|全年|[年月日]起(?=$|[，,。；;、])"
)
#: 2024年全年 goes on through the year; the year is no deadline.
ALL_YEAR = re.compile(r"(?:20\d\d|[今本])年度?全年")

_LENGTH = (
    rf"{_NUMBER}(?:个?工作日|个半?月|年|个?季度|[日天周]|个?星期|个?小时)(?:时间)?"
    "(?:(?:之|以)?内|$)"
)
_SINCE = "(?:之日|之时|之?后|以后|日)?(?:起|算起)?(?:的|，|,)?"
#: 本意见印发之日起30日内, 收到本通知后一周内
FROM_ISSUE = re.compile(
    "[自从]?(?:本[^，,。；;、]{1,6})?(?:印发|下发|发文|收到本[^，,。；;、]{1,4}|(?<=本)发布)"
    rf"(?:本[^，,。；;、]{{1,4}})?{_SINCE}{_LENGTH}"
)
#: 疫情解除后三个月内: an event that comes once, on a day nobody knows yet
FROM_EVENT = re.compile(
    "(?:^|(?<=[，,。；;：:、在于自从至]))[^，,。；;：:、在于自从至]{2,10}(?:解除|结束|批复|下达|出台|获批|开工|中标)"
    rf"{_SINCE}{_LENGTH}"
)
#: 一个月内, 30个工作日内, or 3个月 at the end of a cell
LENGTH = re.compile(_LENGTH)
#: 力争三年内建成: in prose only with what is to be done; shorter times are terms of service
LENGTH_TO_DO = re.compile(
    rf"(?:^|(?<=[，,。；;：:在用要须])|(?<=力争)|(?<=争取)|(?<=确保))"
    rf"{_NUMBER}(?:个半?月|年)(?:时间)?(?:之|以)?内"
    "(?=[^，,。；;、的]{0,6}(?:完成|建成|实现|达到|到位))"
)
_SEASONS = (
    "春节|清明|端午|中秋|元宵|重阳|两节|双节|两会|(?:主?汛|供暖|采暖|防火)[期季]?|入[汛冬]|高考"
    "|(?:[春秋]季(?:学期)?)?开学|[寒暑][假期]"
    "|春[耕播]|夏[收种]|秋[收种播]|三[夏秋]|封冻|雨季|农忙"
)
#: 春节前, 2025年汛期前: each year on another day
MOVING = re.compile(
    rf"(?:(?:20\d\d|[今本明])年)?[“\"]?(?:{_SEASONS})[”\"]?节?(?:来临|到来|开始)?(?:之|以)?前(?![后期])"
    rf"|(?<![\d{HAN}十百几多今去当本明全每])年前(?![后期])"
)

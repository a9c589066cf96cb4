"""What a page puts around a notice's text: page numbers, a website's entries and buttons."""

import re
from collections.abc import Sequence

from notice.labels import label_of
from notice.lines import Line


def without_furniture(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Part a notice's own lines from the furniture.

    Behind the numbered paragraphs the first line that leads on to other pages ends the notice.
    """
    kept: list[Line] = []
    dropped: list[Line] = []
    has_begun = False
    for at, line in enumerate(lines):
        text = "".join(line.text[:_LONGEST].split())
        if has_begun and _LEADS_ON.match(text):
            return kept, [*dropped, *lines[at:]]
        is_furniture = len(text) < _LONGEST and _FURNITURE.match(text)
        (dropped if is_furniture else kept).append(line)
        has_begun = has_begun or label_of(text) is not None
    return kept, dropped


_LONGEST = 120
_ENTRY = (
    "标题|(?:信息|文件|公文)?名称|索引号|信息索引|发文字号|文号|字号|成文日期|发文日期|发布(?:日期|时间|机构|单位)|公开(?:日期|时间|范围|方式|属性)|"
    "生成日期|发文(?:机关|单位|机构)|制发机关|(?:信息|组配|主题|服务对象|体裁)分类|主题词|体裁|"
    "(?:是否)?有效性?|效力(?:状态|等级)|时效性|(?:信息|文章|稿件)?来源|作者|(?:责任)?编辑|审核|校对|录入|"
    "(?:浏览|点击|阅读|访问)(?:次数|量|数)?|字体(?:大小)?|生效日期|实施日期|施行日期|废止日期|废止时间|政策咨询(?:机关|电话)"
)
_FURNITURE = re.compile(
    # - 3 -, — 12 —, ·3·; 第3页, 第3页共10页, 3/10
    r"[-—–―－·~]{1,3}\d{1,4}[-—–―－·~]{1,3}$|第\d{1,4}页(?:[，,/]?共\d{1,4}页)?$|\d{1,3}/\d{1,3}页?$|\d{1,4}页$"
    rf"|[•·◆|\[【]?(?:{_ENTRY})(?:[:：]|\|)"
    r"|(?:您(?:现在|当前)?(?:所在)?的?|当前|所在)位置"
    r"|[【\[|]?(?:打印|关闭|收藏|分享|首页|返回|朗读|下载|扫一扫|无障碍|长者|关怀版|繁體|繁体|简体|字体|大中小)"
    r"(?![^】\]|]{12})(?!.*[。；])"
)
_LEADS_ON = re.compile(
    r"[【\[•·]?(?:上一[篇条]|下一[篇条]|(?:相关|延伸|政策)(?:解读|文[档件章]|链接|信息|阅读|报道|附件|新闻)|扫一扫|"
    r"(?:打印|关闭)(?:本页|本文|窗口|页面|此页)|分享到?(?:[:：]|$)|【?纠错|网站地图|版权所有|网站标识码|主办[:：]|"
    r"政策解读|附件下载|文件下载|原文下载)|.{0,30}索引号[:：]"
)

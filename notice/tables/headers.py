"""What a column holds by its word in a table's header, composed of the parts such words have."""

import re
from enum import StrEnum

from notice.labels import label_of
from notice.lines import without_blanks


class Kind(StrEnum):
    """What a column holds; the unit columns bear the names of the parts that they give."""

    NUMBER = "number"
    SECTION = "section"
    TASK = "task"
    LEAD = "lead"
    ASSIST = "assist"
    PLAIN = "plain"
    DUE = "due"
    TARGET = "target"
    PERSON = "person"
    PROBLEM = "problem"
    MEASURE = "measure"
    REMARK = "remark"
    OTHER = "other"


UNITS = (Kind.LEAD, Kind.ASSIST, Kind.PLAIN)
#: A header's word is no longer than this.
LONGEST = 16


def kind_of(word: str) -> Kind:
    """Return what a column holds by its word in the header; a remark in a bracket is no part."""
    name = _REMARK_WITHIN.sub("", without_blanks(word)).upper()
    if not name or len(name) > LONGEST or label_of(name):  # 一、主要目标 is a heading below
        return Kind.OTHER
    known = (kind for kind, form in _KINDS if form.fullmatch(name))
    return next(known, None) or _kind_of_units(name)


def is_half(word: str) -> bool:
    """Tell whether a word says nothing alone, but may with the next: 责任, 第二季度."""
    return kind_of(word) is Kind.OTHER and _HALF.fullmatch(word) is not None


def belong_together(first: str, second: str) -> bool:
    """Tell whether two words next to each other are the halves of one: 责任 above 科室."""
    is_role = _ROLE_ALONE.fullmatch(first) and _OFFICE_ALONE.fullmatch(second)
    is_rest = is_half(first) and (len(second) <= _SHORT or _PERIOD_ALONE.fullmatch(first))
    is_cut = is_rest or is_role or _CUT.fullmatch(f"{first} {second}")
    return bool(is_cut) and kind_of(first + second) is not Kind.OTHER


def _kind_of_units(name: str) -> Kind:
    """Return which units a column names: who leads, who helps or, being of both, all of them."""
    if not _OF_UNITS.fullmatch(name):
        return Kind.OTHER
    named = {kind for part in re.split(_AND, name) if (kind := _role_in(part))}
    return named.pop() if len(named) == 1 else Kind.PLAIN


def _role_in(part: str) -> Kind | None:
    """Return the role that a part says; None where it only says 单位 or names persons."""
    leads, assists = re.search(_LEADS, part), re.search(_ASSISTS, part)
    if leads or assists:
        return Kind.PLAIN if leads and assists else Kind.LEAD if leads else Kind.ASSIST
    return Kind.PLAIN if re.match(_PLAINS, part) and not _OF_PERSONS.fullmatch(part) else None


_REMARK_WITHIN = re.compile(r"[（(][^）)]{0,12}[）)]")
_AND = "(?:(?<!参)与|[和及、/／或暨])"

_LEADS = "总?牵头|主办|主责|(?:主要|第一|首要)(?:责任|负责)"
_ASSISTS = "配合|协同|协办|协助|协作|支撑|支持|参与|参加|参建|会办|联办"
_PLAINS = (
    "责任|职责|承办|实施|落实|推进|主管|负责|完成|承担|主体责任|行业主管|项目|建设|整改|办理|属地|执行|"
    "主要"
)
_ROLE = f"(?:{_LEADS}|{_ASSISTS}|{_PLAINS})"
_LEVEL = "(?:[省市州县区旗镇乡村](?:级|直|本级)?|街道)"
_OFFICE = (
    "(?:单位|部门|主体|业主|科室|处室|股室|科站|科股室|机构|站所|站办所|镇街|街镇|乡镇|县区|区县|"
    "[科处股])"
)
_PERSON = (
    f"(?:{_ROLE}|{_LEVEL}|分管|主抓|包保|包联|包抓|挂钩|挂点|联系|具体|直接|经办|主要|工作|党政){{0,3}}"
    "(?:领导|责任人|负责人|联系人|联络人|联络员|经办人|承办人|专员|同志|人员?)(?:姓名)?|"
    "(?:联系|联络)?(?:方式|电话)|(?:分管|包保|联系).{0,4}长"
)
_SOME_UNITS = (
    f"(?:(?:任务|工作)?{_LEVEL}?(?:{_ROLE}(?:改革|工作|任务)?){{1,3}}{_LEVEL}?{_OFFICE}{{1,2}}|"
    "(?:单位|部门|主体|科室|处室|股室|机构|站所){1,2})(?:名称)?"
)
_BARE_ROLE = f"(?:{_LEADS}|{_ASSISTS}){{1,2}}(?:责任)?"
_SOME = f"(?:{_SOME_UNITS}|{_BARE_ROLE}|责任)"
_OF_PERSONS = re.compile(f"(?:{_PERSON})(?:{_AND}?(?:{_PERSON})){{0,2}}")
_OF_UNITS = re.compile(
    f"(?:(?:{_PERSON}){_AND}(?={_SOME_UNITS}))?{_SOME}(?:{_AND}{_SOME}){{0,2}}"
    f"(?:{_AND}(?:{_PERSON}))?(?<!^责任)"
)

_PERIOD = (
    "(?:(?:20\\d\\d|[本上今])年度?|\\d{1,2}(?:[-—–至]\\d{1,2})?月份?|第?[一二三四1-4]季度|"
    "[上下]半年|截至目前|本月|本周|当前|目前)"
)
_TIME = "(?:时限|时间|期限|日期|节点|年限|时段|周期|工期)"
_WHICH = (
    "重点|主要|具体|目标|总体|关键|核心|专项|改革|整改|实施|推进|落实|建设|细化|分解|阶段性?|全年|年度|"
    "民生|实事|工作|任务|项目|攻坚|改进|治理|整治|提升|创建|行动|工程|督办|督查|办理|承诺|服务|"
    "完成|量化|考核|责任|计划|保障|决定|议定|交办|批示|会议|贯彻|立项|重大|中心|帮扶|包保"
)
_WHAT = (
    "任务|措施|内容|事项|举措|要点|做法|安排|工作|重点|事务|项目|实事|名称|清单|明细|规模|分解|描述|"
    "抓手|路径|步骤|工程"
)
_SOME_TASKS = (
    f"(?:{_PERIOD}|年度?)?(?:{_WHICH}){{0,4}}(?:{_WHAT}){{1,3}}(?:要求|目标|指标|标准|名称|描述)?"
)
_GOALS = "(?:目标|指标|目标值|指标值|完成标准|成效|成果)(?:要求|任务)?"

# The first form that the whole header word has; what reports comes before what is to be done.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(form))
    for kind, form in (
        (Kind.NUMBER, "(?:任务|项目|事项|问题|工作|清单)?(?:序号|编号|序|号|项次|NO\\.?)"),
        (
            Kind.REMARK,
            (
                f".{{0,12}}进展|.{{0,12}}情况(?:{_AND}?(?:说明|备注|存在.{{2,5}}|问题))?|(?:{_PERIOD}|工作|项目|任务|完成|推进|实施|整改|落实|形象|实际|最新|"
                "序时|的){0,3}(?:进展|进度|状态)|.{0,8}完成(?:率|数|值|量|额|投资|比例)|(?:取得|工作|初步)(?:的)?成效|"
                "备注|说明|备注说明|是否.{1,8}|.{0,4}(?:分值|权重|得分|评分|依据|来源|结果)|(?:开工|启动|开始)时间|"
                f"计划(?:开工|启动|开始)时间|(?:督办|督查|督导|考核|验收|审核)(?:{_LEVEL}?{_OFFICE}|领导|人)|"
                "(?:总|.{0,8}(?:年度?|计划|完成))投资额?|资金(?:来源|安排|需求)|(?:评分|评价|考核|计分)标准|成果形式|(?:意见|工作)?建议|"
                "(?:推进|下步|下一步|.{0,6}季度)(?:工作)?(?:计划|打算)|投资(?:额|计划)"
            ),
        ),
        (Kind.PERSON, _OF_PERSONS.pattern),
        (
            Kind.DUE,
            (
                "(?:计划|预计|拟|要求|目标)?(?:完成|办结|整改|推进|实施|截止|开展|落实|起止|竣工|完工|建成|建设|"
                f"投产|销号|交付|办理|工作|阶段|任务|报送|反馈){{0,2}}的?{_TIME}(?:节点|安排|要求|进度|表|目标)?"
                f"(?:{_AND}(?:要求|标准|目标|节点|进度))?|月份|(?:时间|计划)?进度(?:节点|安排|要求|计划|表)|计划进度|时间进度"
            ),
        ),
        (
            Kind.SECTION,
            (
                "(?:任务|工作|重点|所属|项目|问题|事项|指标)?(?:类别|分类|方面|领域|大类|板块|版块|类型|条线|行业|"
                "专项|专题)(?:名称)?|(?:专项|攻坚|重点|主要|提升|三年)?行动(?:名称)?|一级(?:指标|任务|项目)"
            ),
        ),
        (
            Kind.TASK,
            (
                f"{_SOME_TASKS}(?:{_AND}(?:{_SOME_TASKS}|(?:{_WHICH}){{0,2}}(?:要求|目标|指标|标准|成效))){{0,2}}|"
                f"(?:{_WHICH}){{0,2}}(?:目标|指标|要求){_AND}(?:{_SOME_TASKS})|(?!目标)(?:{_WHICH}){{1,2}}要求|"
                f"(?:{_PERIOD}|年度|全年)?(?:{_WHICH}){{0,2}}(?:指标|目标)名称|..(?:任务|措施|举措|事项|内容)|[二三]级(?:指标|任务|项目)"
            ),
        ),
        (Kind.TARGET, f".{{0,8}}{_GOALS}(?:{_AND}{_GOALS})?"),
        (
            Kind.PROBLEM,
            (
                "(?:存在|发现|反馈|突出|主要|具体|整改|涉及)?的?(?:主要|突出)?(?:问题|困难|意见|建议)"
                f"(?:{_AND}?(?:问题|困难|原因|不足|描述|表现|内容|建议))?"
            ),
        ),
        (Kind.MEASURE, "计量单位"),
        (Kind.PLAIN, "(?:责任|职责)?分工"),
    )
)
# The halves of words broken over two lines or cells: 责任|领导, 第二季度|完成情况, 重点|任务.
_SHORT = 3
_PERIOD_ALONE = re.compile(_PERIOD)
_HALF = re.compile(
    f"(?:{_PERIOD}|{_ROLE}|{_LEVEL}|{_WHICH}|分管|包保|联系|办结|截止|竣工|开工){{1,3}}"
)
_ROLE_ALONE = re.compile(f"{_LEVEL}?(?:{_LEADS}|{_ASSISTS}){{1,2}}(?:责任)?")
_OFFICE_ALONE = re.compile(f"{_OFFICE}|责任{_OFFICE}|领导|责任人")
_CUT = re.compile(f"(?:{_WHICH}){{0,2}}目标 任务|(?:工作|重点|主要) (?:任务|内容|事项|措施|重点)")

"""The word classes of official Chinese that the reading of targets rests on, as data."""

import re
from functools import lru_cache


def _any_of(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


# Verbs that only bring a thing about: the thing is what is counted (新建2座天桥).
_MAKING = _any_of(
    "建设 新建 创建 建成 建成投用 建立 打造 培育 培养 开展 举办 举行 召开 完成 实施 推进 推动 "
    "实现 落实 引进 招引 引育 认定 启动 给予 提供 安排 申请 制定 制订 编制 出台 评选 推荐 遴选 "
    "选树 扶持 扩建 改建 迁建 续建 重建 筹建 设立 成立 配备 配齐 组建 储备 吸引 支持 办理 "
    "争创 创成 建好 形成 推出 开设 开办 布局 布设 设置 开发 开工 竣工 组织 抓好 做好 加快 "
    "加强 鼓励 引导 督促 促进 指导 帮助 保持 统筹 谋划 聚焦 围绕 达到 谋划实施 投用 开通 获批 "
    "创树 命名 申报 获评 配置 备足 拥有 办好 发布 下达 开工建设 组织实施 "
    "组织开展 派出 选取 选定 选择 确定 布置 供应 增加 上线 受理 发展 壮大 树立 建有 设有 引入 "
    "巩固 培优 做强 做大 打通 启动建设 建设完成"
)
# Verbs that say what is done with a thing that is there: they belong to its name (改造管网).
_ACTING = _any_of(
    "改造 提升 培训 轮训 招聘 招募 招录 选派 选聘 选拔 拆除 整治 治理 修复 修缮 走访 慰问 排查 "
    "化解 盘活 惠及 带动 帮扶 吸纳 安置 新增 净增 减少 压减 清理 栽植 种植 更新 安装 铺设 硬化 "
    "流转 消化 处置 推广 转化 转移 发放 投放 争取 输送 服务 覆盖 筹集 筹措 投入 投资 采购 购置 "
    "检查 抽检 检测 监测 宣传 演练 解决 救助 资助 配送 改善 亮化 绿化 维修 养护 疏浚 收储 出让 "
    "收回 化债 核查 巡查 研究 调整 调研 修订 修编 回收 减免 下放 取消 优化 开放 创作 刊发"
)
_SMALL = "(?:再|并|还|可|要|共|新|和|及|依法|按规定|统一|率先|成功|高标准|高质量|高水平|累计|全面)"
# 新（改、扩）建, 新改扩建: any of several ways of building.
_BUILDING = (
    r"[新改扩迁续重][新改扩迁续重建（）()、/／和及]{1,8}(?<!建)建(?:设|成)?|建[（(][改扩迁][)）]成?"
)
_MAKING += "|(?:更新)?[增新]设(?![施备])"
_NO_NOUN = "(?!率|[量度值时]|后(?![备续勤]))"  # 完成率 and 建成后 are not the verb
_VERB = rf"(?:{_BUILDING}|{_SMALL}{{0,3}}(?:{_MAKING}|{_ACTING}){_NO_NOUN})"

# Words that say when, where in general and how hard; they name nothing.
_ADVERB = (
    r"(?:(?:到|至|在)?(?:20\d\d|今|本|当|明)年(?:度|底|末|内|起|上半年)?(?:前|之前|以前)?|(?:20\d\d[-—–]20\d\d年)"
    r"|(?:到|至|在)?\d{1,2}月(?:\d{1,2}日|底|末|份)?前?|“?十[三四五六]五”?(?:期间|末)?|三年内|期间"
    r"|全年|年内|(?:到)?年底前?|[上下]半年|[第一二三四]{1,2}季度(?:末|前)?|其中|(?:不)?含(?!税|[金氧])|包括|力争|争取|确保|努力|尽快|"
    r"计划|预计|预期|累计|"
    r"深入|全面|继续|持续|积极|大力|加力|进一步|稳步|有序|切实|严格|分别|试点(?=建设|打造|推进|开展)|同时|同步|通过(?!率)|以及|"
    r"再(?=[建创新增打培完引])|并|也|还|要(?![素点闻])|应当?(?![急用届])|须|将|即(?![时日期])|对其|将其|基本(?=建成|实现|完成)|不断|逐步|所有(?!权|制)|"
    r"全[省市县区镇乡村州](?!域)|我[省市县区镇乡村]|本[省市县区镇乡村](?!级)|各地(?!区)|原则上|至少|最少|共(?![享同建富和青产]))"
)
# 一是, 1., （2）, ①: what numbers a sentence.
_NUMBERING = (
    r"[一二三四五六七八九]是(?!否)|其[一二三四五](?=[，、是])|\d{1,2}[.．)）、](?!\d)"
    r"|[（(][一二三四五六七八九十\d]{1,2}[)）]|[①-⑳]"
)
_BETWEEN = (
    rf"(?:重点|主要)(?={_VERB})|[、，,：:\s的/+·]|[和与](?![美谐平会])|及(?![时格])|等(?![级次])"
)
_MADE = rf"(?:{_BUILDING}|{_SMALL}{{0,3}}(?:{_MAKING}|[建设](?![筑档制施备计立置成]))){_NO_NOUN}"
_ADVERB_HEAD = re.compile(rf"{_NUMBERING}|{_ADVERB}|{_BETWEEN}")
_HEAD = re.compile(rf"{_NUMBERING}|{_ADVERB}|{_MADE}|{_BETWEEN}")
_LAST_VERB = re.compile(rf"(?:{_ADVERB}){{0,3}}(?P<verb>{_VERB})(?:{_ADVERB}|了|的|好){{0,3}}$")
_ACTS = re.compile(rf"^{_SMALL}{{0,2}}(?:{_ACTING})")
#: Places that work is done in, as they are counted: 在6个乡镇, 为3个行政村.
PLACES = "(?:街镇|乡镇|镇街|街道|镇|乡|[县城]区|区县|县|(?:行政|自然)?村|社区|小区|片区)(?!级)"
# Verbs that seldom stand inside a noun: what follows the last of them is what is counted.
_INNER = re.compile(
    r"(?:建成投用|新建|建成|完成|实现|开展|举办|培育|引进|招引|打造|创建|争创|推出|组建|配备|发放|安装|新开工|设立|选派|招募|"
    r"确保|力争|推动|促进|鼓励|引导|办理|提供|给予|落实|保持|召开|组织)(?!率|[量度数]|工程|项目|基地|中心|计划|行动|任务|平台|体系|后|的)"
)
#: What makes a noun of the verb before it: 培训班, 培训人数, 完成率.
NOUN_REST = re.compile(
    r"^(?:班|人[数次员]|率|量|期|规模|面积|时间|总|数|额|性|用地|基地|站|点|中心|工程|项目|资金|能力|机构|企业|组织|主体|设施|网络|"
    r"活动|行动|会$|会议|比赛|任务|问题|事项|人才|队伍|示范|试点|课程|讲座|岗位|系统|产品|案件|圈|区|类|平台|里程|经费|费|成本|收入|支出|增长|强度|水平|标准|床位|学位|岗位|贷款|时[限间]|车|厂|业|者|$)"
)


# Verbs that make a noun with what follows: 培训班, 建设用地; 实施, 新建 never do.
_NOMINAL = re.compile(
    r"建设$|培育|培养|创建|扩建|改建|发展|认定|落实|安排|储备|办理|申报|申请|扶持|组织|选择|布局|供应|增加|配置|配备|开发|竣工|开工$|编制|服务"
)


def without_head(text: str, *, verbs: bool = True) -> str:
    """Take the adverbs, and where asked the verbs that only make, off the beginning."""
    head, is_built = _HEAD if verbs else _ADVERB_HEAD, False
    while match := head.match(text):
        rest = text[match.end() :]
        is_noun = _NOMINAL.match(match[0]) and rest and NOUN_REST.match(rest)
        if is_noun or (is_built and match[0].startswith("建")):
            break
        is_built = match[0].endswith("建")  # 新建|建设工程学校
        text = rest
    return text


def behind_inner_verb(text: str) -> str:
    """Return what stands behind the last verb inside a text (学校开展体检 names 体检)."""
    for match in reversed(list(_INNER.finditer(text))):
        rest = text[match.end() :]
        if match.start() and len(rest) > 1 and not NOUN_REST.match(rest):
            return rest
    return text


@lru_cache(maxsize=256)  # several questions are asked of the words before one number
def last_verb_of(text: str) -> re.Match[str] | None:
    """Find the verb a text ends with, as group ``verb``; an adverb may follow it."""
    match = _LAST_VERB.search(text, max(len(text) - _NEAR, 0))
    is_noun = match and match.start() and match["verb"] in _NOUNS_TOO
    return None if is_noun else match


def is_action(verb: str) -> bool:
    """Tell whether a verb belongs to the name of what is counted (改造, 招聘)."""
    return _ACTS.match(verb) is not None


def ends_with_verb(text: str) -> bool:
    """Tell whether a text ends with a verb whose object may follow."""
    return last_verb_of(text) is not None


def starts_with_verb(text: str) -> bool:
    """Tell whether a text begins with a verb."""
    match = _STARTS.match(text)
    return match is not None and not NOUN_REST.match(text[match.end() :] or "班")


_NEAR = 24  # characters
_NOUNS_TOO = frozenset(["组织", "服务"])  # 社会化服务组织
_STARTS = re.compile(_VERB)

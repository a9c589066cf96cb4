"""The measure words of official notices, as one pattern: 人次, 万亩次's 亩次, 元/人, /10万."""

import re

_WORDS = (
    # people and undertakings
    "人次 人日 人 名 位 户次 户 家次 家 个",
    # occasions
    "场次 场 次 期 班次 班 批次 批 届 轮次 轮 起 例次 例 宗 课时 学时 节 笔",
    # things
    "件次 件套 件 条次 项次 项 台件 台次 台 套 辆 艘 架次 架 车次 座 处 所 间 栋 幢 条 段",
    "块 片 孔 口 眼 面 圈 道 列 扇 樘",
    "个床位 张床位 床位 床 学位 泊位 车位",
    "张 份 篇次 篇 册 本 部 卷 首 幅 支 队 对 组 类 种 门 款 只",
    "头 匹 羽 尾 株 棵 盏 枚 根 把 桩 路 席 讲 具 副 尊 顶 柄 束 串",
    "箱 桶 袋 瓶 标箱",
    # length, area, volume, weight, energy
    "平方公里 平方千米 平方米 平米 立方米 立方 方",
    "公里 千米 延米 米 公顷 亩次 亩 吨标准煤 吨公里 吨",
    "公斤 千克",
    "毫克 微克 纳克 斤 克 升 毫米 千瓦时 千瓦 兆瓦时 兆瓦 千伏安 兆伏安 千伏",
    "兆帕 千帕 赫兹 度 分贝",
    # data
    "词元 字节 兆 比特",
    "km² km kW MW GW kWh MWh GWh kVA MVA kV MPa kPa Pa ㎡ m² m³ cm mm m",
    "mg μg µg kg ml mL L GB TB PB MB Gbps Mbps dB",
    # money and ratios
    "元 美元 欧元 港元 个百分点 百分点 个基点 基点 % ‰ 倍 分",
    # time
    "岁 年 个月 月 个季度 季度 周 天 日 个小时 小时 分钟 个工作日 工作日",
)

DURATIONS = frozenset(_WORDS[-1].split())

#: What makes another word of a measure that stands before it: 3000人口, 二期工程, 5家庭, 三分之二.
_OTHER_WORD = {
    "人": "口|才|均|员|力|大代表|大常|社|民[币政群法]",
    "家": "庭(?!院)|长",
    "场": "[所馆]",
    "组": "[织团合]",
    "门": "[诊店户类]",
    "本": "[科级年市县区]|地(?!方)",
    "期": "[工间末货限]",
    "队": "伍",
    "条": "例",
    "段": "时",
    "分": "[之别类级]",
    "年": "[级均产期]",
    "天": "然",
    "日": "[均间产]",
    "片": "区",
    "块": "链",
    "种": "[养业子源]|植(?!物)",
    "处": "[理置级]",
    "度": "假",
    "首": "[批次个]",
    "批": "发",
    "支": "[持付出]|部(?!队)",
    "份": "额",
    "部": "[门署分委]",
    "个": "体[户工经]|性",
    "口": "[径岸]",
    "面": "[积向临对]",
    "道": "[路德]",
    "路": "[灯径网面线段口公]",
    "讲": "[座师解话课]",
    "席": "[位卷]",
    "列": "[入车为出]",
    "顶": "[级尖层]",
    "具": "[体有备]",
    "床": "[位头]",
    "方": "[面案式向法针位阵略便]",
    "兆": "[瓦帕伏赫]",
    "千伏": "[^\\d，。；、]",
    "根": "据",
    "把": "[手关]",
    "节": "[能水]",
    "升": "级",
    "次": "性",
    "项": "目(?!标)",
    "对": "应",
    "类": "别",
}


def _pattern(measure: str) -> str:
    other = "[A-Za-z]" if measure.isascii() and measure.isalpha() else _OTHER_WORD.get(measure)
    return re.escape(measure) + (f"(?!{other})" if other else "")


_ONE = "|".join(_pattern(word) for word in sorted(" ".join(_WORDS).split(), key=len, reverse=True))
# 微克每立方米, 元每人; other words behind 每 begin a clause (5万元每个村).
_PER = "[/／]每?|每(?=立方|平方|升|人|亩|年|月|日|天|户|吨|公里|公顷|小时|千瓦)"
#: A measure, or one per another (微克/立方米, 人/千人, 公里/百平方公里), or a rate (/10万).
MEASURE = (
    rf"(?:(?:{_ONE})(?:次(?![数日月年级要生性]))?(?:(?:{_PER})[十百千万]{{0,2}}(?:{_ONE}))?"
    r"|[/／](?:10|十)?[千万](?![\d人元]))"
)

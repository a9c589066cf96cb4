"""The measure words of official notices, longest first so that 人次 is not read as 人."""

_WORDS = (
    # people and undertakings
    "人次 人 名 位 户次 户 家 个",
    # occasions
    "场次 场 次 期 班次 班 批次 批 届 轮 起 例 宗 课时 学时 节",
    # things
    "件次 件 项次 项 台次 台 套 辆 艘 架次 架 车次 座 处 所 间 栋 幢 条 段 块 片",
    "个床位 张床位 张 份 篇 册 本 部 卷 首 支 队 对 组 类 种 门 款 只 头 匹 羽 尾 株 棵 盏",
    "箱 桶 袋 瓶",
    # length, area, volume, weight, energy
    "平方公里 平方千米 平方米 立方米 公里 千米 延米 米 公顷 亩 吨标准煤 吨 公斤 千克 斤 克 升",
    "千瓦时 千瓦 兆瓦 度",
    # money and ratios
    "元 美元 欧元 港元 个百分点 百分点 个基点 基点 % ‰ 倍 分",
    # time
    "岁 年 个月 月 个季度 季度 周 天 日 个小时 小时 分钟 个工作日 工作日",
)

MEASURES: tuple[str, ...] = tuple(sorted(" ".join(_WORDS).split(), key=len, reverse=True))

DURATIONS = frozenset(
    [
        "岁",
        "年",
        "个月",
        "月",
        "个季度",
        "季度",
        "周",
        "天",
        "日",
        "个小时",
        "小时",
        "分钟",
        "个工作日",
        "工作日",
    ]
)

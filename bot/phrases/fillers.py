"""Knows the words that name nothing: what is left of a text without them may name a field. Pure."""

import re

#: Words around a number that name nothing: 累计, 已完成, 目前共有 …
_FILLER = re.compile(
    r"累计|目前|现在|现有|截至|截止|已经|已|共计|共有|一共|总共|共|总计|合计|完成|达到|达|发展到|发展|"
    r"[增提上扩]?[加长高升大]?[至到](?!位|岗)|稳定在|保持在|实[训到]|任务(?=已|完成)|大约|(?<!签)约|左右|实际|总数|总量|保有量|全部|均|"
    r"[我咱]们?[省市县区乡镇村局委办校院站处科方]?(?:单位|街道|中心|公司)?|本(?:单位|[县区乡镇村局委])|"
    r"全[省市县区乡镇年]|今年|年初以来|以来|上半年|[这那]边|方面|"
    r"(?:情况)?(?:报告|汇报|上报|报送)|报|经?统计|情况|进展|进度|数据|人数|数[字量]?|"
    r"有|为|是|了|到(?![位岗账])|在|和|与|及|以及|份|还|就|仍|吧|哈|啦|呢|哦|嗯|啊|喔|"
    r"(?:^|月)(?:底|末|初|份|[上中下]旬)(?!之?前)|[\u2190-\u2bff\U0001f000-\U0001faff]|"
    r"[：:，,、/\s。.（）()=＝【】\[\]—–~～！!-]"
)
#: What is done to people and things that are counted; a verb names no field by itself.
DOING = re.compile(
    "培训班|班|培训|培育|培养|轮训|参训|组织|开展|举办|招募|招录|招聘|引进|选派|建成|建设|新建|创建|建立|"
    "打造|成立|发放|实施|落实|认定|配备|入驻|覆盖|办理|到位|到账|到岗|上岗|结业|参加|实现|推进|占比|"
    "竣工|完工|验收|通过|改造|加装|安装|投用|交付|通车"
)
_VERBS = re.compile(rf"{DOING.pattern}|已[建改修训办发装](?=$|了)|的")


def plain(text: str, *, verbs: bool = False) -> str:
    """Return what is left of words that name nothing; ``verbs`` takes off what is done, too."""
    return _FILLER.sub("", _VERBS.sub("", text) if verbs else text)

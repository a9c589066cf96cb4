"""Terms that stand in a unit list without a field: 2024年6月底前完成, 长期坚持, 按季度推进."""

import re


def is_term(words: str) -> bool:
    """Tell whether words of a unit list name a time and no unit."""
    plain = "".join(words.split()).strip("。；;，,")
    return bool(_TERM.fullmatch(plain)) and not _NO_TERM.search(plain)


_TERM = re.compile(
    r"(?:力争|确保|计划|预计|拟|于|在|到|截至|自|从)?(?:\d{2,4}年|\d{1,2}月|\d{1,3}个?(?:工作日|日|天|月)"
    r"|第?[一二三四1-4]个?季度|[上下]半年|年[底末内初]|月[底末内]|季[末度]|[本当][年月季]|[今明]年|"
    r"全年|常年|常态|长期|每[年月周季日半]|持续|立行立改|立即|即知即改|即时|及时|适时|[近中远]期|"
    r"贯穿全年|按[时月季年]|随时|印发|发文|已完成|\d{4}[-./]\d)[^、：:]{0,30}"
)
_NO_TERM = re.compile("[局委办厅部]$")

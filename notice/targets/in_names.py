"""Numbers that belong to a name or a kind: 第3次, A1, 20条措施, 3号线二期, 2021届."""

import re

from notice.targets.around import Around


def is_in_a_name(around: Around) -> bool:
    """Tell whether a number only belongs to a name, a kind, a scope or a preference."""
    left, right, amount = around.left, around.right, around.amount
    is_class = amount.unit == "届" and amount.high >= _FIRST_YEAR
    is_phase = amount.unit == "期" and not amount.in_digits and not _COURSES.search(left)
    if is_class or is_phase or _BEFORE.search(left) or _BEHIND.match(right):
        return True
    return any(
        amount.unit in units and before.search(left) and behind.match(right)
        for units, before, behind in _BY_UNIT
    )


_FIRST_YEAR = 1900
# 第3, 前10名, A1, 每10万人口, 满3年, 优先支持其1家开发区升级
_BEFORE = re.compile(
    r"(?:第\s?|(?<![底月日末年期])前|每|分每|[A-Za-z\d.\-+—]|[不未年已]?满|[(（]|之[一二三]|依托|聚焦|围绕|立足|针对"
    r"|优先(?:支持|推荐|考虑|选择|安排)[^，、]{0,12})$"
)
_BEHIND = re.compile(r"届|级|周年|(?:全会|党代会|代表大会)")
# 举办三期, 培训班三期 are occasions; 地铁3号线二期 is a name.
_COURSES = re.compile(r"(?:举办|开办|开设|开展|组织|班|培训|讲座|论坛|活动|课程)$")
_ANY = re.compile("")
_BY_UNIT = (
    # 落实20条措施
    (("条",), _ANY, re.compile(r"[^，、]{0,6}(?:措施|举措|政策|意见|规定)")),
    # 低收入群体等6类对象; 可自助打印15种
    (("类", "种"), re.compile(r"等$|可(?![持靠行能再])[^，、]*$"), _ANY),
    # 明确120项任务，涉及20个部门: what the notice itself holds
    (
        ("项", "个", "家"),
        re.compile("(?:明确|确定|分解|细化|涉及|梳理|共计?)[^，、]{0,12}$"),
        re.compile("[^，、]{0,4}任务|(?:牵头|责任|配合)单位|部门|方面|领域|环节"),
    ),
)

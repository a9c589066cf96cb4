"""Fixed rates of benefit: 给予200万元奖励, 返还50%, 每亩补助200元."""

import re

from notice.targets.around import Around


def is_rate(around: Around) -> bool:
    """Tell whether an amount is a rate of benefit without a ceiling, which is nobody's goal."""
    left, bound = around.left, around.bound
    is_money = around.amount.unit.startswith("元")
    if bound.is_worded or not (is_money or around.amount.unit in _RATES):
        return False
    if is_money and _EACH.search(left):
        return not (bound.is_linked and "标准" in left)
    if _GIVES.search(left):
        return True
    if _PAYS.search(around.noun):
        return not _FUNDS.search(left)
    return _PAID.match(around.right) is not None


_GIVES = re.compile(
    r"给予|予以|返还|减按|减免|罚款|免收|征收|资助|按照?(?!时|期|质|要求|计划|规定|程序|需|月|年|季)|一次性|享受|下浮|上浮|计提"
)
_PAYS = re.compile(r"(?:奖励|奖补|补助|补贴|贴息|补偿|津贴)(?:标准)?[^，、]{0,6}$")
_PAID = re.compile(
    r"(?:的?标准|的?(?:进行|给予|予以|计提|计发)|的?(?:一次性|定额|财政)?(?:奖励|奖补|补助|补贴|贴息|补偿|津贴|奖金))(?!资金|经费|贷款)"
)
_FUNDS = re.compile(
    r"(?:发放|安排|筹集|筹措|争取|投入|拨付|兑现|下达|到位|落实|完成|整合)(?:[^，、每按]{0,12})?$"
)
_EACH = re.compile(r"每(?:人|名|位|亩|户|个|家|月|年|吨|辆|台|床|村|平方米|公里|头|生|次|公斤)")
_RATES = frozenset(["%", "倍"])

"""A row of unit names cut into its names, as written; knows nothing of who leads."""

import re
from collections.abc import Iterator

from notice.brackets import spans_outside

SEPARATORS = "、，,；;。/／|—－"

# 县农业农村局, 各镇人民政府, 香隅镇: what a unit's name ends in.
_OFFICES = (
    "局|委|委员会|办|办公室|厅|部|院|政府|中心|公司|集团|银行|支行|分行|联|联合会|社|署|室|处|科|"
    "队|站|所|馆|会|校|大学|学院|街道|镇|乡|镇街|股|单位|部门|海关|园区|开发区|开区|新区|街镇|专班|指挥部|小组|工作组|"
    "邮政|烟草|联通|移动|电信|铁塔|场|企业|国企|央企|民企|机构|中学|小学|团县委"
)
# 各村, 城东社区: what only a name that begins with 各, or stands in a row of names, may end in.
_PLACES_TOO = "区|县|市|州|旗|村|社区|组|厂|库|台|网|园|党组|支部"
_REMARK = "(?:[（(〔][^）)〕]{0,40}[）)〕])?"
_UNIT = re.compile(rf".{{1,60}}(?:{_OFFICES}){_REMARK}(?:等.{{0,12}})?")
_WHOLE = re.compile(rf".{{1,60}}(?:{_OFFICES}|{_PLACES_TOO}){_REMARK}")
# Words of sentences, which no unit's name holds, or begins with.
_SENTENCE = re.compile(
    "(?<!自)由|的|应当|必须|需要|不得|可以|通过|根据|要(?!素|闻)|"
    "^[“《]?(?:不?含|包括|如|原|即|注|见|除|以下|其中|指|例如|又?简称)"
)
_NAME = re.compile(rf"[\u4e00-\u9fff“”]{{2,12}}{_REMARK}")
_OTHERS = (
    "(?:各|有关|相关|责任|成员|其他|其它|职能|主管|业务|[省市州县区]直|直属|[省市州县区镇乡]级)"
)
_KINDS = "(?:单位|部门|地区|地方|方面|机构|科室|处室|站所)"
_MANY = f"{_KINDS}(?:[（(]{_KINDS}[）)])?(?:[和、及与/]?{_KINDS})?"
# 等, 等有关部门, 等相关部门和单位, 等12个部门: more units than are named.
_AND_MORE = re.compile(
    rf"等(?:\d{{1,3}}|[一二两三四五六七八九十]{{1,3}})?[个家]?{_OTHERS}{{0,4}}"
    rf"(?:{_MANY}|企业|乡镇|镇街|街道)?$"
)
_NOBODY = re.compile(rf"(?:各自|其他|其它)?(?:有关|相关|其他|其它)(?:责任)?{_MANY}")
# 市, 县（区）, 镇人民政府: what a preceding 各 still governs.
_PLACES = (
    r"(?:设区的?|直管|自治)?(?:省|市|州|盟|县|区|旗|乡镇|镇街|街镇|乡|镇|街道|街|园区|开发区|示范区|功能区|直辖市|"
    r"村|社区|农场|林场|场|地)"
)
_BODIES = "(?:人民政府|政府|党委|党工委|党组|管委会|管理委员会|办事处|街道办|委员会|居委会|村委会)"
_GOVERNED = re.compile(
    rf"(?![省市县区州](?:园区|开发区|示范区|功能区))(?:{_PLACES}|[和及]){{1,6}}"  # no 市开发区
    r"(?:[（(〔][^）)〕]{1,20}[）)〕])?"
    rf"(?:{_BODIES}{_REMARK}){{0,2}}|{_BODIES}{{1,2}}"
)
_LEADING = re.compile(
    r"^(?:[（(]?\d{1,2}[.．）)]|[①-⑳]|由|以及|及|和(?!平|田|顺|县|政|静|林|硕|布)|与|会同|以(?=.{2}))+"
)
_BETWEEN = re.compile("以及|及|和|与|暨")
_LEVEL = re.compile("[省市县区州盟旗镇乡各团驻]|自治|国家|中央|有关|相关|人行|人民银行")
_OWN = re.compile("所属|下属|所辖|其")
_LONGEST = 100  # what is longer is no name
_SHORT = 7  # a second name without its level is no longer than this
# 人民政府, 办公室: no name alone, what a line break has torn off one.
_TORN = re.compile(
    "(?:人民)?政府|委|党(?:工)?委|管委会|办事处|委员会|办公室|(?:管理|监督|服务|工作|保障|合作|建设)?(?:局|中心|站|所)|.{0,3}(?:分局|支局|"
    "支队|大队|支行|分行|分公司|支公司|有限公司)|领导小组|指挥部"
)
# 县财政局县水利局: two names of one level whose sign is lost; 市公安局市中分局 is one.
_RUN_TOGETHER = re.compile(
    "([省市县区州]).{2,20}?[局厅办委部](?=\\1(?![属直级]).{2,20}(?:(?<!分)局|厅|办|委|部)$)"
)
# What a name or 等有关部门 may end in: a quick look before a name is cut out.
_MAY_END = re.compile(rf"(?:{_OFFICES}|{_PLACES_TOO}|{_KINDS}|[）)〕]|等.{{0,12}})\s*$")
_SHORT_END = 20
_EMPTY = re.compile(r"[^\u4e00-\u9fff]*|无|暂无|略|同上")  # what an empty cell holds


def names_of(row: str) -> tuple[list[str], bool]:
    """Cut a row of units into names and tell whether it is left open by 等."""
    names: list[str] = []
    open_ended = False
    for sign, name in _pieces(row):
        named = _AND_MORE.sub("", name)
        open_ended = open_ended or named != name or bool(_NOBODY.fullmatch(name))
        if _EMPTY.fullmatch(named) or _NOBODY.fullmatch(named):
            continue
        if names and names[-1].startswith("各") and _GOVERNED.fullmatch(named):
            names[-1] += sign + named
        else:
            names.append(named)
    return names, open_ended


def are_units(row: str) -> bool:
    """Tell whether every piece of the row looks like a unit's name."""
    names, open_ended = names_of(row)
    return bool(names or open_ended) and all(map(is_unit, names))


def is_unit(name: str) -> bool:
    """Tell whether a single name looks like a unit's."""
    is_whole = _UNIT.fullmatch(name) or (name.startswith("各") and _WHOLE.fullmatch(name))
    return bool(is_whole) and not _SENTENCE.search(name)


def may_be_unit(name: str) -> bool:
    """Tell whether a name of an unknown ending is a unit's, among names that are."""
    return _NAME.fullmatch(name) is not None and not _SENTENCE.search(name)


def may_end_names(word: str) -> bool:
    """Tell whether a row of names may end in a word: a unit, or the rest of a phrase behind 各."""
    return is_unit(word) or bool(_GOVERNED.fullmatch(word))


def ends_in_unit(row: str) -> bool:
    """Tell whether the row's last piece looks like a whole name."""
    tail = row[-_LONGEST:]
    if not _MAY_END.search(tail[-_SHORT_END:]):
        return False
    start, end = spans_outside(tail, SEPARATORS)[-1]
    return start < end and are_units(tail[start:end])


def _pieces(row: str) -> Iterator[tuple[str, str]]:
    """Yield the names of a row, blanks and linking words off, with what links each to the last."""
    for start, end in spans_outside(row, SEPARATORS):
        sign = row[start - 1 : start]
        for words in _words_of(row[start:end]):
            for link, name in _linked(_LEADING.sub("", words)):
                yield link or sign, name
                sign = ""


def _words_of(piece: str) -> Iterator[str]:
    """Yield names that nothing but blanks set apart; a blank within a name is dropped."""
    name = ""
    for word in _apart(piece).split():
        is_next = word.startswith("各") or (_WHOLE.fullmatch(word) and not _TORN.fullmatch(word))
        if is_next and _WHOLE.fullmatch(name):
            yield name
            name = ""
        name += word
    if name:
        yield name


def _apart(words: str) -> str:
    """Set a blank between two names whose sign is lost."""
    first = _RUN_TOGETHER.match(words)
    return f"{first[0]} {words[first.end() :]}" if first else words


def _linked(words: str) -> Iterator[tuple[str, str]]:
    """Yield A and B of A和B, each with its link, where both are whole names; else the words."""
    start, sign = 0, ""
    for link in _BETWEEN.finditer(words):
        if link.start() - start > _LONGEST:
            continue
        first, second = words[start : link.start()], words[link.end() : link.end() + _LONGEST]
        seconds = (second, _BETWEEN.split(second, maxsplit=1)[0])
        if _UNIT.fullmatch(first) and any(_stands_alone(first, each) for each in seconds):
            yield sign, first
            start, sign = link.end(), link[0]
    if words[start:]:
        yield sign, words[start:]


def _stands_alone(first: str, second: str) -> bool:
    if _OWN.match(second) or (first.startswith("各") and _GOVERNED.fullmatch(second)):
        return False
    is_whole = is_unit(second) or bool(_NOBODY.fullmatch(second))
    return is_whole and (len(second) <= _SHORT or bool(_LEVEL.match(second)))

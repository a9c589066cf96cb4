"""A row of unit names cut into its names, as written; knows nothing of who leads."""

import re

from notice.brackets import split_outside

SEPARATORS = "、，,；;。/／"

# 县农业农村局, 各镇人民政府, 香隅镇: what a unit's name ends in.
_ENDINGS = (
    "局|委|委员会|办|办公室|厅|部|院|政府|管委会|中心|公司|集团|银行|支行|分行|联|联合会|社|署|室|处|科|"
    "队|站|所|馆|会|校|街道|镇|乡|办事处|单位|部门|检察院|法院|海关|园区|开发区|总局|党委|街镇|工委"
)
_UNIT = re.compile(rf".+(?:{_ENDINGS})(?:[（(〔][^）)〕]*[）)〕])?(?:等.{{0,8}})?")
# 等, 等有关部门, 等相关部门和单位: more units than are named.
_AND_MORE = re.compile(
    r"等(?:(?:各|有关|相关|责任|成员)*(?:部门|单位|地区|地方|方面)(?:[和、及](?:单位|部门))?)?$"
)
_NOBODY = re.compile(r"(?:各?自)?(?:有关|相关)(?:部门|单位|责任单位)(?:[和及](?:单位|部门))?")
# 市, 县（区）, 镇人民政府: what a preceding 各 still governs.
_PLACES = (
    r"(?:设区的?|直管)?(?:省|市|州|盟|县|区|旗|乡镇|镇街|街镇|乡|镇|街道|园区|开发区|自治区|直辖市)"
)
_GOVERNED = re.compile(
    rf"{_PLACES}+(?:[（(〔][^）)〕]*[）)〕])?(?:人民政府|政府|党委|党工委|管委会|办事处|党委政府)?"
)
_LEADING = re.compile(r"^(?:由|以及|及|和|与|会同)")


def names_of(row: str) -> tuple[list[str], bool]:
    """Cut a row of units into names and tell whether it is left open by 等."""
    names: list[str] = []
    open_ended = False
    for name in _pieces(row):
        named = _AND_MORE.sub("", name)
        open_ended = open_ended or named != name or bool(_NOBODY.fullmatch(name))
        if not named or _NOBODY.fullmatch(named):
            continue
        if names and names[-1].startswith("各") and _GOVERNED.fullmatch(named):
            names[-1] = _between(row, names[-1], named)
        else:
            names.append(named)
    return names, open_ended


def are_units(row: str) -> bool:
    """Tell whether every piece of the row looks like a unit's name."""
    pieces = _pieces(row)
    return bool(pieces) and all(_UNIT.fullmatch(piece) for piece in pieces)


def ends_in_unit(row: str) -> bool:
    """Tell whether the row's last piece looks like a whole name."""
    pieces = split_outside(row, SEPARATORS)
    return bool(pieces) and not row.endswith(tuple(SEPARATORS)) and are_units(pieces[-1])


def _between(row: str, first: str, last: str) -> str:
    """Return the part of the row from one name through another, separators and all."""
    plain = "".join(row.split())
    start = plain.index(first)
    return plain[start : plain.index(last, start + len(first)) + len(last)]


def _pieces(row: str) -> list[str]:
    pieces = split_outside(row, SEPARATORS)
    if len(pieces) == 1:
        pieces = pieces[0].split()  # names apart by nothing but blanks
        if not all(_UNIT.fullmatch(piece) for piece in pieces):
            pieces = ["".join(pieces)]
    plain = ("".join(piece.split()) for piece in pieces)
    return [name for piece in plain if (name := _LEADING.sub("", piece))]

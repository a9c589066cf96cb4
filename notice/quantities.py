"""What a number counts, named from the words around it in its clause."""

import re
from dataclasses import dataclass

from notice.clauses import without_remarks


@dataclass(frozen=True, slots=True)
class Setting:
    """The words around a number.

    Attributes:
        left: the clause from the last number to this one's bound words.
        right: what stands behind the number, its measure and its bound words.
        before: the clause before.
        unit: the number's measure.
        is_linked: a verb ties the number to the subject at its left.
    """

    left: str
    right: str
    before: str
    unit: str
    is_linked: bool


def quantity_of(setting: Setting) -> str:
    """Name what is counted, or return "" when the clause does not say."""
    left = _FRONT.sub("", without_remarks(setting.left))
    right = without_remarks(setting.right)
    subject = _subject(left)
    if right.startswith("的"):
        return subject or _object(right[1:])
    counted = _object(right)
    if counted and not (setting.is_linked and subject):
        return _of_object(left, counted, setting)
    return subject or _from_before(left, setting.before)


# Words that say when, where in general and how hard; they name nothing.
_ADVERBS = (
    r"(?:(?:到|至)?(?:20\d\d|今|本|当)年(?:度|底|末|内)?(?:前|之前|以前)?|\d{1,2}月(?:底|末)?前?|"
    r"全年|年内|年底前?|[上下]半年|[第一二三四]+季度|其中|力争|争取|确保|努力|尽快|计划|预计|累计|"
    r"深入|全面|继续|持续|积极|大力|加快|加力|进一步|稳步|有序|切实|严格|分别|试点|"
    r"全[省市县区镇乡州](?!域)|我[省市县区镇乡])"
)
# Verbs that have the counted thing as their object, and the small words before a verb.
_VERBS = (
    r"(?:(?:再|并|还|可|要|共|新|和|及|依法|按规定|组织|统一)*(?:建设|新建|创建|建成|建立|打造|培育|培养|培训|开展|举办|"
    r"完成|实施|推进|推动|实现|落实|招募|招录|招聘|引进|选派|选聘|选拔|选树|认定|启动|发放|给予|提供|"
    r"安排|申请|制定|评选|推荐|遴选|扶持|帮扶|扩建|改建|设立|成立|配备|组建|储备|吸引|支持|举行|办理))"
)
_FRONT = re.compile(rf"^(?:{_ADVERBS}|[、，：:\s])+")
_FRONT_VERBS = re.compile(rf"^(?:{_ADVERBS}|{_VERBS}|[、，：:\s])+")
_LAST_VERB = re.compile(rf"(?:{_ADVERBS})*(?P<verb>{_VERBS})(?:{_ADVERBS})*$")
# What makes a noun of the verb before it: 培训班, 培训人数, 完成率.
_NOUN_REST = re.compile(r"^(?:班|人[数次]|率|量|期|规模|面积|时间|总)")
_SIZE = re.compile(r"的?(?:数量|总数|总量|个数)$")
# Where the object of a verb ends and the sentence goes on.
_OBJECT_ENDS = re.compile(r"(?<=..)(?:到|赴|用于|从事|参加|进行|以及|并|且|，).*$")
_GOES_ON = re.compile(r"^(?:[、，。+等/]|并|且|和|及|以|用|到|在|或|与|其|由|后|内|中|之)")
_OBJECT_REST = re.compile(r"等?的?(?:目标|任务|工作|要求)*$")
_GIVING = frozenset(["给予", "提供", "发放", "安排", "申请"])
_PEOPLE = frozenset(["名", "人", "位"])
_THINGS = frozenset(["个", "处", "家", "座", "条"])
_PROGRAMME = re.compile(r"实施.*(“[^”]+”)(?:计划|行动|项目|工程)$")
_TOWARDS = re.compile(r"对(?:于)?(.+)$")
_ALL_OF_THEM = re.compile(r"^(?:[^“”]{0,4}内)?(?:所有|全部|全体|各类)的?")


def _subject(left: str) -> str:
    """Return the noun before a number: 培育高素质农民 names 高素质农民."""
    verbs = _FRONT_VERBS.match(left)
    noun = left[verbs.end() :] if verbs else left
    if _NOUN_REST.match(noun):
        noun = left
    is_scope = noun.startswith("每") and _LAST_VERB.search(noun)
    return "" if is_scope else _SIZE.sub("", noun.strip())


def _object(right: str) -> str:
    """Return the noun behind a number: 8名高校毕业生到乡镇 names 高校毕业生."""
    if _GOES_ON.match(right):
        return ""
    return _OBJECT_REST.sub("", _OBJECT_ENDS.sub("", right.strip()))


def _of_object(left: str, counted: str, setting: Setting) -> str:
    """Name an object; what its verb says of whom it is for comes before it."""
    match = _LAST_VERB.search(left)
    verb = match["verb"] if match else ""
    scope = left[: match.start()] if match else left
    if towards := _TOWARDS.search(scope):
        person = _ALL_OF_THEM.sub("", towards[1].rsplit("的", 1)[-1])
        return _joined(person, counted) if verb in _GIVING else f"对{person}{verb}{counted}"
    if scope.startswith("每"):
        return scope + verb + counted
    programme = _PROGRAMME.search(setting.before)
    if programme and verb and setting.unit in _PEOPLE:
        return programme[1] + verb + counted
    is_built = verb and setting.unit in _THINGS and counted.endswith("建设")
    return counted.removesuffix("建设") if is_built else counted


def _joined(person: str, counted: str) -> str:
    """Join 个人创业者 and 创业担保贷款 into 个人创业担保贷款."""
    person = person.removesuffix("者")
    overlaps = (size for size in range(len(person), 0, -1) if counted.startswith(person[-size:]))
    return person + counted[next(overlaps, 0) :]


def _from_before(left: str, before: str) -> str:
    """Name what a bare verb counts (每村培育1-2名) by the object of the clause before."""
    match = _LAST_VERB.search(left)
    if left and match is None:
        return ""
    verb = match["verb"] if match else ""
    scope = left[: match.start()] if match else ""
    named = _subject(_FRONT.sub("", without_remarks(before)))
    named = named.split(verb)[0] if verb else named
    if not named:
        return ""
    return scope + verb + named if scope.startswith("每") else named

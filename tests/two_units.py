"""A ledger in which two units have something in every table, each with words nobody else may see.

Every row of theirs has a number that no other row of any table has, so an id tells whose it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Table, select

from bot.office.packing import Reading as NoticeRead
from bot.office.packing import packed
from db.engine import Session
from db.tables import (
    Absence,
    Acknowledgement,
    Assignment,
    Attachment,
    Base,
    Contact,
    Departure,
    Digest,
    Draft,
    Entry,
    Extension,
    FollowUp,
    Form,
    FormReading,
    Invite,
    Item,
    Obligation,
    Plan,
    Post,
    Prompt,
    Question,
    Reading,
    Report,
    Target,
    Unit,
    UnitAlias,
)
from db.vocabulary import (
    DraftKind,
    DraftState,
    FileState,
    FormState,
    ObligationState,
    Op,
    Part,
    QuestionKind,
    Role,
    Status,
)
from notice.lines import lines_of
from notice.reader import read_notice
from scheduler.digest import as_facts
from tests.ledger_cast import at, make_database
from tests.weeks import a_week

NOW = at("2024-03-20 10:00")
#: What no card may show to anybody but the second unit's own people and the office.
SECRET = "乙密"
PLAN = 1
#: Tables of messages and of the machine; everything else is the ledger.
ASIDE = frozenset({"inbox", "outbox", "pulse", "alembic_version"})
Rows = Mapping[str, frozenset[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Side:
    """One unit's rows, by number, and its people's chats."""

    base: int
    mark: str

    def __getattr__(self, name: str) -> int:
        """Return the number of the row called so."""
        return self.base + NAMES.index(name) + 1

    @property
    def ids(self) -> list[int]:
        """Every number of this side."""
        return [self.base + place + 1 for place in range(len(NAMES))]

    @property
    def chats(self) -> list[int]:
        """The chats of its people."""
        return [chat_of(contact) for contact in (self.contact, self.second, self.head)]


NAMES = (
    "unit",
    "item",
    "other_item",
    "target",
    "assignment",
    "other_assignment",
    "contact",
    "second",
    "head",
    "obligation",
    "other_obligation",
    "former_obligation",
    "form",
    "submitted",
    "report",
    "question",
    "extension",
    "absence",
    "attachment",
    "entry",
    "prompt",
    "invite",
    "alias",
    "post",
    "second_post",
    "head_post",
    "case",
    "draft",
    "asking",
    "follow_up",
    "entry_form",
    "filed",
)
OURS, THEIRS = Side(100, "甲密"), Side(7000, SECRET)
#: A third unit, which assists the first's item.
HELPING, HELPER, HELP, HELP_OWED, HELPER_POST = range(301, 306)
LEADER, OFFICER, ADMIN, DEPARTED = range(401, 405)
#: A notice that the office has before it, and one that it is pasting.
NOTICE_READ, NOTICE_PASTED, TEMPLATE_SENT = 501, 502, 503
_NOTICE = "2024年任务\n一、农业\n1.培训30人。（责任单位：丁局）\n2.办班2期。"
#: People without a contact: one opened an invite of the first unit, one asked to be let in by
#: others, one belongs nowhere.
INVITED, ASKING, STRANGER = 990_001, 990_002, 990_003


def chat_of(contact: int) -> int:
    """Return the chat of a contact."""
    return contact + 5_000_000


@cache
def filled() -> bytes:
    """Return a database file with all of it, made once."""
    with TemporaryDirectory() as folder, make_database(Path(folder)) as database:
        database.write_now(fill)
        database.engine.dispose()
        return (Path(folder) / "duban.db").read_bytes()


def fill(session: Session) -> None:
    """Store the plan, both units and everybody else."""
    title, starts, ends = "2024年工作要点", at("2024-01-01 00:00"), at("2024-12-31 00:00")
    _store(
        session,
        Plan(
            id=PLAN,
            title=title,
            notice_title=title,
            starts_on=starts.date(),
            ends_on=ends.date(),
            source="正文",
            digest="0" * 64,
            created_at=starts,
        ),
    )
    week = as_facts(a_week(NOW, PLAN))
    _store(session, Digest(id=PLAN, plan_id=PLAN, at=NOW, figures=week, made_at=NOW, issue=1))
    for number, side in enumerate((OURS, THEIRS)):
        _fill_side(session, side, number * 2 + 1)
    _store(session, Unit(id=HELPING, name="丙局"), _contact(HELPER, "丙人"))
    _store(
        session,
        Assignment(id=HELP, item_id=OURS.item, unit_id=HELPING, part=Part.ASSIST, position=9),
    )
    _store(session, _owed(HELP_OWED, HELP, "2024-03"))
    _store(session, Post(id=HELPER_POST, contact_id=HELPER, unit_id=HELPING, role=Role.CONTACT))
    for contact, role in ((LEADER, Role.LEADER), (OFFICER, Role.OFFICE), (ADMIN, Role.ADMIN)):
        _store(session, _contact(contact, f"另{role}"))
        _store(session, Post(id=contact, contact_id=contact, unit_id=None, role=role))
    _fill_drafts(session)
    left = {"contact_id": DEPARTED, "unit_id": OURS.unit, "role": Role.CONTACT}
    _store(session, _contact(DEPARTED, "已离岗"))
    _store(session, Departure(id=DEPARTED, left_at=at("2024-03-01 09:00"), **left))


def _fill_drafts(session: Session) -> None:
    reading = NoticeRead(read_notice(lines_of(_NOTICE)), _NOTICE)
    sent: dict[str, Any] = {
        "kind": DraftKind.NOTICE,
        "chat_id": -50,
        "pasted": _NOTICE,
        "name": "粘贴的文字",
        "sent_by": "周敏",
        "sent_at": at("2024-03-18 09:00"),
    }
    read = {"state": DraftState.READ, "reading": "\n".join(packed(reading)), "choices": {}}
    parts = {"choices": {"parts": [[1, _NOTICE]], "last": sent["sent_at"].isoformat()}}
    _store(session, Draft(id=NOTICE_READ, **sent, **read))
    _store(session, Draft(id=NOTICE_PASTED, **sent, **parts))
    template = {"kind": DraftKind.TEMPLATE, "state": DraftState.STORED}
    _store(session, Draft(id=TEMPLATE_SENT, **sent | template))


def _fill_side(session: Session, side: Side, number: int) -> None:
    mark, early = side.mark, at("2024-03-18 09:00")
    people = ((side.contact, "人"), (side.second, "副"), (side.head, "长"))
    _store(session, Unit(id=side.unit, name=f"{mark}局"))
    _store(session, UnitAlias(id=side.alias, unit_id=side.unit, name=f"{mark}别称"))
    _store(session, *(_contact(contact, f"{mark}{name}") for contact, name in people))
    posts = (side.post, side.second_post, side.head_post)
    for post, (contact, _), role in zip(posts, people, _ROLES, strict=True):
        _store(session, Post(id=post, contact_id=contact, unit_id=side.unit, role=role))
    for item, assignment, place in (
        (side.item, side.assignment, number),
        (side.other_item, side.other_assignment, number + 1),
    ):
        text = f"开展{mark}事项{place}。"
        _store(
            session,
            Item(
                id=item,
                plan_id=PLAN,
                position=place,
                number=f"{place}",
                text=text,
                open_ended=False,
            ),
        )
        part = {"item_id": item, "unit_id": side.unit, "part": Part.LEAD}
        _store(session, Assignment(id=assignment, position=place, **part))
    goal = {"item_id": side.item, "quantity": f"{mark}农场", "measure": "个", "strict": False}
    _store(session, Target(id=side.target, position=1, op=Op.AT_LEAST, value=450, **goal))
    done = ObligationState.REPORTED
    _store(
        session,
        _owed(side.obligation, side.assignment, "2024-03"),
        _owed(side.other_obligation, side.other_assignment, "2024-03"),
        _owed(side.former_obligation, side.assignment, "2024-02", done),
    )
    _fill_answers(session, side)
    _store(
        session,
        Question(
            id=side.question,
            contact_id=side.contact,
            obligation_id=side.obligation,
            kind=QuestionKind.QUESTION,
            words=f"{mark}问题",
            asked_at=early,
        ),
        Question(
            id=side.case,
            contact_id=side.contact,
            obligation_id=side.other_obligation,
            kind=QuestionKind.NOT_OURS,
            words=f"{mark}不归我",
            asked_at=early,
        ),
        Extension(
            id=side.extension,
            obligation_id=side.other_obligation,
            contact_id=side.contact,
            reason=f"{mark}理由",
            wanted_due_at=at("2024-04-02 17:30"),
            asked_at=early,
        ),
        Absence(
            id=side.absence,
            contact_id=side.second,
            substitute_id=side.contact,
            starts_at=at("2024-04-01 00:00"),
            ends_at=at("2024-04-09 00:00"),
            confirmed_at=early,
        ),
        Absence(
            id=side.draft,
            contact_id=side.contact,
            starts_at=at("2024-04-10 00:00"),
            ends_at=at("2024-04-13 00:00"),
        ),
        FollowUp(
            id=side.follow_up,
            plan_id=PLAN,
            words=f"{mark}批示",
            said_by="县长",
            said_at=early,
            chat_id=chat_of(LEADER),
            unit_id=side.unit,
            due_on=date(2024, 4, 1),
        ),
        Acknowledgement(plan_id=PLAN, unit_id=side.unit, contact_id=side.contact, asked_at=early),
        Prompt(
            id=side.prompt,
            obligation_id=side.obligation,
            contact_id=side.contact,
            prompted_at=early,
        ),
        _invite(side, side.invite, INVITED if side is OURS else None),
        _invite(side, side.asking, ASKING, asked_at=early, name=f"{mark}新人"),
    )


def _invite(side: Side, number: int, opened_by: int | None, **more: Any) -> Invite:  # noqa: ANN401
    return Invite(
        id=number,
        token_hash=sha256(f"{side.mark}{number}".encode()).hexdigest(),
        unit_id=side.unit,
        role=Role.CONTACT,
        created_at=at("2024-03-18 09:00"),
        expires_at=at("2024-05-01 00:00"),
        opened_by=opened_by,
        **more,
    )


def _fill_answers(session: Session, side: Side) -> None:
    mark, early, by = side.mark, at("2024-03-18 09:00"), {"contact_id": side.contact}
    former = {"obligation_id": side.former_obligation, "status": Status.ON_TRACK, **by}
    words, chat = f"{mark}说明", chat_of(side.contact)
    _store(session, Report(id=side.report, version=1, words=words, submitted_at=early, **former))
    _store(session, Reading(report_id=side.report, target_id=side.target, value=320))
    _store(
        session,
        Form(id=side.form, obligation_id=side.obligation, words=words, touched_at=early, **by),
        Form(
            id=side.entry_form,
            obligation_id=side.obligation,
            words=words,
            touched_at=early,
            entered_by="周敏",
        ),
        Form(
            id=side.submitted,
            state=FormState.SUBMITTED,
            words=words,
            touched_at=early,
            report_id=side.report,
            **former,
        ),
    )
    _store(session, FormReading(form_id=side.form, target_id=side.target, value=321))
    _store(
        session,
        Entry(
            id=side.entry,
            form_id=side.form,
            chat_id=chat,
            message_id=3,
            words=words,
            target_ids=[side.target],
        ),
        Attachment(
            id=side.attachment,
            obligation_id=side.obligation,
            form_id=side.form,
            chat_id=chat,
            message_id=4,
            file_id=f"{mark}file",
            name=f"{mark}文件.pdf",
            state=FileState.STORED,
            not_before=early,
            path=f"{side.base}/x.pdf",
            sha256="0" * 64,
            size=10,
            kind="pdf",
            received_at=early,
            stored_at=early,
            **by,
        ),
        Attachment(
            id=side.filed,
            obligation_id=side.former_obligation,
            form_id=side.submitted,
            report_id=side.report,
            chat_id=chat,
            message_id=5,
            file_id=f"{mark}filed",
            name=f"{mark}附件.pdf",
            state=FileState.STORED,
            not_before=early,
            path=f"{side.base}/y.pdf",
            sha256="1" * 64,
            size=10,
            kind="pdf",
            received_at=early,
            stored_at=early,
            **by,
        ),
    )


_ROLES = (Role.CONTACT, Role.CONTACT, Role.HEAD)


def _store(session: Session, *rows: Base) -> None:
    for row in rows:
        session.add(row)
        session.flush()


def _contact(number: int, name: str) -> Contact:
    joined = at("2024-01-02 10:00")
    return Contact(id=number, chat_id=chat_of(number), name=name, joined_at=joined)


def _owed(
    number: int, assignment: int, period: str, state: ObligationState = ObligationState.OPEN
) -> Obligation:
    due = at(f"{period}-25 17:30")
    return Obligation(
        id=number,
        assignment_id=assignment,
        period=period,
        opens_at=at(f"{period}-15 00:00"),
        original_due_at=due,
        due_at=due,
        state=state,
    )


def rows_of(session: Session, side: Side) -> Rows:
    """Return every row of the ledger that is a unit's, or leads to one that is."""
    ours: dict[str, set[Any]] = {
        "unit": {side.unit},
        "item": {side.item, side.other_item},
        "contact": {side.contact, side.second, side.head},
    }
    found: dict[str, frozenset[tuple[Any, ...]]] = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in ASIDE:
            rows = session.connection().execute(select(table)).all()
            kept = [row for row in rows if _is_of(table, row._mapping, ours)]  # noqa: SLF001
            found[table.name] = frozenset(map(_hashable, kept))
            if "id" in table.c:
                ours.setdefault(table.name, set()).update(row.id for row in kept)
    return found


def _is_of(table: Table, row: Mapping[Any, Any], ours: Mapping[str, set[Any]]) -> bool:
    if "id" in table.c and row["id"] in ours.get(table.name, ()):
        return True
    return any(
        row[key.parent.name] in ours.get(key.column.table.name, ()) for key in table.foreign_keys
    )


def _hashable(row: Any) -> tuple[Any, ...]:  # noqa: ANN401 - SQLAlchemy's row of any columns
    return tuple(repr(value) if isinstance(value, (list, dict)) else value for value in row)

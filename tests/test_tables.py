"""The tables refuse nonsense themselves, whoever writes it."""

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from db.columns import Words
from db.engine import Database, Session
from db.insert import MANY, insert_new
from db.tables import (
    Absence,
    Acknowledgement,
    Assignment,
    Attachment,
    AuditEntry,
    Base,
    Cadence,
    Call,
    Chore,
    Contact,
    Departure,
    Digest,
    Document,
    Draft,
    Entry,
    Extension,
    FollowUp,
    Form,
    FormReading,
    HolidayNotice,
    Inbox,
    Invite,
    Item,
    Move,
    Nudge,
    Obligation,
    OfficeChat,
    OfficeDay,
    Outbox,
    Pause,
    Plan,
    PlanLadder,
    Post,
    Prompt,
    Pulse,
    Question,
    Reading,
    Report,
    Review,
    Revision,
    Section,
    Target,
    Template,
    Unit,
    UnitAlias,
)
from db.vocabulary import (
    Action,
    CallOutcome,
    Cause,
    ChoreKind,
    DayKind,
    DocumentKind,
    DraftKind,
    FileState,
    FormState,
    Frequency,
    InboxState,
    NudgeOutcome,
    ObligationState,
    Op,
    OutboxState,
    Part,
    QuestionKind,
    Reachable,
    Role,
    Shift,
    Status,
    Via,
)
from tests.ledger_cast import at, make_database

NOW = at("2024-05-24 17:30")
#: One sound row of each table, in the order in which they refer to each other.
FIRST: Mapping[type[Base], dict[str, Any]] = {
    Plan: {
        "id": 1,
        "title": "要点",
        "notice_title": "通知",
        "starts_on": date(2024, 1, 1),
        "ends_on": date(2024, 12, 31),
        "source": "",
        "digest": "1",
        "created_at": NOW,
    },
    Revision: {
        "id": 1,
        "plan_id": 1,
        "version": 2,
        "source": "",
        "digest": "1",
        "changes": {},
        "applied_at": NOW,
    },
    Section: {"id": 1, "plan_id": 1, "position": 1, "title": "一"},
    Item: {"id": 1, "plan_id": 1, "position": 1, "text": "培训", "open_ended": False},
    Target: {
        "id": 1,
        "item_id": 1,
        "position": 1,
        "quantity": "农场",
        "op": Op.AT_LEAST,
        "value": Decimal(1),
        "measure": "个",
        "strict": False,
    },
    Unit: {"id": 1, "name": "农业农村局"},
    UnitAlias: {"id": 1, "unit_id": 1, "name": "农业局"},
    Assignment: {"id": 1, "item_id": 1, "unit_id": 1, "part": Part.LEAD, "position": 1},
    Contact: {
        "id": 1,
        "chat_id": 1,
        "name": "王芳",
        "reachable": Reachable.YES,
        "joined_at": NOW,
    },
    Post: {"id": 1, "contact_id": 1, "unit_id": 1, "role": Role.CONTACT},
    Invite: {
        "id": 1,
        "token_hash": "1",
        "unit_id": 1,
        "role": Role.CONTACT,
        "created_at": NOW,
        "expires_at": NOW + timedelta(days=1),
        "used_at": NOW,
        "contact_id": 1,
    },
    Cadence: {
        "id": 1,
        "plan_id": 1,
        "place": 0,
        "frequency": Frequency.MONTHLY,
        "kind": DayKind.DAY,
        "number": 25,
        "cutoff": time(17, 30),
        "shift": Shift.BEFORE,
        "shift_by": 1,
        "opens_days_before": 10,
        "added_at": NOW,
        "reason": "",
    },
    PlanLadder: {
        "plan_id": 1,
        "rungs": [[0, ["contact"], None]],
        "repeat_every": 5,
        "changed_at": NOW,
        "changed_by": "周敏",
    },
    Obligation: {
        "id": 1,
        "assignment_id": 1,
        "period": "2024-05",
        "opens_at": NOW,
        "original_due_at": NOW,
        "due_at": NOW,
        "state": ObligationState.OPEN,
        "next_nudge_at": NOW,
    },
    Move: {
        "id": 1,
        "obligation_id": 1,
        "cause": Cause.CADENCE,
        "former_due_at": NOW,
        "due_at": NOW,
        "moved_at": NOW,
        "moved_by": "周敏",
        "reason": "",
    },
    OfficeDay: {
        "day": date(2024, 5, 24),
        "works": False,
        "name": "县庆",
        "added_at": NOW,
        "added_by": "周敏",
    },
    HolidayNotice: {
        "year": 2027,
        "days": {},
        "names": {},
        "source": "",
        "imported_at": NOW,
        "imported_by": "周敏",
    },
    Pause: {"id": 1, "seconds": 600, "began_at": NOW},
    Pulse: {"id": 1, "beat_at": NOW},
    Report: {
        "id": 1,
        "obligation_id": 1,
        "version": 1,
        "contact_id": 1,
        "status": Status.ON_TRACK,
        "words": "",
        "submitted_at": NOW,
    },
    Reading: {"report_id": 1, "target_id": 1, "value": Decimal(1)},
    Review: {
        "id": 1,
        "report_id": 1,
        "reviewer": "周敏",
        "accepted": True,
        "reason": "",
        "reviewed_at": NOW,
    },
    Extension: {
        "id": 1,
        "obligation_id": 1,
        "contact_id": 1,
        "reason": "下雨",
        "wanted_due_at": NOW,
        "asked_at": NOW,
    },
    Nudge: {
        "obligation_id": 1,
        "due_at": NOW,
        "rung": -3,
        "outcome": NudgeOutcome.QUEUED,
        "reached_at": NOW,
    },
    Form: {
        "id": 1,
        "obligation_id": 1,
        "contact_id": 1,
        "state": FormState.OPEN,
        "status": Status.ON_TRACK,
        "words": "",
        "touched_at": NOW,
    },
    FormReading: {"form_id": 1, "target_id": 1, "value": Decimal(1)},
    Prompt: {"id": 1, "obligation_id": 1, "contact_id": 1, "prompted_at": NOW},
    Entry: {"id": 1, "form_id": 1, "chat_id": 1, "message_id": 1, "words": "", "target_ids": [1]},
    Attachment: {
        "id": 1,
        "contact_id": 1,
        "chat_id": 1,
        "message_id": 1,
        "file_id": "1",
        "name": "1.jpg",
        "state": FileState.WAITING,
        "attempts": 0,
        "not_before": NOW,
        "received_at": NOW,
    },
    Departure: {"id": 1, "contact_id": 1, "unit_id": 1, "role": Role.CONTACT, "left_at": NOW},
    Absence: {"id": 1, "contact_id": 1},
    Acknowledgement: {"plan_id": 1, "unit_id": 1, "contact_id": 1, "asked_at": NOW},
    Question: {
        "id": 1,
        "contact_id": 1,
        "kind": QuestionKind.QUESTION,
        "words": "何时报？",
        "asked_at": NOW,
        "answer": "",
    },
    Outbox: {
        "id": 1,
        "key": "1",
        "chat_id": 1,
        "card": "note",
        "args": {},
        "bulk": False,
        "state": OutboxState.WAITING,
        "not_before": NOW,
        "attempts": 0,
        "unknowns": 0,
        "created_at": NOW,
    },
    Inbox: {
        "update_id": 1,
        "raw": "{}",
        "state": InboxState.WAITING,
        "attempts": 0,
        "received_at": NOW,
    },
    OfficeChat: {"chat_id": 1, "plan_id": 1},
    AuditEntry: {
        "id": 1,
        "done_at": NOW,
        "done_by": "周敏",
        "via": Via.CHAT,
        "action": Action.CADENCE,
        "about": "要点",
        "before": {},
        "after": {},
        "reason": "",
    },
    Chore: {
        "id": 1,
        "kind": ChoreKind.READ,
        "subject": 1,
        "attempts": 0,
        "not_before": NOW,
        "asked_at": NOW,
    },
    Draft: {
        "id": 1,
        "kind": DraftKind.NOTICE,
        "chat_id": 1,
        "pasted": "要点",
        "name": "",
        "sent_by": "周敏",
        "sent_at": NOW,
        "choices": {},
    },
    Document: {
        "id": 1,
        "key": "1",
        "kind": DocumentKind.LEDGER,
        "chat_id": 1,
        "args": {},
        "bulk": False,
        "asked_at": NOW,
    },
    Template: {
        "kind": DocumentKind.BULLETIN,
        "name": "通报.docx",
        "content": b"",
        "set_at": NOW,
        "set_by": "周敏",
    },
    Digest: {"id": 1, "plan_id": 1, "at": NOW, "figures": {}, "made_at": NOW},
    FollowUp: {
        "id": 1,
        "plan_id": 1,
        "words": "抓紧",
        "said_by": "李县长",
        "said_at": NOW,
        "chat_id": 1,
    },
    Call: {
        "id": 1,
        "unit_id": 1,
        "outcome": CallOutcome.PROMISED,
        "called_at": NOW,
        "called_by": "周敏",
        "words": "",
    },
}
#: What a second row of each table must have otherwise.
SECOND: Mapping[type[Base], dict[str, Any]] = {
    Plan: {"id": 2, "digest": "2"},
    Revision: {"id": 2, "version": 3, "digest": "2"},
    Section: {"id": 2, "position": 2},
    Item: {"id": 2, "position": 2},
    Target: {"id": 2, "position": 2},
    Unit: {"id": 2, "name": "人社局"},
    UnitAlias: {"id": 2, "name": "人力社保局"},
    Assignment: {"id": 2, "unit_id": 2},
    Contact: {"id": 2, "chat_id": 2},
    Post: {"id": 2, "contact_id": 2},
    Invite: {"id": 2, "token_hash": "2"},
    Cadence: {"id": 2},
    PlanLadder: {"plan_id": 2},
    Move: {"id": 2},
    OfficeDay: {"day": date(2024, 5, 25)},
    HolidayNotice: {"year": 2028},
    Pause: {"id": 2},
    Pulse: {"id": 2},
    Obligation: {"id": 2, "period": "2024-06"},
    Report: {"id": 2, "version": 2},
    Reading: {"report_id": 2},
    Review: {"id": 2, "report_id": 2},
    Extension: {"id": 2, "granted": False, "decided_at": NOW},
    Prompt: {"id": 2},
    Entry: {"id": 2, "message_id": 2},
    Attachment: {"id": 2, "message_id": 2},
    Departure: {"id": 2},
    Absence: {
        "id": 2,
        "starts_at": NOW,
        "ends_at": NOW + timedelta(days=1),
        "confirmed_at": NOW,
        "substitute_id": 2,
    },
    Acknowledgement: {"contact_id": 2},
    Question: {"id": 2},
    Nudge: {"rung": -1},
    Form: {"id": 2, "state": FormState.DROPPED},
    FormReading: {"form_id": 2},
    Outbox: {"id": 2, "key": "2", "edits_id": 1},
    Inbox: {"update_id": 2},
    OfficeChat: {"chat_id": 2},
    AuditEntry: {"id": 2},
    Chore: {"id": 2, "kind": ChoreKind.MAKE},
    Draft: {"id": 2},
    Document: {"id": 2, "key": "2"},
    Template: {"kind": DocumentKind.CHART},
    Digest: {"id": 2, "plan_id": 2},
    FollowUp: {"id": 2},
    Call: {"id": 2},
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database file with two rows in each table."""
    folder = tmp_path_factory.mktemp("filled")
    with make_database(folder) as opened:
        opened.write_now(store_two_of_each)
    return (folder / "duban.db").read_bytes()


@pytest.fixture
def database(tmp_path: Path, filled: bytes) -> Iterator[Database]:
    (tmp_path / "duban.db").write_bytes(filled)
    with Database(f"sqlite:///{tmp_path / 'duban.db'}") as opened:
        yield opened


def store_two_of_each(session: Session) -> None:
    for table, row in FIRST.items():
        session.execute(insert(table).values(row))
        session.execute(insert(table).values(row | SECOND[table]))


def change(database: Database, table: str, values: str) -> None:
    """Change a table's second row."""
    database.write_now(
        lambda session: session.execute(
            text(f"UPDATE {table} SET {values} WHERE rowid = (SELECT max(rowid) FROM {table})")
        )
    )


def test_sound_rows_are_taken(database: Database) -> None:
    counts = database.read_now(
        lambda session: [session.scalar(select(func.count()).select_from(table)) for table in FIRST]
    )

    assert set(counts) == {2}
    assert {table.__tablename__ for table in FIRST} == set(Base.metadata.tables)


@pytest.mark.parametrize(
    ("table", "values", "said"),
    [
        pytest.param("plan", "title = '  '", "ck_plan_title_not_blank", id="plan without title"),
        pytest.param("plan", "ends_on = '2023-12-31'", "ck_plan_days", id="plan ends first"),
        pytest.param("plan", "digest = '1'", "plan.digest", id="the same notice twice"),
        pytest.param("revision", "version = 2", "revision.plan_id", id="two texts of a number"),
        pytest.param("revision", "version = 1", "ck_revision_version", id="a second first text"),
        pytest.param("revision", "plan_id = 9", "FOREIGN KEY", id="text of no plan"),
        pytest.param("section", "position = 1", "section.plan_id", id="two headings at a place"),
        pytest.param("section", "plan_id = 9", "FOREIGN KEY", id="heading of no plan"),
        pytest.param("item", "text = ''", "ck_item_text_not_blank", id="item without text"),
        pytest.param("item", "position = 1", "item.plan_id", id="two items at a place"),
        pytest.param("item", "due_text = '年底前'", "ck_item_due", id="a phrase of no kind"),
        pytest.param("item", "plan_id = 9", "FOREIGN KEY", id="item of no plan"),
        pytest.param("item", "section_id = 9", "FOREIGN KEY", id="item under no heading"),
        pytest.param("item", "open_ended = NULL", "NOT NULL", id="item neither open nor closed"),
        pytest.param("cadence", "number = 0", "ck_cadence_number", id="the noughtth day"),
        pytest.param("cadence", "kind = 'weekday'", "ck_cadence_weekday", id="no weekday"),
        pytest.param("cadence", "frequency = 'once'", "ck_cadence_anchor", id="once on no day"),
        pytest.param("cadence", "shift_by = 0", "ck_cadence_shift_by", id="after by nothing"),
        pytest.param("plan_ladder", "repeat_every = -1", "repeat_every", id="repeats backwards"),
        pytest.param("move", "cause = 'wind'", "ck_move_cause", id="moved by the wind"),
        pytest.param("nudge", "reason = 'wind'", "ck_nudge_reason", id="untold by the wind"),
        pytest.param("post", "role = 'head', second = 1", "ck_post_second", id="a second head"),
        pytest.param("target", "quantity = ' '", "ck_target_quantity", id="target of nothing"),
        pytest.param("target", "value = NULL", "NOT NULL", id="target without a goal"),
        pytest.param("target", "item_id = 9", "FOREIGN KEY", id="target of no item"),
        pytest.param("target", "position = 1", "target.item_id", id="two targets at a place"),
        pytest.param("unit", "name = ' '", "ck_unit_name_not_blank", id="unit without a name"),
        pytest.param("unit", "name = '农业农村局'", "unit.name", id="two units of a name"),
        pytest.param("unit_alias", "name = '农业局'", "unit_alias.name", id="alias of two units"),
        pytest.param("unit_alias", "unit_id = 9", "FOREIGN KEY", id="alias of no unit"),
        pytest.param("assignment", "unit_id = 1", "assignment.item_id", id="assigned twice"),
        pytest.param("assignment", "unit_id = 9", "FOREIGN KEY", id="assigned to nobody"),
        pytest.param("contact", "chat_id = 1", "contact.chat_id", id="two people in a chat"),
        pytest.param("contact", "name = ' '", "ck_contact_name", id="person without a name"),
        pytest.param("post", "contact_id = 1", "post.contact_id", id="a post held twice"),
        pytest.param("post", "unit_id = NULL", "ck_post_unit", id="contact of no unit"),
        pytest.param("post", "unit_id = NULL, role = 'head'", "ck_post_unit", id="head of no unit"),
        pytest.param("post", "contact_id = 9", "FOREIGN KEY", id="post held by nobody"),
        pytest.param("invite", "token_hash = '1'", "invite.token_hash", id="a token twice"),
        pytest.param("invite", "unit_id = NULL", "ck_invite_unit", id="invite to no unit"),
        pytest.param("invite", "used_at = NULL", "ck_invite_used", id="used at no time"),
        pytest.param("invite", "contact_id = NULL", "ck_invite_used", id="used by nobody"),
        pytest.param("invite", "expires_at = created_at", "ck_invite_expires", id="never good"),
        pytest.param("cadence", "opens_days_before = -1", "ck_cadence_opens", id="opens late"),
        pytest.param("obligation", "period = '2024-05'", "obligation.assign", id="owed twice"),
        pytest.param("obligation", "due_at = '2024'", "ck_obligation_opens", id="due before open"),
        pytest.param("obligation", "state = 'reported'", "ck_obligation_silent", id="chased after"),
        pytest.param("obligation", "assignment_id = 9", "FOREIGN KEY", id="owed by nobody"),
        pytest.param("report", "version = 1", "report.obligation_id", id="a version twice"),
        pytest.param("report", "version = 0", "ck_report_version", id="version zero"),
        pytest.param("report", "contact_id = 9", "FOREIGN KEY", id="reported by nobody known"),
        pytest.param("report", "contact_id = NULL", "ck_report_whose", id="reported by nobody"),
        pytest.param("form", "entered_by = '周敏'", "ck_form_whose", id="filled by two"),
        pytest.param("chore", "kind = 'read', subject = 1", "chore.kind", id="a chore twice"),
        pytest.param("chore", "state = 'claimed'", "ck_chore_leased", id="done by nobody"),
        pytest.param("draft", "pasted = NULL", "ck_draft_source", id="read from nothing"),
        pytest.param("document", "key = '1'", "document.key", id="a document twice"),
        pytest.param("digest", "plan_id = 1", "digest.plan_id", id="a week twice"),
        pytest.param("follow_up", "words = ' '", "ck_follow_up_words", id="nothing said"),
        pytest.param("follow_up", "item_id = 1", "ck_follow_up_conf", id="an item unconfirmed"),
        pytest.param("report", "words = NULL", "NOT NULL", id="words unknown"),
        pytest.param("reading", "report_id = 1", "reading.report_id", id="two readings"),
        pytest.param("reading", "target_id = 9", "FOREIGN KEY", id="reading of no target"),
        pytest.param("review", "accepted = 0", "ck_review_reason", id="returned without reason"),
        pytest.param("review", "report_id = 1", "review.report_id", id="reviewed twice"),
        pytest.param("extension", "reason = ' '", "ck_extension_asked", id="no reason"),
        pytest.param("extension", "asked_at = NULL", "ck_extension_order", id="granted unasked"),
        pytest.param("extension", "withdrawn_at = 1", "ck_extension_ended_once", id="ended twice"),
        pytest.param("absence", "ends_at = starts_at", "ck_absence_days", id="away for no time"),
        pytest.param("absence", "ends_at = NULL", "ck_absence_confirmed", id="away for ever"),
        pytest.param("absence", "substitute_id = 1", "ck_absence_substitute", id="own substitute"),
        pytest.param("absence", "confirmed_at = NULL", "absence.contact_id", id="two drafts"),
        pytest.param("attachment", "message_id = 1", "attachment.chat_id", id="a file twice"),
        pytest.param("attachment", "state = 'claimed'", "ck_attachment_leased", id="no lease"),
        pytest.param("attachment", "state = 'stored'", "ck_attachment_stored", id="stored nowhere"),
        pytest.param("entry", "message_id = 1", "entry.chat_id", id="an entry twice"),
        pytest.param("question", "words = ' '", "ck_question_words", id="asked nothing"),
        pytest.param(
            "acknowledgement", "contact_id = 1", "acknowledgement.plan_id", id="seen twice"
        ),
        pytest.param("extension", "granted = NULL", "ck_extension_decided", id="no decision"),
        pytest.param("extension", "decided_at = NULL", "ck_extension_decided", id="no time"),
        pytest.param(
            "extension", "granted = NULL, decided_at = NULL", "extension.obl", id="two pending"
        ),
        pytest.param("nudge", "rung = -3", "nudge.obligation_id", id="a rung twice"),
        pytest.param("form", "state = 'open'", "form.obligation_id", id="two open forms"),
        pytest.param("form", "state = 'submitted'", "ck_form_submitted", id="submitted as nothing"),
        pytest.param("form", "report_id = 1", "ck_form_submitted", id="dropped and reported"),
        pytest.param("form", "asked_target_id = 9", "FOREIGN KEY", id="asked for no target"),
        pytest.param("form_reading", "form_id = 1", "form_reading.form_id", id="typed twice"),
        pytest.param("outbox", "key = '1'", "outbox.key", id="an intention twice"),
        pytest.param("outbox", "state = 'sent'", "ck_outbox_sent", id="sent without a number"),
        pytest.param("outbox", "state = 'claimed'", "ck_outbox_leased", id="claimed for ever"),
        pytest.param("outbox", "leased_until = '2024'", "ck_outbox_leased", id="leased by nobody"),
        pytest.param("outbox", "edits_id = 9", "FOREIGN KEY", id="edit of nothing"),
        pytest.param("inbox", "update_id = 1", "inbox.update_id", id="an update twice"),
        pytest.param("inbox", "raw = NULL", "NOT NULL", id="an update without its text"),
    ],
)
def test_nonsense_is_refused(database: Database, table: str, values: str, said: str) -> None:
    with pytest.raises(IntegrityError, match=said):
        change(database, table, values)


#: What else an unknown word of a table would be refused for.
SILENT = {"obligation": ", next_nudge_at = NULL"}


@pytest.mark.parametrize(
    ("table", "column"),
    [
        pytest.param(table.name, column.name, id=f"{table.name}.{column.name}")
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Words)
    ],
)
def test_a_word_that_nobody_knows_is_refused(database: Database, table: str, column: str) -> None:
    with pytest.raises(IntegrityError, match=f"ck_{table}_{column}"):
        change(database, table, f"{column} = 'nonsense'{SILENT.get(table, '')}")


def test_a_word_that_nobody_knows_is_refused_before_it_is_sent(database: Database) -> None:
    with pytest.raises(StatementError, match="nonsense"):
        database.write_now(
            lambda session: session.execute(insert(Post).values(FIRST[Post] | {"role": "nonsense"}))
        )


def test_a_post_without_a_unit_is_held_once(database: Database) -> None:
    office = {"id": 3, "contact_id": 1, "unit_id": None, "role": Role.OFFICE}
    database.write_now(lambda session: session.execute(insert(Post).values(office)))

    with pytest.raises(IntegrityError, match=r"post\.contact_id"):
        database.write_now(lambda session: session.execute(insert(Post).values(office | {"id": 4})))


def test_a_message_has_one_waiting_edit_at_most(database: Database) -> None:
    third = FIRST[Outbox] | {"id": 3, "key": "3", "edits_id": 1}

    with pytest.raises(IntegrityError, match=r"outbox\.edits_id"):
        database.write_now(lambda session: session.execute(insert(Outbox).values(third)))
    change(database, "outbox", "state = 'withdrawn'")
    database.write_now(lambda session: session.execute(insert(Outbox).values(third)))


@pytest.mark.parametrize("table", ["plan", "item", "unit", "assignment", "obligation", "report"])
def test_what_others_refer_to_cannot_be_deleted(database: Database, table: str) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        database.write_now(
            lambda session: session.execute(text(f"DELETE FROM {table} WHERE id = 1"))
        )


@pytest.mark.parametrize("count", [2, MANY + 50], ids=["a few", "many"])
def test_a_row_whose_key_is_known_is_left_out_and_the_others_go_in(
    database: Database, count: int
) -> None:
    rows = [FIRST[Outbox] | {"id": number, "key": f"{number}"} for number in range(2, 2 + count)]
    rows[-1]["args"] = {"words": "县农业农村局", "more": [1, None]}
    rows[-1]["not_before"] = NOW + timedelta(hours=1)

    inserted = database.write_now(lambda session: insert_new(session, Outbox, rows))

    def look(session: Session) -> tuple[int | None, Outbox]:
        return session.scalar(select(func.count(Outbox.id))), session.get_one(Outbox, 1 + count)

    total, last = database.read_now(look)
    assert inserted == count - 1
    assert total == count + 1
    assert last.args == {"words": "县农业农村局", "more": [1, None]}
    assert last.not_before == NOW + timedelta(hours=1)
    assert (last.state, last.bulk, last.edits_id) == (OutboxState.WAITING, False, None)


@pytest.mark.parametrize("count", [2, MANY + 50], ids=["a few", "many"])
def test_leaving_out_known_keys_hides_no_other_nonsense(database: Database, count: int) -> None:
    rows = [FIRST[Outbox] | {"id": number, "key": f"{number}"} for number in range(3, 3 + count)]
    rows[-1]["state"] = OutboxState.SENT

    with pytest.raises(IntegrityError, match="ck_outbox_sent"):
        database.write_now(lambda session: insert_new(session, Outbox, rows))


def test_inserting_nothing_is_nothing(database: Database) -> None:
    assert database.write_now(lambda session: insert_new(session, Outbox, [])) == 0

"""The office's side: its chat, what it sent and had made, what it did, and whom it called."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base, not_blank, one_of
from db.vocabulary import (
    Action,
    CallOutcome,
    ChoreKind,
    ChoreState,
    DocumentKind,
    DraftKind,
    DraftState,
    Via,
)


class OfficeChat(Base):
    """A chat in which the office acts: which plan is looked at there, and what it was asked.

    ``asked`` is what a text will answer, a word and an id ("deadline:12"), with the time it was
    asked. ``moved_to`` is the group's new number once it became a supergroup.
    """

    __tablename__ = "office_chat"

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    asked: Mapped[str | None] = mapped_column(String(40))
    asked_at: Mapped[datetime | None]
    moved_to: Mapped[int | None]
    moved_at: Mapped[datetime | None]


class AuditEntry(Base):
    """变更记录: who of the office did what, and what it was before and after; never changed.

    ``about`` is what it is about in people's words; ``before`` and ``after`` are plain values by
    name, empty where there was, or is, nothing.
    """

    __tablename__ = "audit"
    __table_args__ = (
        one_of("action", Action),
        one_of("via", Via),
        Index(None, "plan_id"),
        Index(None, "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    done_at: Mapped[datetime]
    done_by: Mapped[str]
    via: Mapped[Via]
    action: Mapped[Action]
    about: Mapped[str]
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(default="")


class Chore(Base):
    """Work that takes long, claimed under a lease and done apart: a draft read, a document made.

    ``subject`` is the draft's or the document's id.
    """

    __tablename__ = "chore"
    __table_args__ = (
        UniqueConstraint("kind", "subject"),
        one_of("kind", ChoreKind),
        one_of("state", ChoreState),
        CheckConstraint("(state = 'claimed') = (leased_until IS NOT NULL)", name="leased"),
        Index(
            "ix_chore_undone",
            "not_before",
            sqlite_where=text("state IN ('waiting', 'claimed')"),
            postgresql_where=text("state IN ('waiting', 'claimed')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ChoreKind]
    subject: Mapped[int]
    state: Mapped[ChoreState] = mapped_column(default=ChoreState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    error: Mapped[str | None]
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class Draft(Base):
    """What the office sent to be read, as a file or pasted, from its coming to its confirmation.

    ``reading`` is what was read, packed; ``choices`` what the office answered to its questions.
    """

    __tablename__ = "draft"
    __table_args__ = (
        one_of("kind", DraftKind),
        one_of("state", DraftState),
        CheckConstraint("attachment_id IS NOT NULL OR pasted IS NOT NULL", name="source"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[DraftKind]
    state: Mapped[DraftState] = mapped_column(default=DraftState.WAITING)
    chat_id: Mapped[int]
    message_id: Mapped[int | None]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"), index=True)
    pasted: Mapped[str | None]
    name: Mapped[str]
    sent_by: Mapped[str]
    sent_at: Mapped[datetime]
    reading: Mapped[str | None]
    choices: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    error: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]


class Document(Base):
    """A file made for a chat: once made it lies at ``path`` in the folder of files, and is sent.

    ``key`` names the intention, so asking for it twice makes and sends it once; ``args`` are what
    it is made from, ``caption`` what stands below it.
    """

    __tablename__ = "document"
    __table_args__ = (one_of("kind", DocumentKind),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[DocumentKind]
    chat_id: Mapped[int]
    args: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    bulk: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    name: Mapped[str | None]
    path: Mapped[str | None]
    made_at: Mapped[datetime | None]
    error: Mapped[str | None]


class Template(Base):
    """A template of the office's own for a document, in place of ours."""

    __tablename__ = "template"
    __table_args__ = (one_of("kind", DocumentKind),)

    kind: Mapped[DocumentKind] = mapped_column(primary_key=True)
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    set_at: Mapped[datetime]
    set_by: Mapped[str]


class Digest(Base):
    """周报: a plan's week in figures, kept as it was told; ``at`` is the moment it is of.

    ``issue`` is the how many-th of its plan it is; None where somebody asked in between.
    """

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("plan_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    at: Mapped[datetime]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    issue: Mapped[int | None]


class FollowUp(Base):
    """批示: what a leader said to a digest; once its unit and day are confirmed, an item."""

    __tablename__ = "follow_up"
    __table_args__ = (
        not_blank("words"),
        CheckConstraint("(confirmed_at IS NULL) = (item_id IS NULL)", name="confirmed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    words: Mapped[str]
    said_by: Mapped[str]
    said_at: Mapped[datetime]
    chat_id: Mapped[int]
    message_id: Mapped[int | None]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    due_on: Mapped[date | None]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None]
    dropped_at: Mapped[datetime | None]


class Call(Base):
    """电话催办: a unit, or a person of it, was called; by whom, and what came of it."""

    __tablename__ = "call"
    __table_args__ = (one_of("outcome", CallOutcome),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    outcome: Mapped[CallOutcome]
    called_at: Mapped[datetime]
    called_by: Mapped[str]
    words: Mapped[str] = mapped_column(default="")

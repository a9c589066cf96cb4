"""Messages to be sent and updates received."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base, one_of
from db.vocabulary import InboxState, OutboxState


class Outbox(Base):
    """One message to be sent, or one edit of a message that was."""

    __tablename__ = "outbox"
    __table_args__ = (
        one_of("state", OutboxState),
        CheckConstraint("state <> 'sent' OR message_id IS NOT NULL", name="sent"),
        CheckConstraint("(state = 'claimed') = (leased_until IS NOT NULL)", name="leased"),
        Index(
            "uq_outbox_waiting_edit",
            "edits_id",
            unique=True,
            sqlite_where=text("state = 'waiting' AND edits_id IS NOT NULL"),
            postgresql_where=text("state = 'waiting' AND edits_id IS NOT NULL"),
        ),
        Index(
            "ix_outbox_unsent",
            "chat_id",
            "id",
            sqlite_where=text("state IN ('waiting', 'claimed')"),
            postgresql_where=text("state IN ('waiting', 'claimed')"),
        ),
        Index(
            "ix_outbox_next",
            "bulk",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        # Whoever asks what went out today must not read all that ever did.
        Index(None, "edits_id", "created_at"),
        Index("ix_outbox_message", "chat_id", "message_id"),
        Index("ix_outbox_shown", "card", "subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    chat_id: Mapped[int]
    card: Mapped[str] = mapped_column(String(20))
    subject: Mapped[int | None]
    args: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    bulk: Mapped[bool] = mapped_column(default=False)
    state: Mapped[OutboxState] = mapped_column(default=OutboxState.WAITING)
    not_before: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    unknowns: Mapped[int] = mapped_column(default=0)
    edits_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    message_id: Mapped[int | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class Inbox(Base):
    """One update as Telegram sent it; kept before anything is made of it."""

    __tablename__ = "inbox"
    __table_args__ = (
        one_of("state", InboxState),
        Index(
            "ix_inbox_waiting",
            "update_id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    update_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    raw: Mapped[str]
    chat_id: Mapped[int | None]
    state: Mapped[InboxState] = mapped_column(default=InboxState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

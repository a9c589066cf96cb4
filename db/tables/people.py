"""People: who they are to which unit, and how they come in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base, not_blank, once_where, one_of
from db.vocabulary import QuestionKind, Reachable, Role


class Contact(Base):
    """联络员: a person known by a Telegram chat; only an invite makes one.

    ``asked`` is what the bot asked them last that a text will answer, a word and an id
    ("extension:12"), with the time it did; ``menu`` is the list of commands they were last given.
    ``again_at`` is the slot in which they are reminded again, since they wished so or had enough
    for a day.
    """

    __tablename__ = "contact"
    __table_args__ = (one_of("reachable", Reachable), not_blank("name"))

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    reachable: Mapped[Reachable] = mapped_column(default=Reachable.YES)
    joined_at: Mapped[datetime]
    asked: Mapped[str | None] = mapped_column(String(40))
    asked_at: Mapped[datetime | None]
    menu: Mapped[str | None] = mapped_column(String(20))
    again_at: Mapped[datetime | None] = mapped_column(index=True)
    phone: Mapped[str | None]


class Post(Base):
    """What a contact is, and for which unit; ``second`` for the second contact (第二联络员)."""

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("contact_id", "unit_id", "role"),
        one_of("role", Role),
        CheckConstraint("role NOT IN ('contact', 'head') OR unit_id IS NOT NULL", name="unit"),
        CheckConstraint("role = 'contact' OR NOT second", name="second"),
        Index(
            "uq_post_without_unit",
            "contact_id",
            "role",
            unique=True,
            sqlite_where=text("unit_id IS NULL"),
            postgresql_where=text("unit_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    role: Mapped[Role]
    second: Mapped[bool] = mapped_column(default=False, server_default=false())


class Invite(Base):
    """A single-use way in; the link's token is kept as a hash only.

    ``name`` is what its opener wants to be called, ``naming`` while they are asked for it;
    ``asked_at`` is when they asked to be let in where the office decides, ``decided_by`` who did,
    ``refused_at`` when it said no. Whoever uses it takes the post over from the contact
    ``replaces_id``, if any. One that is ``revoked_at`` lets nobody in.
    """

    __tablename__ = "invite"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("role NOT IN ('contact', 'head') OR unit_id IS NOT NULL", name="unit"),
        CheckConstraint("(used_at IS NULL) = (contact_id IS NULL)", name="used"),
        CheckConstraint("created_at < expires_at", name="expires"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[Role]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    opened_by: Mapped[int | None]
    used_at: Mapped[datetime | None]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    name: Mapped[str | None]
    naming: Mapped[bool] = mapped_column(default=False, server_default=false())
    asked_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    second: Mapped[bool] = mapped_column(default=False, server_default=false())
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None]


class Departure(Base):
    """A post that was given up: whose, when, and who took it over; the post itself is gone."""

    __tablename__ = "departure"
    __table_args__ = (one_of("role", Role),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[Role]
    left_at: Mapped[datetime]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))


class Absence(Base):
    """请假: a contact is away, and a person of the same unit answers in their place.

    A draft until ``confirmed_at``; over at ``ends_at``, which is moved where they come back early.
    One that is ``cancelled_at`` counts for nothing.
    """

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="days"),
        CheckConstraint(
            "confirmed_at IS NULL OR (starts_at IS NOT NULL AND ends_at IS NOT NULL)",
            name="confirmed",
        ),
        CheckConstraint("substitute_id <> contact_id", name="substitute"),
        once_where(
            "uq_absence_draft", "confirmed_at IS NULL AND cancelled_at IS NULL", "contact_id"
        ),
        Index(None, "substitute_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]


class Acknowledgement(Base):
    """签收: a person of a unit was shown a plan's items, and has said that they have seen them."""

    __tablename__ = "acknowledgement"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), primary_key=True, index=True)
    asked_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]


class Question(Base):
    """What a contact asked the office, or that an item is not theirs, and what it answered.

    ``message_id`` is the contact's message it stands in, in their own chat, if it was typed.
    """

    __tablename__ = "question"
    __table_args__ = (one_of("kind", QuestionKind), not_blank("words"))

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    obligation_id: Mapped[int | None] = mapped_column(ForeignKey("obligation.id"), index=True)
    kind: Mapped[QuestionKind]
    words: Mapped[str]
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    message_id: Mapped[int | None]

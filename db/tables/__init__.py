"""The tables behind the project's words, which refuse nonsense themselves; no rules of time."""

from db.tables.base import Base
from db.tables.calendar import HolidayNotice, OfficeDay, Pause, Pulse
from db.tables.duty import Cadence, Extension, Move, Nudge, Obligation, PlanLadder, Prompt
from db.tables.message import Inbox, Outbox
from db.tables.office import (
    AuditEntry,
    Call,
    Chore,
    Digest,
    Document,
    Draft,
    FollowUp,
    OfficeChat,
    Template,
)
from db.tables.people import Absence, Acknowledgement, Contact, Departure, Invite, Post, Question
from db.tables.plan import Assignment, Item, Plan, Revision, Section, Target, Unit, UnitAlias
from db.tables.report import Attachment, Entry, Form, FormReading, Reading, Report, Review

__all__ = [
    "Absence",
    "Acknowledgement",
    "Assignment",
    "Attachment",
    "AuditEntry",
    "Base",
    "Cadence",
    "Call",
    "Chore",
    "Contact",
    "Departure",
    "Digest",
    "Document",
    "Draft",
    "Entry",
    "Extension",
    "FollowUp",
    "Form",
    "FormReading",
    "HolidayNotice",
    "Inbox",
    "Invite",
    "Item",
    "Move",
    "Nudge",
    "Obligation",
    "OfficeChat",
    "OfficeDay",
    "Outbox",
    "Pause",
    "Plan",
    "PlanLadder",
    "Post",
    "Prompt",
    "Pulse",
    "Question",
    "Reading",
    "Report",
    "Review",
    "Revision",
    "Section",
    "Target",
    "Template",
    "Unit",
    "UnitAlias",
]

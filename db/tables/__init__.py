"""The tables behind the project's words, which refuse nonsense themselves; no rules of time."""

from db.tables.base import Base
from db.tables.duty import Cadence, Extension, Nudge, Obligation, Prompt
from db.tables.message import Inbox, Outbox
from db.tables.people import Absence, Acknowledgement, Contact, Departure, Invite, Post, Question
from db.tables.plan import Assignment, Item, Plan, Revision, Section, Target, Unit, UnitAlias
from db.tables.report import Attachment, Entry, Form, FormReading, Reading, Report, Review

__all__ = [
    "Absence",
    "Acknowledgement",
    "Assignment",
    "Attachment",
    "Base",
    "Cadence",
    "Contact",
    "Departure",
    "Entry",
    "Extension",
    "Form",
    "FormReading",
    "Inbox",
    "Invite",
    "Item",
    "Nudge",
    "Obligation",
    "Outbox",
    "Plan",
    "Post",
    "Prompt",
    "Question",
    "Reading",
    "Report",
    "Review",
    "Revision",
    "Section",
    "Target",
    "Unit",
    "UnitAlias",
]

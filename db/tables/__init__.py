"""The tables behind the project's words, which refuse nonsense themselves; no rules of time."""

from db.tables.base import Base
from db.tables.calendar import HolidayNotice, OfficeDay, Pause, Pulse
from db.tables.duty import Cadence, Extension, Move, Nudge, Obligation, PlanLadder, Prompt
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
    "HolidayNotice",
    "Inbox",
    "Invite",
    "Item",
    "Move",
    "Nudge",
    "Obligation",
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
    "Unit",
    "UnitAlias",
]

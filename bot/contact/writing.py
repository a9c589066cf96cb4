"""A form as far as it is written: what it holds, what it lacks, what is doubtful about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.buttons import mark_of
from bot.checks import Check, Doubtful, checks
from bot.contact.fields import fields_of
from bot.phrases import Field
from db import ledger, reports
from db.engine import Session
from db.ledger import Owed
from db.tables import Form, Report
from db.vocabulary import FormState, Status


@dataclass(frozen=True, slots=True)
class Written:
    """A form with what is needed to tell whether it can be filed.

    Attributes:
        form: the form.
        owed: the obligation it is for.
        fields: the numbers it asks for.
        values: those it has, by target id.
        former: what was reported for the period before.
        newest: the report of this period that counts, if there is one.
        doubts: what is doubtful about its numbers; one that is as it was is not doubted again.
    """

    form: Form
    owed: Owed
    fields: list[Field]
    values: Mapping[int, Decimal]
    former: Report | None
    newest: Report | None
    doubts: tuple[tuple[Field, Check], ...]

    def value(self, field: Field) -> Decimal | None:
        """Return the number a field has."""
        return self.values.get(field.ids[0])

    @property
    def locked(self) -> bool:
        """Whether the newest report is accepted, and nothing is corrected any more."""
        return self.owed.locked

    @property
    def untouched(self) -> bool:
        """Whether nothing was put into it yet."""
        return not (self.values or self.form.words or self.form.status)

    @property
    def repeats(self) -> bool:
        """Whether it says that nothing changed, and does not belie that."""
        return (
            self.form.unchanged
            and self.former is not None
            and self.form.status is self.former.status
            and all(self.value(field) == field.last for field in self.fields)
        )

    @property
    def unexplained(self) -> bool:
        """Whether it says so for the second time running, and not why or what comes next."""
        repeated = self.former is not None and self.former.unchanged
        return self.repeats and repeated and not self.form.words

    @property
    def missing(self) -> list[Field]:
        """The numbers that are still to come."""
        if self.form.status is Status.NOT_STARTED:
            return []
        return [field for field in self.fields if self.value(field) is None]

    @property
    def newer(self) -> Report | None:
        """A report that was filed since the form was begun."""
        newest = self.newest
        return newest if newest is not None and newest.version > self.form.begun_from else None

    @property
    def seen(self) -> str:
        """What the button carries that files it with its doubts."""
        told = [(field.ids[0], check.kind, check.value) for field, check in self.doubts]
        return mark_of(told) if told else ""

    @property
    def complete(self) -> bool:
        """Whether it can be filed as it stands, doubts aside."""
        return bool(
            self.form.state is FormState.OPEN
            and self.form.status
            and not (self.owed.withdrawn or self.locked or self.missing or self.unexplained)
        )

    @property
    def ready(self) -> bool:
        """Whether one tap, without another look, may file it."""
        return self.complete and not (self.doubts or self.newer)


def written(session: Session, form: Form) -> Written | None:
    """Return a form as far as it is written; None where what it is for is gone."""
    owed = ledger.owed_by_id(session, form.obligation_id)
    return written_for(session, form, owed) if owed is not None else None


def written_for(session: Session, form: Form, owed: Owed) -> Written:
    """Return a form as far as it is written for an obligation that was just asked for."""
    fields = fields_of(session, owed, form.report_id)
    values, percents = reports.form_numbers(session, form.id)
    return Written(
        form=form,
        owed=owed,
        fields=fields,
        values=values,
        former=reports.former_reports(session, [owed.id]).get(owed.id),
        newest=session.get_one(Report, owed.report_id) if owed.report_id is not None else None,
        doubts=_doubts(fields, values, percents),
    )


def batch(session: Session, contact_id: int, form_ids: Sequence[int]) -> list[Written]:
    """Return a contact's forms that share a card."""
    forms = [session.get(Form, form_id) for form_id in form_ids]
    found = [
        written(session, form)
        for form in forms
        if form is not None and form.contact_id == contact_id
    ]
    return [one for one in found if one is not None]


def batch_mark(forms: Sequence[Written]) -> str:
    """Return the mark of what would be filed of some forms, for the button that files it."""
    return mark_of(
        [
            (one.form.id, one.form.status, one.form.words, sorted(one.values.items()))
            for one in forms
            if one.ready
        ]
    )


def _doubts(
    fields: list[Field], values: Mapping[int, Decimal], percents: Mapping[int, Decimal]
) -> tuple[tuple[Field, Check], ...]:
    return tuple(
        (field, check)
        for field in fields
        if (value := values.get(field.ids[0])) is not None
        for check in checks(field, value, percents.get(field.ids[0]))
        if value != field.last or check.kind is Doubtful.PERCENT
    )

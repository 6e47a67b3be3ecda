import base64
from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import NOT_YOURS
from .test_release import ReleaseCommon

PDF = base64.b64encode(b"%PDF-1.7 letter").decode()


@tagged("post_install", "-at_install")
class TestReceived(ReleaseCommon):
    """What an institution tells us: only under a release in both directions, with source."""

    def _note(self, **vals):
        return self._as(self.env["kim.case.note"], self.cm_a).create(
            {"case_id": self.case.id, "note": "They say", **vals}
        )

    def _document(self, **vals):
        return self._as(self.env["kim.case.document"], self.cm_a).create(
            {
                "case_id": self.case.id,
                "name": "Letter",
                "file": PDF,
                "file_name": "letter.pdf",
                **vals,
            }
        )

    def test_source_purpose_and_day(self):
        release = self._given(direction="two_way", purpose="Sprachkurs klären")
        for made in (
            self._note(received_from_id=self.jobcenter.id),
            self._document(received_from_id=self.jobcenter.id, social_data=True),
        ):
            self.assertEqual(
                (made.received_release_id, made.received_on), (release, self.today)
            )
            self.assertEqual(
                (made.source, made.purpose), ("Jobcenter (test)", "Sprachkurs klären")
            )
        with Form(
            self.env["kim.case.note"]
            .with_user(self.cm_a)
            .with_context(default_case_id=self.case.id)
        ) as form:
            form.note = "They say"
            form.received_from_id = self.jobcenter
            self.assertEqual(form.source, "Jobcenter (test)")
            form.purpose = "Own words"
        made = self.case.note_ids.sorted("id")[-1:]
        self.assertEqual(made.purpose, "Own words")
        self.assertFalse(self._note().received_on)
        release.action_withdraw()
        made.write({"note": "What was received before stays"})
        self.assertEqual(made.received_release_id, release)

    def test_refused(self):
        self._given()  # one way
        self._given(direction="two_way", partner_id=self.kita.id).action_withdraw()
        other = self._given(direction="two_way", case=self._case(self.cm_a))
        past = self._given(
            direction="two_way",
            given_on=self.today - timedelta(days=9),
            valid_until=self.yesterday,
        )
        for vals in (
            {"received_from_id": self.jobcenter.id},
            {"received_from_id": self.kita.id},
            {"received_from_id": self.jobcenter.id, "received_release_id": other.id},
            {
                "received_from_id": self.jobcenter.id,
                "received_on": self.today - timedelta(days=10),
            },
            {
                "received_from_id": self.jobcenter.id,
                "received_on": self.today + timedelta(days=1),
            },
        ):
            for create in (self._note, self._document):
                with (
                    self.subTest(vals=vals),
                    self.assertRefused(
                        (
                            "Please check the day on which it was received",
                            "tell us something: it must be valid on that",
                        ),
                        ValidationError,
                    ),
                ):
                    create(**vals)
        late = self._note(
            received_from_id=self.jobcenter.id, received_on=self.yesterday
        )
        self.assertEqual(late.received_release_id, past)
        with self.assertRefused(
            "tell us something: it must be valid on that", ValidationError
        ):
            late.received_on = self.today
        with self.assertRefused(
            "tell us something: it must be valid on that", ValidationError
        ):
            late.received_from_id = self.kita
        note = self._note(received_release_id=other.id)
        self.assertFalse(note.received_release_id, "found, never said")
        for vals in (
            {"received_from_id": self.jobcenter.id},
            {"received_release_id": past.id},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused(
                    (
                        "Please say from which institution it was",
                        "tell us something: it must be valid on that",
                    ),
                    ValidationError,
                ),
            ):
                note.write(vals)

    def test_form_tells_nothing_of_a_foreign_case(self):
        self._given(direction="two_way", purpose="GEHEIM")
        for model in ("kim.case.note", "kim.case.document"):
            form = self._as(self.env[model], self.cm_a2)
            with self.subTest(model=model), self.assertRefused(NOT_YOURS, AccessError):
                form.onchange(
                    {
                        "case_id": self.case.id,
                        "received_from_id": self.jobcenter.id,
                    },
                    ["case_id", "received_from_id"],
                    {
                        "case_id": {},
                        "received_from_id": {},
                        "received_release_id": {"fields": {}},
                        "source": {},
                        "purpose": {},
                    },
                )

    def test_categories_of_the_release_do_not_widen(self):
        """Receiving opens no way out: passing on still needs what it names."""
        release = self._given(
            direction="two_way", category_ids=[Command.set(self.cat_language.ids)]
        )
        self._note(received_from_id=self.jobcenter.id)
        with self.assertRefused(
            "Leave it out, or take up a new release first", ValidationError
        ):
            release._check_covers(self.jobcenter, self.cat_work)

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..consent.test_disclosure import DisclosureCommon

MERGE = "base.partner.merge.automatic.wizard"


@tagged("post_install", "-at_install")
class TestRecordedContacts(DisclosureCommon):
    """A release that was given names whom it named, whatever the contact does."""

    def test_renamed(self):
        self.jobcenter.write({"street": "Amtsweg 1", "city": "Ort"})
        release = self._given()
        disclosure = self._disclosure(self.cat_language)
        disclosure.action_send()
        self.assertFalse(release.recorded_text)
        self.jobcenter.write({"name": "Other office", "street": "Moved 2"})
        for fact in (release, disclosure):
            self.assertEqual(fact.recorded_text, "Jobcenter (test), Amtsweg 1, Ort")
        with self.assertRefused("kept by KIM", AccessError):
            release.sudo().write({"recorded_contacts": {}})
        with self.assertRefused("stands in the file"):
            disclosure.sudo().write({"recorded_contacts": {}})
        form = self.env["kim.case.print"].with_user(self.cm_a)
        form = form.create(
            {
                "case_id": self.case.id,
                "document": "release",
                "release_id": release.id,
            }
        )
        self.assertEqual(form._filled()["recipient"], "Jobcenter (test)")
        forged = self._draft(recorded_contacts={"partner_id": {"name": "X"}})
        self.assertFalse(forged.recorded_contacts)

    def test_who_keeps_it_is_told(self):
        self._given()
        told = self.env["mail.message"].search(
            [("partner_ids", "in", self.cm_a.partner_id.ids)]
        )
        self.jobcenter.email = "other@example.org"
        self.jobcenter.name = "Other office"
        now = self.env["mail.message"].search(
            [("partner_ids", "in", self.cm_a.partner_id.ids)]
        )
        message = now - told
        self.assertEqual(len(message), 1)
        self.assertIn("Other office", message.body)
        self.assertNotIn(self.case.number, message.body + message.subject)

    def test_not_merged(self):
        """Only what stands in a recorded fact is kept from merging."""
        twin, third = self.env["res.partner"].create(
            [{"name": "Jobcenter twin"}, {"name": "Jobcenter third"}]
        )
        release = self._draft()
        self.env[MERGE]._merge((self.jobcenter | twin).ids, self.jobcenter)
        release.action_give()
        for pair in (self.jobcenter | third, third | self.jobcenter):
            with self.assertRefused("cannot be merged"):
                self.env[MERGE]._merge(pair.ids, pair[0])
        self.assertEqual(release.partner_id, self.jobcenter)

    def test_deleting_tells_nothing(self):
        """One sentence, whatever stands in the way."""
        self._draft()
        post_holder = self.cm_a.partner_id
        message = set()
        for record in (
            self.jobcenter,
            post_holder,
            self.cm_a,
            self.company_town_a,
            self.domain_language,
            self.town_a,
        ):
            with self.assertRefused("used in KIM") as caught:
                record.unlink()
            message.add(str(caught.exception))
        self.assertEqual(len(message), 1)
        self.env["res.partner"].create({"name": "Free"}).unlink()

    def test_who_may_not_delete_learns_nothing(self):
        """Whether a contact is used is no answer for everybody."""
        self._draft()
        free = self.env["res.partner"].create({"name": "Free"})
        for contact in (self.jobcenter, free):
            with self.assertRaises(AccessError):
                contact.with_user(self.plain_user).unlink()

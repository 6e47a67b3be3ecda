from odoo.tests import HttpCase, tagged

from ..common import KimCommon

FORM = """
<form>
    <sheet>
        <field name="wish" />
        <field name="going_well" />
        <field name="life_domain_ids" widget="many2many_tags" />
        <field name="note_ids">
            <list editable="bottom"><field name="note" /></list>
        </field>
    </sheet>
</form>
"""


@tagged("post_install", "-at_install")
class TestLostUpdateUi(HttpCase, KimCommon):
    """Two people edit one record in the browser: a question, and nothing is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.cm_a.lang = "de_DE"
        cls.case = cls._case(wish="Eine Arbeit", going_well="Die Kinder")
        cls.case.env["kim.case.note"].create(
            {"case_id": cls.case.id, "note": "Erstes Gespräch"}
        )
        view = cls.env["ir.ui.view"].create(
            {"name": "lost update", "model": "kim.case", "arch": FORM}
        )
        cls.action = cls.env["ir.actions.act_window"].create(
            {
                "name": "Fall",
                "res_model": "kim.case",
                "view_mode": "form",
                "view_ids": [
                    (0, 0, {"view_mode": "form", "view_id": view.id}),
                ],
            }
        )

    def _tour(self, name):
        url = f"/odoo/action-{self.action.id}/{self.case.id}"
        self.start_tour(url, name, login=self.cm_a.login)
        self.env.invalidate_all()

    def test_choose(self):
        self._tour("kim_lost_update_choose")
        self.assertEqual(self.case.wish, "Ein Sprachkurs")
        self.assertEqual(self.case.going_well, "Die Schule")

    def test_no_question(self):
        self._tour("kim_lost_update_no_question")
        self.assertEqual(self.case.wish, "Noch ein Kurs")

    def test_discard(self):
        self._tour("kim_lost_update_discard")
        self.assertEqual(self.case.wish, "Eine Wohnung")

    def test_line(self):
        self._tour("kim_lost_update_line")
        self.assertEqual(self.case.note_ids.note, "Fremder Text")

    def test_draft(self):
        self._tour("kim_lost_update_draft")
        self.assertEqual(self.case.wish, "Ein Kurs")
        self.assertFalse(self.env["kim.draft"].search([]))

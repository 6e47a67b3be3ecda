from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import format_date

from odoo.addons.kim_case.models.foundation.kim_lost_update_mixin import (
    CONTEXT_KEY,
    LostUpdateError,
)
from odoo.addons.kim_case.tools.lost_update import SaveComparison

from ..common import NOT_YOURS, KimCommon


class LostUpdateCommon(KimCommon):
    """One case that two case managers edit: ``mine`` and ``theirs``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls._case()
        cls.env["kim.case.access"].create(
            {
                "case_id": cls.mine.id,
                "user_id": cls.cm_a2.id,
                "kind": "deputy",
                "valid_until": "2999-12-31",
                "reason": "holiday",
            }
        )
        cls.theirs = cls.mine.with_user(cls.cm_a2).with_company(cls.company_town_a)
        cls.mine.write({"wish": "A job", "going_well": "The children"})
        cls.env.flush_all()

    def _save(self, vals, loaded=None, record=None, **said):
        """Save as the form does."""
        record = self.mine if record is None else record
        if loaded is not None:
            said["loaded"] = loaded
        self.env.flush_all()
        record.env.invalidate_all()
        return record.with_context(**{CONTEXT_KEY: said}).web_save(vals, {})

    def _conflicts(self, vals, loaded, record=None, **said):
        with self.assertRaises(LostUpdateError) as caught:
            self._save(vals, loaded, record, **said)
        return caught.exception.context["kim_conflicts"]

    def _note(self, **vals):
        return self.mine.env["kim.case.note"].create(
            {"case_id": self.mine.id, "note": "First talk", **vals}
        )


@tagged("post_install", "-at_install")
class TestLostUpdate(LostUpdateCommon):
    """What one typed never silently wipes out what another typed."""

    def test_same_field(self):
        self.theirs.wish = "A flat"
        (conflict,) = self._conflicts({"wish": "A course"}, {"wish": "A job"})
        self.assertEqual(conflict["key"], "wish")
        self.assertEqual(conflict["label"], "What she or he wants")
        self.assertEqual(conflict["mine"], "A course")
        self.assertEqual(conflict["theirs"], "A flat")
        self.assertEqual(self.mine.wish, "A flat")

    def test_message_holds_no_content(self):
        self.theirs.wish = "A flat"
        with self.assertRaises(LostUpdateError) as caught:
            self._save({"wish": "A course"}, {"wish": "A job"})
        self.assertNotIn("A flat", str(caught.exception))
        self.assertNotIn("A course", str(caught.exception))

    def test_several_records_of_a_list(self):
        notes = self._note() | self._note(note="Second talk")
        self.assertEqual(len(notes), 2)
        first, second = notes
        texts = {first: "First talk", second: "Second talk"}
        told = {
            str(note.id): {"loaded": {"note": text}} for note, text in texts.items()
        }

        def save(method, vals):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.env.cr.savepoint():
                told_notes = notes.with_context(**{CONTEXT_KEY: {"records": told}})
                return getattr(told_notes, method)(vals, {"note": {}})

        self._as(second, self.cm_a2).sudo().write({"note": "theirs"})
        for method, vals in (
            ("web_save_multi", [{"note": "mine"}, {"note": "mine too"}]),
            ("web_save", {"note": "mine"}),
        ):
            with self.subTest(method=method):
                with self.assertRaises(LostUpdateError) as refused:
                    save(method, vals)
                self.assertEqual(
                    [c["theirs"] for c in refused.exception.context["kim_conflicts"]],
                    ["theirs"],
                )
                self.assertEqual(notes.mapped("note"), ["First talk", "theirs"])
        told[str(second.id)]["loaded"]["note"] = "theirs"
        save("web_save_multi", [{"note": "mine"}, {"note": "mine too"}])
        self.assertEqual(notes.mapped("note"), ["mine", "mine too"])
        told.update(
            {
                str(first.id): {"loaded": {"note": "mine"}},
                str(second.id): {"loaded": {"note": "mine too"}},
            }
        )
        save("web_save", {"note": "both"})
        self.assertEqual(notes.mapped("note"), ["both", "both"])
        # who tells nothing saves as ever: no right hangs on it
        notes.web_save_multi([{"note": "a"}, {"note": "b"}], {})
        self.assertEqual(notes.mapped("note"), ["a", "b"])

    def test_different_fields(self):
        self.theirs.wish = "A flat"
        self._save({"going_well": "Work"}, {"going_well": "The children"})
        self.assertEqual(self.mine.wish, "A flat")
        self.assertEqual(self.mine.going_well, "Work")

    def test_both_wrote_the_same(self):
        self.theirs.wish = "A flat"
        self._save({"wish": "A flat"}, {"wish": "A job"})
        self.assertEqual(self.mine.wish, "A flat")

    def test_without_the_key_as_before(self):
        self.theirs.wish = "A flat"
        self.mine.web_save({"wish": "By RPC"}, {})
        self.assertEqual(self.mine.wish, "By RPC")
        self.mine.write({"wish": "By write"})
        self.assertEqual(self.mine.wish, "By write")
        self._save({"wish": "Nothing said"}, {})
        self.assertEqual(self.mine.wish, "Nothing said")
        record = self.mine.with_context(**{CONTEXT_KEY: "nonsense"})
        record.web_save({"wish": "Nonsense"}, {})
        self.assertEqual(self.mine.wish, "Nonsense")

    def test_the_answer(self):
        self.theirs.write({"wish": "A flat", "going_well": "School"})
        vals = {"wish": "A course", "going_well": "Work"}
        loaded = {"wish": "A job", "going_well": "The children"}
        conflicts = self._conflicts(vals, loaded)
        seen = {found["key"]: found["current"] for found in conflicts}
        self._save(vals, loaded, seen=seen, theirs=["going_well"])
        self.assertEqual(self.mine.wish, "A course")
        self.assertEqual(self.mine.going_well, "School")

    def test_a_third_change_after_the_question(self):
        self.theirs.wish = "A flat"
        seen = {"wish": "A flat"}
        self.theirs.wish = "A flat with a balcony"
        (conflict,) = self._conflicts(
            {"wish": "A course"}, {"wish": "A job"}, seen=seen
        )
        self.assertEqual(conflict["theirs"], "A flat with a balcony")

    def test_no_right_by_the_key(self):
        stranger = self.env["kim.case"].with_user(self.cm_s).browse(self.mine.id)
        with self.assertRefused("You have no right to", AccessError):
            self._save({"wish": "X"}, {"wish": "Y"}, stranger)
        self.assertFalse(stranger.kim_draft_offer())
        with self.assertRefused("cannot be set directly", AccessError):
            self._save({"company_id": self.company_north.id}, {})

    def test_false_conflicts(self):
        """What the client sends for "nothing" and for dates is no difference."""
        client = self.mine.client_id
        client.write({"birth_date": "1990-02-03", "country_id": False})
        self.mine.write({"wish": False, "next_step_date": "2025-01-31"})
        self._save({"wish": "A"}, {"wish": ""})
        self._save({"wish": False}, {"wish": "A"})
        self._save({"wish": "B"}, {"wish": None})
        self._save({"next_step_date": False}, {"next_step_date": "2025-01-31"})
        germany = self.env.ref("base.de")
        self._save({"country_id": germany.id}, {"country_id": False}, client)
        self._save({"country_id": False}, {"country_id": germany.id}, client)
        self._save({"interpreter_needed": True}, {"interpreter_needed": False}, client)
        self._save({"gender": "female"}, {"gender": False}, client)
        self._save({"birth_year": 1990}, {"birth_year": 1990}, client)
        note = self._note(date="2025-03-04 05:06:07")
        self._save(
            {"date": "2025-03-04 06:00:00"}, {"date": "2025-03-04 05:06:07"}, note
        )

    def test_values_are_named(self):
        client = self.mine.client_id
        self.theirs.client_id.write(
            {
                "country_id": self.env.ref("base.de").id,
                "gender": "diverse",
                "interpreter_needed": True,
                "birth_date": "1990-02-03",
            }
        )
        conflicts = self._conflicts(
            {
                "country_id": self.env.ref("base.fr").id,
                "gender": "female",
                "birth_date": "1991-01-01",
            },
            {"country_id": False, "gender": False, "birth_date": False},
            client,
        )
        said = {found["key"]: (found["mine"], found["theirs"]) for found in conflicts}
        self.assertEqual(said["country_id"], ("France", "Germany"))
        self.assertEqual(said["gender"], ("Female", "Diverse"))
        self.assertEqual(
            said["birth_date"],
            tuple(format_date(client.env, day) for day in ("1991-01-01", "1990-02-03")),
        )

    def test_links_of_both_stay(self):
        other = self._catalogue("kim.life.domain", "Health (test)")
        third = self._catalogue("kim.life.domain", "Law (test)")
        self.mine.life_domain_ids = self.domain_work
        self.theirs.life_domain_ids = [Command.link(other.id)]
        self._save(
            {"life_domain_ids": [[4, third.id]]}, {"life_domain_ids": {"lines": {}}}
        )
        self.assertEqual(self.mine.life_domain_ids, self.domain_work | other | third)
        self.mine.life_domain_ids = self.domain_work
        self.theirs.life_domain_ids = [Command.link(other.id)]
        self._save(
            {"life_domain_ids": [[6, 0, third.ids]]},
            {"life_domain_ids": {"lines": {}, "ids": self.domain_work.ids}},
        )
        self.assertEqual(self.mine.life_domain_ids, other | third)

    def test_lines(self):
        note, untouched = self._note(), self._note(note="Second talk")
        their_note = self.theirs.env["kim.case.note"].browse(note.id)
        their_note.note = "Their text"
        untouched.with_user(self.cm_a2).note = "Untouched by me"
        command = [1, note.id, {"note": "My text", "interpreter": True}]
        loaded = {
            "note_ids": {
                "lines": {str(note.id): {"note": "First talk", "interpreter": False}}
            }
        }
        (conflict,) = self._conflicts({"note_ids": [command]}, loaded)
        self.assertEqual(conflict["key"], f"note_ids/{note.id}/note")
        self.assertIn("Contact log", conflict["label"])
        self._save({"note_ids": [command]}, loaded, theirs=[conflict["key"]])
        self.assertEqual(note.note, "Their text")
        self.assertTrue(note.interpreter)
        self.assertEqual(untouched.note, "Untouched by me")

    def test_line_gone(self):
        note = self._note()
        note.sudo()._retention_unlink()
        loaded = {"note_ids": {"lines": {str(note.id): {"note": "First talk"}}}}
        vals = {"note_ids": [[1, note.id, {"note": "My text"}]], "wish": "A"}
        (conflict,) = self._conflicts(vals, loaded)
        self.assertEqual(conflict["kind"], "gone")
        self.assertIn("My text", conflict["mine"])
        self._save(vals, loaded, theirs=[conflict["key"]])
        self.assertEqual(self.mine.wish, "A")
        self._save({"note_ids": [[2, note.id]]}, loaded)  # both deleted it

    def test_line_deleted_that_another_changed(self):
        """Left models refuse deletion later on; the question comes first."""
        note = self._note()
        note.with_user(self.cm_a2).note = "Their text"
        loaded = {"note_ids": {"lines": {str(note.id): {"note": "First talk"}}}}
        (conflict,) = self._conflicts({"note_ids": [[2, note.id]]}, loaded)
        self.assertEqual(conflict["kind"], "delete")
        self.assertIn("Their text", conflict["theirs"])
        self._save({"note_ids": [[2, note.id]]}, loaded, theirs=[conflict["key"]])
        self.assertEqual(note.note, "Their text")

    def test_properties(self):
        self.district_north.case_properties_definition = [
            {"name": "aaa", "string": "Room", "type": "char"},
            {"name": "bbb", "string": "Number", "type": "float"},
            {
                "name": "ccc",
                "string": "Land",
                "type": "many2one",
                "comodel": "res.country",
            },
        ]
        germany = self.env.ref("base.de")
        self.mine.properties = {"aaa": "1", "bbb": 0.1, "ccc": germany.id}
        self.theirs.properties = {"aaa": "2", "bbb": 0.1, "ccc": germany.id}
        definition = {"aaa": "char", "bbb": "float", "ccc": "many2one"}

        def sent(**values):
            return [
                {"name": name, "type": kind, "string": name, "value": values[name]}
                | ({"comodel": "res.country"} if name == "ccc" else {})
                for name, kind in definition.items()
            ]

        loaded = {
            "properties": {"aaa": "1", "bbb": 0.1, "ccc": [germany.id, "Germany"]}
        }
        # another property than theirs: both stay
        mine = sent(aaa="1", bbb=0.2, ccc=[germany.id, "Germany"])
        self._save({"properties": mine}, loaded)
        values = dict(self.mine.properties)
        self.assertEqual((values["aaa"], values["bbb"]), ("2", 0.2))
        self.assertEqual(values["ccc"], germany)
        # the same one: a question
        mine = sent(aaa="3", bbb=0.1, ccc=[germany.id, "Germany"])
        (conflict,) = self._conflicts({"properties": mine}, loaded)
        self.assertEqual(conflict["key"], "properties/aaa")
        self.assertEqual((conflict["mine"], conflict["theirs"]), ("3", "2"))
        self._save({"properties": mine}, loaded, theirs=["properties/aaa"])
        self.assertEqual(self.mine.properties["aaa"], "2")

    def _rule(self, model, domain):
        self.env["ir.rule"].create(
            {
                "name": "Test",
                "model_id": self.env["ir.model"]._get_id(model),
                "domain_force": domain,
                "perm_create": False,
                "perm_unlink": False,
                "perm_write": False,
            }
        )

    def test_nothing_is_told_that_may_not_be_read(self):
        """Neither of a field kept for others nor of a record; it is refused as ever."""
        self.theirs.wish = "A flat"
        save = ({"wish": "A course"}, {"wish": "A job"})
        with patch.object(self.mine._fields["wish"], "groups", "base.group_system"):
            with self.assertRefused("enough rights", AccessError) as caught:
                self._save(*save)
        self.assertNotIn("A flat", str(caught.exception))
        self._rule("kim.case", "[(0, '=', 1)]")
        with self.assertRefused(NOT_YOURS, AccessError) as caught:
            self._save(*save)
        self.assertNotIn("A flat", str(caught.exception))

    def test_a_line_that_may_not_be_read_stays_untold(self):
        """Also where the server has read the list before, for itself."""
        note = self._note(note="Hidden from me")
        self._rule("kim.case.note", "[('note', 'not ilike', 'hidden')]")
        self.env.invalidate_all()
        self.assertIn(note.id, self.mine.sudo().note_ids.ids)
        self.assertTrue(self.mine.sudo().note_ids.note)
        command = [1, note.id, {"note": "My text"}]
        comparison = SaveComparison(everything=True)
        kept = comparison.weigh(self.mine, {"note_ids": [command]}, {})
        self.assertEqual(comparison.conflicts, [])
        self.assertEqual(kept, {"note_ids": [command]})

    def test_name_of_a_foreign_record_stays_hidden(self):
        foreign = self._case(self.cm_s, self.town_s, last_name="Secret")
        note = self._note()
        conflicts = self._conflicts(
            {"case_id": foreign.id}, {"case_id": foreign.id}, note
        )
        self.assertEqual(conflicts[0]["mine"], "(not visible to you)")

from datetime import timedelta
from itertools import product

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.kim_case.tools.dates import berlin_today

from ..models.kim_vignette_anonymity import QUESTIONS_DAILY, QUESTIONS_EACH
from .common import ConferenceCommon

# attribute of a person: (value that the asker gives to hers, another value)
ASKED = {
    "birth_year": (-34, -61),
    "country_id": ("base.sy", "base.af"),
    "gender": ("female", "male"),
    "family_status": ("partnership", "widowed"),
    "education_level": ("primary", "university"),
}


@tagged("post_install", "-at_install")
class TestAnonymityAttacks(ConferenceCommon):
    """The check of anonymity tells nothing about one person of a colleague."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls._crowd(4)  # k - 1
        cls.foreign = cls._crowd(2, user=cls.cm_a2)
        cls.draft = cls._draft(cls.own[0])

    def _value(self, name, position):
        value = ASKED[name][position]
        if name == "birth_year":
            return self.today.year + value
        return self.env.ref(value).id if name == "country_id" else value

    def _answer(self):
        """Return what the asker reads; all are as they were since yesterday."""
        self._since_yesterday(self.own | self.foreign)
        self.env.cr.cache.clear()  # as a request of its own
        return self.draft.k_reached, self.draft.proposal_text

    def test_one_person_of_a_colleague(self):
        """The asker sets k − 1 of her own to a value and asks whether it is enough."""
        levels = {
            "birth_year": {"age_level": "ten"},
            "country_id": {"origin_level": "country"},
            "gender": {"gender_level": "shown"},
            "family_status": {"family_level": "shown"},
            "education_level": {"education_level_shown": "shown"},
        }
        hidden = {
            "age_level": "hidden",
            "origin_level": "hidden",
            "gender_level": "hidden",
            "family_level": "hidden",
            "education_level_shown": "hidden",
        }
        for name in ASKED:
            self.own.client_id.write({name: self._value(name, 0)})
            self.draft.write({**hidden, **levels[name]})
            answers = set()
            for sharing in (0, 1, 2):
                clients = self.foreign.client_id
                clients.write({name: self._value(name, 1)})
                clients[:sharing].write({name: self._value(name, 0)})
                answers.add(self._answer())
            with self.subTest(attribute=name):
                self.assertEqual(len(answers), 1, answers)
                self.assertFalse(next(iter(answers))[0])

    def test_three_others_count(self):
        self.foreign |= self._crowd(1, user=self.cm_a2)
        self.assertTrue(self._answer()[0])

    def test_people_given_away_are_still_known(self):
        """Two of her own, now a colleague's, do not make the third of others."""
        foreign = self.foreign[:1]
        (self.foreign - foreign).client_id.gender = "male"
        given = self._crowd(2)
        self.own[2:].client_id.gender = "male"
        for case in given:
            register = self.env["kim.case.register"].with_user(self.team_lead)
            register.browse(case.id).action_reassign(self.cm_a2.id)
        self.foreign |= given
        self.assertFalse(self._answer()[0])

    def test_who_changed_today_counts_tomorrow(self):
        others = self._crowd(3, user=self.cm_a2)
        self.foreign |= others
        self.assertTrue(self._answer()[0])
        for vals in ({"gender": "male"}, {"gender": "female"}):
            others[0].client_id.write(vals)
        self.foreign[:2].client_id.gender = "male"
        self.env.invalidate_all()
        self.env.cr.cache.clear()
        self.assertFalse(self.draft.k_reached, "changed and changed back today")
        others[0].client_id.write({"phone": "0"})
        self.assertTrue(self._answer()[0])
        others[0].client_id.write({"phone": "1"})
        self.env.invalidate_all()
        self.env.cr.cache.clear()
        self.assertTrue(self.draft.k_reached, "a telephone number is no attribute")
        newcomer = self._case(self.cm_a2)
        newcomer.client_id.write({"gender": "female"})
        self.assertEqual(newcomer.client_id.sudo().crowd_since, berlin_today())

    def test_a_form_not_saved_names_no_other_author(self):
        """Known are people of the recorded author, not of whom a caller names."""
        self.own.client_id.gender = "male"
        self.foreign.client_id.gender = "male"
        self._since_yesterday(self.own | self.foreign)
        values = {"case_id": self.own[0].id, "author_id": self.cm_a2.id}
        values |= {"age_level": "hidden", "gender_level": "shown"}
        drafts = self.env["kim.vignette.draft"].with_user(self.cm_a)
        result = drafts.onchange(values, ["case_id"], {"k_reached": {}, "case_id": {}})
        self.assertFalse(result["value"].get("k_reached"))

    def test_questions_are_counted_also_when_undone(self):
        self._crowd(3, user=self.cm_a2)
        levels = list(
            product(
                ("ten", "up", "down", "hidden"),
                ("shown", "hidden"),
                ("shown", "hidden"),
                ("region", "hidden"),
                ("shown", "hidden"),
            )
        )
        names = (
            "age_level",
            "gender_level",
            "family_level",
            "origin_level",
            "education_level_shown",
        )
        draft = self._draft(self.own[1])

        class Undone(Exception):
            pass

        answered = 0
        for values in levels[: QUESTIONS_EACH + 2]:
            try:
                with self.env.cr.savepoint():
                    draft.write(dict(zip(names, values, strict=True)))
                    answered += "often enough" not in (draft.proposal_text or "")
                    raise Undone
            except Undone:
                draft.invalidate_recordset()
        self.assertEqual(answered, QUESTIONS_EACH)
        with self.assertRaisesRegex(UserError, "often enough today"):
            draft.action_propose()
        with self.assertRaisesRegex(UserError, "often enough today"):
            draft.action_adopt()
        self.assertGreater(QUESTIONS_DAILY, QUESTIONS_EACH)
        self.env.cr.precommit.run()
        log = self.env["kim.access.log"].sudo()
        self.assertTrue(
            log.search([("action", "=", "question"), ("user_id", "=", self.cm_a.id)])
        )

    def test_questions_of_a_day(self):
        questions = self.env["kim.question"].with_user(self.cm_a2)
        answered = [questions._may_ask("crowd", n, 5, 3) for n in range(1, 6)]
        self.assertEqual(answered, [True, True, True, False, False])
        with self.registry.cursor() as cr:  # yesterday's do not count
            cr.execute(
                "UPDATE kim_question SET day = %s WHERE asker = %s",
                (self.today - timedelta(days=1), self.cm_a2.id),
            )
        self.assertTrue(questions._may_ask("crowd", 1, 5, 3))

"""Demo data: institutions, releases, what was passed on, a case conference."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Command

from ..tools.dates import berlin_today, day_start

INSTITUTIONS = [
    # name, kind, inside or outside the administration, place (invented where not public)
    ("Jobcenter Kreis Gütersloh", "jobcenter", "inside", "Gütersloh"),
    ("AWO Kitas", "childcare_centre", "outside", "Borgholzhausen"),
    ("Grundschule (Demo)", "school", "inside", "Borgholzhausen"),
    ("Jugendamt (Demo)", "youth_office", "inside", "Gütersloh"),
]
RELEASES = [
    # case, institution, categories, purpose, form, begun and ending (days from today)
    (
        7,
        0,
        ("identity", "language", "work"),
        "Sprachkurs und Arbeit",
        "signed",
        -40,
        160,
    ),
    (
        7,
        1,
        ("identity", "childcare"),
        "Kitaplatz für das jüngste Kind",
        "signed",
        -170,
        9,
    ),
    (7, 2, ("identity", "language", "education"), "Schulstart", "oral", -3, 180),
    (4, 0, ("identity", "work", "livelihood"), "Bescheid klären", "signed", -60, 120),
    (
        4,
        3,
        ("identity", "household", "childcare"),
        "Hilfe zur Erziehung",
        "oral",
        -20,
        100,
    ),
    (2, 1, ("identity", "childcare"), "Eingewöhnung", "signed", -200, 4),
    (5, 0, ("identity", "health", "work"), "Reha vor Umschulung", "signed", -30, 150),
    (9, 0, ("identity", "language"), "Sprachkurs", "signed", -220, -20),
]


class KimDemo(models.AbstractModel):
    """Releases of Borgholzhausen, with dates that move with the calendar."""

    _inherit = "kim.demo"

    @api.model
    def _load_kim_case(self):
        """Add the releases once the cases stand."""
        new = not self.env["kim.district"].search_count([], limit=1)
        result = super()._load_kim_case()
        if new:
            self._demo_releases()
        return result

    def _demo_network_partner(self, name, kind, place, city):
        partners = self.env["res.partner"]
        partner = partners.search(
            [("name", "=", name), ("is_company", "=", True)], limit=1
        )
        if not partner:
            partner = partners.create(
                {
                    "name": name,
                    "is_company": True,
                    "city": city,
                    "kim_place": place,
                    "kim_actor_kind_id": self.env.ref(
                        f"kim_case.kim_actor_kind_{kind}"
                    ).id,
                }
            )
        return partner

    def _demo_releases(self):
        institutions = [self._demo_network_partner(*row) for row in INSTITUTIONS]
        user = self._demo_login("cm.borgholzhausen.a")
        cases = self.env["kim.case"].with_user(user).with_company(user.company_id)
        cases = cases.with_context(lang="de_DE")  # what is passed on is German
        cases = cases.search([("responsible_id", "=", user.id)]).grouped(
            lambda case: int(case.client_id.last_name[-2:])
        )
        today = berlin_today()
        for number, which, codes, purpose, form, begun, ending in RELEASES:
            case = cases[number]
            categories = case.env["kim.data.category"]
            for code in codes:
                categories += case.env.ref(f"kim_case.kim_data_category_{code}")
            given_on = today + timedelta(days=begun)
            release = case.env["kim.release"].create(
                {
                    "case_id": case.id,
                    "partner_id": institutions[which].id,
                    "purpose": purpose,
                    "category_ids": [Command.set(categories.ids)],
                    "explicit_special": "health" in codes,
                    "language_id": case.language_id.id,
                    "interpreter": case.interpreter_needed,
                    "refusal_explained": True,
                    "direction": "two_way" if which else "one_way",
                    "form": form,
                    "signature_due": given_on + relativedelta(weeks=2),
                    "given_on": given_on,
                    "valid_until": today + timedelta(days=ending),
                }
            )
            release.action_give()
        self._demo_passed_on(cases[7], cases[4], institutions)

    def _demo_passed_on(self, case, other, institutions):
        """Something passed on, something prepared, a recipient still to be told."""
        domain = self.env.ref("kim_case.kim_life_domain_language")
        case.env["kim.case.assessment"].create(
            {
                "case_id": case.id,
                "life_domain_id": domain.id,
                "situation": "Versteht einfache Sätze, liest lateinische Schrift langsam.",
                "needs": "Sprachkurs am Vormittag, mit Kinderbetreuung.",
            }
        )
        for each, which, code, channel, sent in (
            (case, 0, "language", "letter", True),
            (case, 1, "childcare", "phone", True),
            (case, 0, "work", "letter", False),
            (other, 0, "work", "mail", True),
        ):
            disclosure = each.env["kim.disclosure"].create(
                {
                    "case_id": each.id,
                    "partner_id": institutions[which].id,
                    "category_ids": [
                        Command.set(
                            self.env.ref(f"kim_case.kim_data_category_{code}").ids
                        )
                    ],
                    "channel": channel,
                }
            )
            if sent:
                disclosure.action_send()
        for each, name, way in (
            (case, "Platz im Sprachkurs am Vormittag", "letter"),
            (other, "Bescheid erklären und Frist klären", "phone"),
        ):
            each.env["kim.case.step"].create(
                {
                    "case_id": each.id,
                    "name": name,
                    "who": "institution",
                    "partner_id": institutions[0].id,
                    "told_by": way,
                    "date_due": berlin_today() + timedelta(days=20),
                }
            ).action_ask()
            if each.plan_state == "changed":
                each.action_agree_plan("spoken", language_id=each.language_id.id)
        other.release_ids.filtered(
            lambda release: release.partner_id == institutions[0]
        ).action_withdraw()
        case.env["kim.case.conference"].create(
            {
                "case_id": case.id,
                "date": day_start(berlin_today() + timedelta(days=12))
                + timedelta(hours=14),
                "place": "Rathaus, Besprechungsraum 2",
                "question": "Wie gelingt der Schulstart, und wer begleitet den Weg?",
                "partner_ids": [Command.set([institutions[1].id, institutions[2].id])],
                "category_ids": [
                    Command.set(self.env.ref("kim_case.kim_data_category_identity").ids)
                ],
            }
        )

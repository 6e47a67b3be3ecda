"""Assessments, goals, steps, agreed plans and reviews of the demo cases: invented."""

from datetime import timedelta

from odoo import models
from odoo.fields import Command

from ..tools.dates import berlin_today

SIGHTS = (
    (
        "Versteht Briefe nur mit Hilfe.",
        "Lernt schnell, übt mit den Kindern.",
        "Ein Kurs mit Kinderbetreuung.",
    ),
    (
        "Ist auf sich allein gestellt.",
        "Die Nachbarin und der Verein sind da.",
        "Jemand, der die nächsten Schritte mitgeht.",
    ),
    (
        "Der Antrag liegt seit Wochen.",
        "Unterlagen sind vollständig.",
        "Ein Termin bei der zuständigen Stelle.",
    ),
    (
        "Die Wohnung ist zu klein für die Familie.",
        "Kennt die Gegend gut.",
        "Eine Wohnung, in der die Kinder lernen können.",
    ),
)
GOALS = (
    (
        "Ich verstehe die Briefe der Schule.",
        "Ich kann einen Elternbrief allein beantworten.",
        ("Anmeldung zum Elternsprachkurs", "institution"),
        ("Jeden Abend zehn Minuten mit den Kindern lesen", "client"),
    ),
    (
        "Ich arbeite wieder in meinem Beruf.",
        "Ein unterschriebener Vertrag liegt vor.",
        ("Anerkennung der Zeugnisse klären", "institution"),
        ("Zeugnisse zusammensuchen", "client"),
    ),
    (
        "Meine Tochter hat einen Kitaplatz.",
        "Der Betreuungsvertrag ist da.",
        ("Vormerkung in der Kita", "institution"),
        ("Antrag gemeinsam ausfüllen", "case_manager"),
    ),
)
FIRST_PLAN = ("planning", "linking", "monitoring", "evaluation")


class KimDemo(models.AbstractModel):
    """What case managers of the demo districts have worked out with their clients."""

    _inherit = "kim.demo"

    def _demo_plan(self, case, number):
        """Fill a demo case as far as its phase says.

        :param case: the case, in the case manager's environment
        :param int number: running number, makes the values differ
        """
        if case.phase_kind == "clarification":
            return
        opened, today = case.date_open, berlin_today()
        self._demo_assessments(case, number, opened)
        if case.phase_kind not in FIRST_PLAN:
            return
        case.self_help_start = str(number % 3)
        goals = self._demo_goals(case, number, today)
        if case.phase_kind == "planning" and number % 2:
            return  # still being worked out
        case.action_agree_plan(
            "spoken",
            agreed_on=opened + timedelta(days=30),
            language_id=case.language_id.id,
            interpreter=case.interpreter_needed,
        )
        if case.phase_kind == "planning":
            return
        referrals = case.step_ids.filtered(lambda step: step.who == "institution")
        referrals.action_ask()
        referrals[:1].action_accept()
        if number % 4 == 0:
            referrals[1:].action_set_state("declined", "Warteliste bis zum Herbst.")
        if case.phase_kind == "linking":
            return
        for days, attainment in ((150, 1), (60, 2)):
            case.env["kim.case.review"].create(
                {
                    "case_id": case.id,
                    "date": max(
                        opened + timedelta(days=31), today - timedelta(days=days)
                    ),
                    "note": "Gemeinsam angesehen, was geklappt hat.",
                    "rating_ids": [
                        Command.create(
                            {
                                "goal_id": goal.id,
                                "attainment": str(
                                    min(attainment + (goal.id + number) % 2, 4)
                                ),
                            }
                        )
                        for goal in goals
                    ],
                }
            )
        self._demo_second_look(case, today)

    def _demo_assessments(self, case, number, opened):
        extra = case.env["kim.life.domain"].search(
            [("code", "in", ("language", "housing", "work"))]
        )
        domains = (case.life_domain_ids | extra)[:5]
        case.env["kim.case.assessment"].create(
            [
                {
                    "case_id": case.id,
                    "life_domain_id": domain.id,
                    "date": opened + timedelta(days=14),
                    "urgency": str((number + 2 * index) % 3 + 1),
                    **dict(
                        zip(
                            ("situation", "resources", "needs"),
                            SIGHTS[(number + index) % len(SIGHTS)],
                            strict=True,
                        )
                    ),
                }
                for index, domain in enumerate(domains)
            ]
        )

    def _demo_goals(self, case, number, today):
        kinds = case.actor_kind_ids
        goals = case.env["kim.case.goal"]
        for index in range(2):
            name, criterion, *steps = GOALS[(number + index) % len(GOALS)]
            goal = goals.create(
                {
                    "case_id": case.id,
                    "name": name,
                    "criterion": criterion,
                    "date_due": today + timedelta(days=60 + 30 * index),
                    "life_domain_id": case.life_domain_ids[index : index + 1].id,
                }
            )
            case.env["kim.case.step"].create(
                [
                    {
                        "case_id": case.id,
                        "goal_id": goal.id,
                        "name": step,
                        "who": who,
                        # to a kind of institution she goes herself: no release needed
                        "contact": "person",
                        "actor_kind_id": kinds[index : index + 1].id
                        if who == "institution"
                        else False,
                        "date_due": today + timedelta(days=(number * 7) % 40 - 5),
                    }
                    for step, who in steps
                ]
            )
            goals |= goal
        return goals

    def _demo_second_look(self, case, today):
        current = case.assessment_ids.filtered("is_current")
        case.env["kim.case.assessment"].create(
            [
                {
                    **vals,
                    "date": today - timedelta(days=60),
                    "urgency": str(max(int(vals["urgency"]) - (1 + index % 2), 0)),
                }
                for index, vals in enumerate(current._next_look())
            ]
        )

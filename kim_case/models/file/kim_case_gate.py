"""Gates between the phases of a case: they advise; one guards the person and stops."""

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.dates import berlin_today
from ..district.kim_case_stage import PHASE_KINDS

KINDS = [kind for kind, _label in PHASE_KINDS]


class KimCase(models.Model):
    """What should hold before a phase is left.

    Each gate is a method ``_gate_<kind>`` that returns sentences of advice. A district
    switches the advice of a phase off, and adds its own, on the phase.
    """

    _inherit = "kim.case"

    structural_asked_on = fields.Date(
        string="Asked for structural findings on",
        readonly=True,
        help="Every case is also looked at for what is structural in it.",
    )

    def _phase_advice(self, stage):
        """Return what is still missing before the case moves on to a phase.

        Only moves forward are advised on: going back is part of the method.

        :param stage: ``kim.case.stage`` to move to; "closed" included
        :return: list of translated sentences, empty when nothing is missing
        """
        self.ensure_one()
        start, end = KINDS.index(self.phase_kind), KINDS.index(stage.phase_kind)
        stages = self.district_id.stage_ids.filtered(
            lambda s: start <= KINDS.index(s.phase_kind) < end
        )
        if stage.phase_kind == "closed":
            # Who closes early is not asked for a plan, but for what came of the work.
            stages = stages.filtered(
                lambda s: s == self.stage_id or s.phase_kind == "evaluation"
            )
        advice = []
        for left in stages.sorted(lambda s: (KINDS.index(s.phase_kind), s.sequence)):
            if left.advise:
                advice += getattr(self, f"_gate_{left.phase_kind}")()
            if left == self.stage_id and left.advice:
                advice += [line for line in left.advice.splitlines() if line.strip()]
        return list(dict.fromkeys(advice))

    def _gate_clarification(self):
        """Information, legal basis, and the indication (23, 96): numbers of the district."""
        self.ensure_one()
        advice = []
        district = self.district_id
        basis = self._documentation_basis()
        if not self.information_ids:
            advice.append(
                self.env._("The information sheet has not been handed over yet.")
            )
        if basis.filtered(lambda c: c.form == "oral" and not c.signed_on):
            advice.append(
                self.env._("The signature under the oral consent is still missing.")
            )
        if self._lacks_assent():
            advice.append(
                self.env._(
                    "The person is under 18: it is not recorded who consents for her "
                    "or him."
                )
            )
        if len(self.life_domain_ids) < district.indication_min_domains:
            advice.append(
                self.env._(
                    "Fewer than %(count)s problem areas are named: perhaps a "
                    "counselling service is enough.",
                    count=district.indication_min_domains,
                )
            )
        if len(self.actor_kind_ids) < district.indication_min_actors:
            advice.append(
                self.env._(
                    "Fewer than %(count)s institutions are involved: perhaps a "
                    "counselling service is enough.",
                    count=district.indication_min_actors,
                )
            )
        return advice

    def _gate_assessment(self):
        """Each life domain of the case is looked at, with what there is to build on."""
        self.ensure_one()
        advice = []
        seen = self._assessed()
        missing = self.life_domain_ids - seen.life_domain_id
        if not seen:
            advice.append(self.env._("No life domain has been assessed yet."))
        elif missing:
            advice.append(
                self.env._(
                    "Not assessed yet: %(domains)s.",
                    domains=", ".join(missing.mapped("name")),
                )
            )
        if seen and not any(row.resources for row in seen):
            advice.append(
                self.env._("No resources are recorded: what is there to build on?")
            )
        if not self.structural_asked_on:
            advice.append(
                self.env._(
                    "Ask yourself: is something in this case structural, so that "
                    "others will meet it too?"
                )
            )
        return advice

    def _gate_planning(self):
        """A goal with criterion and date, and a plan that the person agreed to (92)."""
        self.ensure_one()
        goals = self.goal_ids.filtered(lambda goal: not goal.dropped)
        if not goals:
            return [self.env._("No goal has been agreed yet.")]
        advice = []
        if not all(goal.criterion and goal.date_due for goal in goals):
            advice.append(
                self.env._(
                    "A goal lacks by what you see that it is reached, or its date."
                )
            )
        if not all(goal.step_ids for goal in goals):
            advice.append(self.env._("A goal has no step yet."))
        if self.plan_state == "draft":
            advice.append(self.env._("She or he has not agreed to the plan yet."))
        elif self.plan_state == "changed":
            advice.append(
                self.env._("The plan has changed since it was agreed: agree anew.")
            )
        return advice

    def _gate_linking(self):
        """Steps have begun, and every institution of the plan was asked."""
        self.ensure_one()
        steps = self.step_ids.filtered(lambda step: step.state != "dropped")
        advice = []
        if all(step.state == "planned" for step in steps):
            advice.append(self.env._("No step of the plan has begun yet."))
        elif any(s.who == "institution" and s.state == "planned" for s in steps):
            advice.append(self.env._("An institution of the plan was not asked yet."))
        return advice

    def _gate_monitoring(self):
        """The plan was looked at together at least once."""
        self.ensure_one()
        if self.review_ids:
            return []
        return [self.env._("The plan has not been reviewed together yet.")]

    def _gate_evaluation(self):
        """What came of it is said: goals, self-help, structure."""
        self.ensure_one()
        advice = []
        if any(not g.attainment and not g.dropped for g in self.goal_ids):
            advice.append(self.env._("A goal has not been rated: how far has it come?"))
        if any(s.state in ("asked", "accepted") for s in self.step_ids):
            advice.append(self.env._("A step is still running: what becomes of it?"))
        if not self.self_help_end:
            advice.append(
                self.env._("How well the person gets on alone is not recorded yet.")
            )
        if not self.structural_asked_on:
            advice.append(
                self.env._(
                    "Ask yourself: is something in this case structural, so that "
                    "others will meet it too?"
                )
            )
        return advice

    def _gate_closed(self):
        """A closed case is left by reopening it, which asks for a reason."""
        return []

    def _documentation_basis(self):
        """Return the bases in force on which the file may be kept.

        :return: ``kim.consent`` records, in sudo: existence and validity alone are used
        """
        consents_sudo = self.sudo().consent_ids  # in force or not, nothing else
        documentation = consents_sudo.filtered(lambda c: c.purpose == "documentation")
        return documentation._in_force()

    def _refuse_phase(self, stage):
        """Stop where the person is at stake: no further work without a legal basis.

        :param stage: ``kim.case.stage`` to move to
        :raises UserError: the basis of documentation is gone
        """
        if stage.phase_kind in ("clarification", "closed"):
            return
        for case in self:
            if not case._documentation_basis():
                raise UserError(
                    self.env._(
                        "There is no legal basis for this file any more: the consent "
                        "to documentation was withdrawn or has ended. Record a new "
                        "one on the tab “Consents”, or close the case."
                    )
                )

    def _note_structural(self):
        """Remember that the case manager was asked for structural findings (140)."""
        self.sudo()._door_write(  # the calling door has checked the person
            {"structural_asked_on": berlin_today()}
        )

    def _structural_action(self):
        """Return the action that reports a structural finding, or False.

        Hook: need reports come with kim_conference.
        """
        return False

from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.consent.kim_release import MAX_PURPOSE
from ...models.consent.kim_text_template import LETTER_KINDS, TEXT_KINDS, WORD_KINDS
from ...models.plan.kim_case_plan import show_date
from ...tools import eco_map
from ...tools.dates import berlin_today

DOCUMENTS = [
    ("plan", "Support plan"),
    ("information", "Information sheet"),
    *[pair for pair in TEXT_KINDS if pair[0] not in WORD_KINDS | LETTER_KINDS],
    ("appointment", "Appointment card"),
]
# Ends the name of the printed file: numbers and letters, never a name of a person.
CODES = {
    "plan": "P",
    "information": "I",
    "consent_documentation": "E1",
    "consent_special": "E2",
    "consent_vignette": "E3",
    "release": "S",
    "appointment": "T",
}
BLANK = "…" * 24
LATER_WORDS = {
    "aim": "Wohin das führen soll",
    "complaint": "Wenn ich nicht einverstanden bin, wende ich mich an",
    "network": "Wer zu mir gehört",
    "took_part": "Dabei waren",
}
# What is signed under a release is what was recorded, whatever is sent along.
OF_RELEASE = ("recipient_id", "purpose", "categories", "direction", "until")


class KimCasePrint(models.TransientModel):
    """What is printed for the person, in German and in her or his language.

    A row belongs to who opened it and is removed when a later one is opened.
    """

    _name = "kim.case.print"
    _inherit = ["kim.length.mixin"]
    _description = "Print for the person"

    case_id = fields.Many2one(
        comodel_name="kim.case", string="Case", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="case_id.company_id", related_sudo=False)
    document = fields.Selection(selection=DOCUMENTS, required=True, default="plan")
    language_id = fields.Many2one(
        comodel_name="kim.language",
        string="Beside German in",
        compute="_compute_language_id",
        compute_sudo=False,  # a form for a foreign case must show nothing of it
        store=True,
        readonly=False,
    )
    language_note = fields.Char(
        string="Hint on the language", compute="_compute_language_note"
    )
    plan_id = fields.Many2one(
        comodel_name="kim.case.plan",
        string="Version",
        compute="_compute_plan_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('case_id', '=', case_id)]",
        help="Empty: the plan as it stands now.",
    )
    with_map = fields.Boolean(
        string="With the network map",
        help="The map names other people: it is printed only on request, with those "
        "that you tick.",
    )
    relation_ids = fields.Many2many(
        comodel_name="kim.case.relation",
        relation="kim_case_print_relation_rel",
        column1="wizard_id",
        column2="relation_id",
        string="Who is shown",
        domain="[('case_id', '=', case_id)]",
    )
    appointment_ids = fields.Many2many(
        comodel_name="kim.case.appointment",
        relation="kim_case_print_appointment_rel",
        column1="wizard_id",
        column2="appointment_id",
        string="Appointments",
        compute="_compute_appointment_ids",
        store=True,
        readonly=False,
        domain="[('case_id', '=', case_id), ('state', '=', 'planned'),"
        " ('start', '>=', 'now')]",
    )
    with_subject = fields.Boolean(
        string="Print what they are about",
        help="A card lies on the kitchen table: print it only if everybody may read it.",
    )
    starts_at = fields.Datetime(string="Day and time")
    place = fields.Char(size=200)
    subject = fields.Char(string="What it is about", size=200)
    bring = fields.Char(string="To bring along", size=300)
    interpreter = fields.Boolean(string="With interpreter")
    release_id = fields.Many2one(
        comodel_name="kim.release",
        string="Release",
        ondelete="cascade",
        domain="[('case_id', '=', case_id), ('state', '!=', 'withdrawn')]",
        help="Empty: what is not filled in is filled in by hand.",
    )
    recipient_id = fields.Many2one(
        comodel_name="res.partner",
        string="Institution",
        ondelete="cascade",
        compute="_compute_release",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    purpose = fields.Char(
        size=MAX_PURPOSE,
        compute="_compute_release",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    categories = fields.Text(
        string="About what",
        compute="_compute_release",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    direction = fields.Selection(
        selection=[("to", "We tell them"), ("both", "Both tell each other")],
        compute="_compute_release",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    until = fields.Date(
        compute="_compute_release", compute_sudo=False, store=True, readonly=False
    )

    @api.depends("case_id", "document", "plan_id")
    def _compute_display_name(self):
        """The name of the printed file: the number of the case and a letter."""
        self.case_id._origin.check_access("read")
        for wizard in self:
            code = CODES.get(wizard.document, "")
            if wizard.document == "plan" and wizard.plan_id:
                code = f"P{wizard.plan_id.version}"
            wizard.display_name = f"{wizard.case_id.number}-{code}"

    @api.depends("case_id")
    def _compute_language_id(self):
        # A kept field is computed in sudo: whose form it is still counts.
        self.case_id._origin.sudo(False).check_access("read")
        for wizard in self:
            language = wizard.case_id.language_id
            wizard.language_id = language if language.code != "de" else False

    @api.depends("case_id")
    def _compute_plan_id(self):
        """Offer the agreed version while nothing has changed since."""
        self.case_id._origin.sudo(False).check_access("read")
        for wizard in self:
            case = wizard.case_id._origin
            agreed = case and case.plan_state == "agreed"
            wizard.plan_id = agreed and case.plan_ids.sorted("version")[-1:]

    @api.depends("release_id")
    def _compute_release(self):
        """Take over what the release says, as it is to be signed."""
        self.release_id._origin.check_access("read")
        for wizard in self:
            release = wizard.release_id
            wizard.recipient_id = release.partner_id
            wizard.purpose = release.purpose
            wizard.categories = ", ".join(release.category_ids.mapped("name"))
            wizard.direction = "both" if release.direction == "two_way" else "to"
            wizard.until = release.valid_until

    @api.depends("case_id")
    def _compute_appointment_ids(self):
        """Offer the next appointment; the others of the case can be ticked."""
        # A kept field is computed in sudo: whose form it is still counts.
        self.case_id._origin.sudo(False).check_access("read")
        appointments = self.env["kim.case.appointment"].sudo(False)
        for wizard in self:
            wizard.appointment_ids = appointments.search(
                [
                    ("case_id", "=", wizard.case_id._origin.id),
                    ("state", "=", "planned"),
                    ("start", ">=", fields.Datetime.now()),
                ],
                order="start, id",
                limit=1,
            )

    @api.depends("language_id", "document")
    def _compute_language_note(self):
        for wizard in self:
            missing = wizard.language_id and not wizard._other_text()
            wizard.language_note = missing and self.env._(
                "There is no text in this language yet; it is printed in German. KIM "
                "administration or the data protection officer can add one."
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Only who may read a case prints from it."""
        old = fields.Datetime.now() - timedelta(minutes=10)
        self.search(
            [("create_uid", "=", self.env.uid), ("create_date", "<", old)]
        ).unlink()
        usual = self.env.context.get("default_release_id")
        vals_list = [
            _without(vals, OF_RELEASE if vals.get("release_id", usual) else ())
            for vals in vals_list
        ]
        if usual or any(vals.get("release_id") for vals in vals_list):
            # nor by defaults of the caller's context
            own = {f"default_{name}" for name in OF_RELEASE}
            self = self.with_context(_without(self.env.context, own))
        wizards = super().create(vals_list)
        wizards._check_parts()
        return wizards

    def write(self, vals):
        """Only who may read a case prints from it.

        :raises AccessError: the case is not the user's
        """
        if vals.get("release_id") or any(wizard.release_id for wizard in self):
            vals = _without(vals, OF_RELEASE)
        result = super().write(vals)
        self._check_parts()
        return result

    def _check_parts(self):
        self.case_id.check_access("write")
        self.plan_id.check_access("read")
        if any(w.plan_id and w.plan_id.case_id != w.case_id for w in self):
            raise UserError(self.env._("This version belongs to another case."))
        self.release_id.check_access("read")
        if any(w.release_id and w.release_id.case_id != w.case_id for w in self):
            raise UserError(self.env._("The release belongs to another case."))
        self.relation_ids.check_access("read")
        self.appointment_ids.check_access("read")
        for wizard in self:
            parts = wizard.relation_ids.case_id | wizard.appointment_ids.case_id
            if parts - wizard.case_id:
                raise UserError(
                    self.env._("What you have ticked belongs to another case.")
                )

    def _log_case_ids(self):
        """Return the cases that a print opens; see the access log."""
        return set(self.case_id.ids)

    def _controller(self):
        return self.env["kim.controller"]._of(self.case_id.company_id)

    def action_print(self):
        """Print the document.

        :return: report action
        """
        self.ensure_one()
        return {
            **self.env.ref("kim_case.kim_case_print_report").report_action(self),
            "close_on_report_download": True,
        }

    # ------------------------------------------------------------------
    # What the template shows
    # ------------------------------------------------------------------
    def _sheet(self):
        """Return what the template prints.

        :return: dict: ``kind`` of sheet, ``title``, ``draft`` (a text is not approved),
            ``other_dir``, and ``columns`` of a form or the words of plan and card
        """
        self.ensure_one()
        texts = self.env["kim.text.template"]
        controller = self._controller()
        german, other = self._text(self.env["kim.language"]), self._other_text()
        used = german | other
        sheet = {
            "kind": "form",
            "title": german.title or "",
            "draft": any(text.state != "approved" for text in used),
            "other_dir": "rtl" if other.is_rtl else "ltr",
            "show_date": show_date,
        }
        if self.document in ("plan", "appointment"):
            sheet.update(
                kind=self.document,
                words=texts._words(self.document, None, controller),
                other=texts._words(self.document, self.language_id, controller)
                if other
                else {},
            )
            if self.document == "plan":
                sheet["content"] = (
                    self.plan_id.content or {}
                    if self.plan_id
                    else self.case_id._plan_content()
                )
                sheet["map"] = self._map()
                # texts of an organisation may be older than these words
                sheet["words"] = LATER_WORDS | sheet["words"]
            else:
                sheet["appointments"] = self._appointments()
            return sheet
        sheet["columns"] = [
            {
                "lang": text.language_id.code,
                "dir": "rtl" if text.is_rtl else "ltr",
                "title": text.title if self.document != "information" else "",
                "body": text._html(controller)
                if self.document == "information"
                else text._html(self._filled()),
                "signature": texts._words("plan", text.language_id, controller).get(
                    "signature", ""
                ),
            }
            for text in used
        ]
        return sheet

    def _map(self):
        """Return the drawing of the network: who was ticked, whom the plan names.

        :return: dict for the template ``kim_case.plan_map``, or None
        """
        if not self.with_map:
            return None
        # German beside her language: what is printed is read by institutions, too
        case = self.case_id.with_context(lang="de_DE")
        institutions = case.network_plan or []
        plan = [each for each in institutions if not each["relation_ids"]]
        if not self.relation_ids and not plan:
            return None
        # the ring of the screen: places come from all relations of the case
        places = eco_map.places(
            [
                (relation.id, relation.strength, relation.pos_x, relation.pos_y)
                for relation in case.relation_ids
            ]
            + [(f"plan {each['id']}", "medium", 0, 0) for each in plan]
        )
        marks = {
            key: each["mark"] for each in institutions for key in each["relation_ids"]
        }
        relations = self.relation_ids.with_context(lang="de_DE").sorted("id")
        strengths = dict(
            relations._fields["strength"]._description_selection(relations.env)
        )
        nodes = [
            {
                **eco_map.node(relation.label or "", relation.strength),
                "key": relation.id,
                "full": relation.label or "",
                "words": strengths[relation.strength],
                "mark": marks.get(relation.id),
                "conflict": relation.conflict,
                "institution": relation.node == "institution",
            }
            for relation in relations
        ] + [
            {
                **eco_map.node(each["name"], "plan"),
                "key": f"plan {each['id']}",
                "full": each["name"],
                "words": "",
                "mark": each["mark"],
                "conflict": False,
                "institution": True,
            }
            for each in plan
        ]
        for node in nodes:
            node["x"], node["y"] = places[node.pop("key")]
        return {"width": eco_map.WIDTH, "height": eco_map.HEIGHT, "nodes": nodes}

    def _appointments(self):
        """Return what stands on the card: the ticked appointments, or what was typed.

        :return: list of dict
        """
        language = self.case_id.language_id.with_context(lang="de_DE").name or ""
        typed = [
            {
                "starts_at": self.starts_at,
                "place": self.place or "",
                "subject": self.subject or "",
                "bring": self.bring or "",
                "interpreter": self.interpreter,
                "language": language,
            }
        ]
        return [
            {
                "starts_at": row.start,
                "place": ", ".join(filter(None, (row.partner_id.name, row.place))),
                "subject": row.name if self.with_subject else "",
                "bring": row.bring or "",
                "interpreter": row.interpreter,
                "language": language,
            }
            for row in self.appointment_ids.sorted("start")
        ] or typed

    def _text(self, language):
        """Return the text of the chosen document in a language, empty for none."""
        if self.document != "information":
            return self.env["kim.text.template"]._for(
                self.document, language, self._controller()
            )
        sheet = self.env["kim.information.sheet"]._for(self._controller(), language)
        wanted = language.code or "de"
        return sheet.filtered(lambda s: s.language_id.code == wanted)

    def _other_text(self):
        """Return the text beside the German one."""
        if not self.language_id or self.language_id.code == "de":
            return self._text(self.language_id).browse()
        return self._text(self.language_id)

    def _filled(self):
        """Return {word in braces: what stands in its place}."""
        company = self.company_id
        directions = dict(self._fields["direction"]._description_selection(self.env))
        return {
            "organisation": company.name,
            "recipient": self._recipient() or BLANK,
            "purpose": self.purpose or BLANK,
            "categories": self.categories or BLANK,
            "direction": directions.get(self.direction, BLANK),
            "until": show_date(fields.Date.to_string(self.until) or "") or BLANK,
        }

    def _recipient(self):
        """Return what the institution is called, as recorded where it was released."""
        if self.release_id:
            return self.release_id._recorded_name("partner_id")
        return self.recipient_id.display_name

    def _guardian(self):
        """Return what a form for a minor shows under the signature, else None.

        The name that was given last, or that of a guardian or parent on the case.

        :return: dict: ``name`` and ``role``, empty to be filled in by hand
        """
        case = self.case_id
        if self.document in ("plan", "information", "appointment"):
            return None
        if not case.client_id._is_minor_on(berlin_today()):
            return None
        named = [
            each
            for records in (case.release_ids, case.consent_ids)
            for each in records.sorted("given_on", reverse=True)
            if each.guardian_name
        ][:1]
        if named:
            roles = named[0]._fields["guardian_role"]
            german = self.with_context(lang="de_DE").env
            labels = dict(roles._description_selection(german))
            return {
                "name": named[0].guardian_name,
                "role": labels.get(named[0].guardian_role, ""),
            }
        ranks = {"guardian": 0, "parent": 1}
        known = case.person_ids.filtered(lambda person: person.relation in ranks)
        for person in known.sorted(lambda person: ranks[person.relation]):
            name = " ".join(filter(None, (person.first_name, person.last_name)))
            if name:
                return {"name": name, "role": ""}
        return {"name": "", "role": ""}

    def _complaint(self):
        """Return where the person may complain, empty to be filled in by hand."""
        return self._controller().complaint_contact or BLANK

    def _contact(self):
        """Return how the case manager is reached, as it stands on letters."""
        partner = self.case_id.responsible_id.partner_id
        return Markup(" · ").join(
            filter(None, (partner.name, partner.phone, partner.email))
        )


def _without(vals, names):
    return {name: value for name, value in vals.items() if name not in names}

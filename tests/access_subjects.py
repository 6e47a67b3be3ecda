"""One record of every model, made by introspection, with a mark in every text.

A new model needs no code here unless it is born in a door or has checks of its own.
"""

from access_values import ValueFactory, is_left, mark


class SubjectFactory(ValueFactory):
    """Mixin of test classes that know a case (``cls.case``) and its surroundings."""

    # ------------------------------------------------------------------
    # One record of every model
    # ------------------------------------------------------------------
    @classmethod
    def subject(cls, key):
        """Return the record (in sudo) that a matrix row is about.

        :param str key: model, or model#variant
        """
        if key not in cls.subjects:
            model, _hash, variant = key.partition("#")
            maker = getattr(cls, f"_make_{key}".replace(".", "_").replace("#", "__"), 0)
            cls.subjects[key] = (maker or cls._make)(model, variant).sudo()
            cls.subjects[key].ensure_one()
            cls.env.flush_all()
        return cls.subjects[key]

    @classmethod
    def _make(cls, model, variant=None):
        records = cls.env[model]
        if not records._auto and "case_id" in records._fields:
            return records.search([("case_id", "=", cls.case.id)], limit=1)
        if not records._auto:  # a register: one row a case
            return records.browse(cls.case.id)
        if records._transient:
            mine = records.with_user(cls.cm_a)
            records = (
                mine if mine.has_access("create") else records.with_user(cls.kim_admin)
            )
        record = records.create(cls.values(model, variant)).sudo()
        if is_left(record):
            cls._fill(record)
        return record

    @classmethod
    def _make_kim_case(cls, *args):
        return cls._fill(cls.case.sudo())

    @classmethod
    def _make_kim_client(cls, *args):
        return cls._fill(cls.case.sudo().client_id)

    @classmethod
    def _make_kim_case_access(cls, *args):
        return cls._fill(
            cls.case.sudo().access_ids.filtered(lambda r: r.kind == "responsible")
        )

    @classmethod
    def _make_kim_case_spell(cls, *args):
        return cls.case.sudo().spell_ids[:1]

    @classmethod
    def _make_kim_inquiry(cls, *args):
        return cls._fill(cls.inquiry.sudo())

    @classmethod
    def _make_kim_client_match(cls, *args):
        other = cls._case(cls.cm_a2, cls.town_a)
        return cls._fill(
            cls.env["kim.client.match"].create(
                {
                    **cls.values("kim.client.match"),
                    "client_id": cls.case.sudo().client_id.id,
                    "other_client_id": other.sudo().client_id.id,
                    "user_id": cls.cm_a.id,
                }
            )
        )

    @classmethod
    def _make_kim_client_key(cls, *args):
        return cls.env["kim.client.key"].create(
            {
                "client_id": cls.case.sudo().client_id.id,
                "company_id": cls.company_town_a.id,
                "digest": "0" * 64,
            }
        )

    @classmethod
    def _make_kim_case_exclusion(cls, *args):
        return cls._fill(cls.exclusion)

    @classmethod
    def _make_kim_case_tandem(cls, *args):
        return cls._fill(
            cls.env["kim.case.tandem"].create(
                {
                    **cls.values("kim.case.tandem"),
                    "user_id": cls.cm_a.id,
                    "deputy_id": cls.bystander.id,
                }
            )
        )

    @classmethod
    def _make_kim_case_request(cls, *args):
        cls.env["kim.controller"]._of(cls.company_town_a)._set_second_persons(
            cls.coordination
        )
        return cls._fill(
            cls.env["kim.case.request"].create(
                {
                    **cls.values("kim.case.request"),
                    "requester_id": cls.exclusion.user_id.id,
                }
            )
        )

    @classmethod
    def _make_kim_waiting(cls, *args):
        lines_sudo = cls.env["kim.waiting"].with_user(cls.cm_a).sudo()
        # A kind of record that there is: what a line says is read from its record.
        return lines_sudo.create(
            {**cls.values("kim.waiting"), "res_model": "kim.case.request"}
        )

    @classmethod
    def _make_kim_second_person(cls, *args):
        controller = cls.env["kim.controller"]._of(cls.company_town_a)
        controller._set_second_persons(cls.coordination)
        return controller.second_person_change_ids[:1]

    @classmethod
    def _make_kim_company_archive(cls, *args):
        cls.env["kim.controller"]._of(cls.company_town_a)._set_second_persons(
            cls.coordination
        )
        return cls._fill(
            cls.env["kim.company.archive"].create(cls.values("kim.company.archive"))
        )

    @classmethod
    def _make_kim_case_reassign(cls, *args):
        forms = cls.env["kim.case.reassign"].with_user(cls.team_lead)
        return forms.create(cls.values("kim.case.reassign"))

    @classmethod
    def _figure_of(cls, model, user):
        assignment = cls._assignment_of(user)
        return cls.env[model].search(
            [
                ("is_latest", "=", True),
                ("employer_id", "=", assignment.employer_id.id),
                ("district_id", "=", assignment.district_id.id),
            ],
            limit=1,
        )

    @classmethod
    def _make_kim_staffing(cls, model, variant):
        return cls._figure_of("kim.staffing", cls.cm_ab if variant else cls.cm_a)

    @classmethod
    def _make_kim_staffing__carrier(cls, *args):
        return cls._make_kim_staffing(*args)

    @classmethod
    def _make_kim_caseload(cls, model, variant):
        return cls._figure_of("kim.caseload", cls.cm_ab if variant else cls.cm_a)

    @classmethod
    def _make_kim_caseload__carrier(cls, *args):
        return cls._make_kim_caseload(*args)

    @classmethod
    def _make_kim_team_load(cls, model, variant):
        holder = (cls.cm_ab if variant else cls.cm_a).partner_id
        return cls.env[model].search([("partner_id", "=", holder.id)])

    @classmethod
    def _make_kim_team_load__carrier(cls, *args):
        return cls._make_kim_team_load(*args)

    @classmethod
    def _make_kim_post_change(cls, *args):
        forms = cls.env["kim.post.change"].with_user(cls.coordination)
        return forms.create(cls.values("kim.post.change"))

    @classmethod
    def _make_kim_reference_date_set(cls, *args):
        forms = cls.env["kim.reference.date.set"].with_user(cls.team_lead)
        return forms.create(cls.values("kim.reference.date.set"))

    @classmethod
    def _make_kim_case_import_line(cls, model, variant):
        rows = cls.env[model].with_user(cls.cm_a).sudo()  # made by the form alone
        return rows.create(
            {
                **cls.values(model),
                "import_id": cls.subject("kim.case.import").id,
                "action": "new",
                "state": "ready",
                "name": mark(model, "name"),
                "number": mark(model, "number"),
                "message": mark(model, "message"),
                "vals": {"mark": mark(model, "vals")},
            }
        )

    @classmethod
    def _make_kim_case_import_choice(cls, model, variant):
        rows = cls.env[model].with_user(cls.cm_a).sudo()  # made by the form alone
        return rows.create(
            {
                "import_id": cls.subject("kim.case.import").id,
                "column_key": mark(model, "column_key"),
                "key": mark(model, "key"),
                "name": mark(model, "name"),
            }
        )

    @classmethod
    def _make_kim_case_import_word(cls, model, variant):
        rows = cls.env[model].with_user(cls.cm_a).sudo()  # made by the form alone
        return rows.create(
            {
                "import_id": cls.subject("kim.case.import").id,
                "column_key": mark(model, "column_key"),
                "label": mark(model, "label"),
                "text": mark(model, "text"),
                "rows": 3,
            }
        )

    @classmethod
    def _make_kim_import_word(cls, model, variant):
        return cls.env[model].create(
            {
                "company_id": cls.company_town_a.id,
                "column_key": "gender",
                "word": mark(model, "word"),
                "key": "female",
            }
        )

    @classmethod
    def _make_kim_case_counter(cls, *args):
        return cls.env["kim.case.counter"].search([], order="id desc", limit=1)

    @classmethod
    def _make_kim_question(cls, *args):
        return cls.env["kim.question"].create(
            {
                "asker": cls.cm_a.id,
                "kind": "crowd",
                "subject": cls.case.id,
                "day": cls.today,
                "asked": 1,
            }
        )

    @classmethod
    def _make_kim_draft(cls, *args):
        vals = {"wish": mark("kim.draft", "vals")}
        drafts = cls.env["kim.draft"].with_user(cls.cm_a)
        drafts._keep(cls.case.with_user(cls.cm_a), vals)
        return drafts._own(cls.case)

    @classmethod
    def _make_kim_access_log(cls, *args):
        cls.env.invalidate_all()
        cls.case.with_env(cls.env_of("responsible")).read(["wish"])
        cls.env.cr.flush()
        logs = cls.env["kim.access.log"]
        return logs.search([("case_id", "=", cls.case.id)], limit=1)

    @classmethod
    def _make_kim_rights_log(cls, *args):
        return cls.env["kim.rights.log"].search(
            [("user_id", "=", cls.cm_a.id)], limit=1
        )

    @classmethod
    def _make_kim_district(cls, *args):
        return cls.district_north

    @classmethod
    def _make_kim_municipality(cls, *args):
        return cls.town_a

    @classmethod
    def _make_kim_controller(cls, *args):
        return cls.env["kim.controller"]._of(cls.company_town_a)

    @classmethod
    def _make_kim_privacy_law(cls, *args):
        return cls.env["kim.privacy.law"].search([], limit=1)

    @classmethod
    def _make_kim_controller__carrier(cls, *args):
        return cls.env["kim.controller"]._of(cls.company_carrier)

    @classmethod
    def _assignment_of(cls, user):
        return cls.env["kim.post.assignment"].search(
            [("holder_id", "=", user.partner_id.id)], limit=1
        )

    @classmethod
    def _make_kim_post(cls, *args):
        return cls._assignment_of(cls.cm_a).post_id

    @classmethod
    def _make_kim_post__carrier(cls, *args):
        return cls._assignment_of(cls.cm_ab).post_id

    @classmethod
    def _make_kim_post_assignment(cls, *args):
        return cls._assignment_of(cls.cm_a)

    @classmethod
    def _make_kim_post_assignment__carrier(cls, *args):
        return cls._assignment_of(cls.cm_ab)

    @classmethod
    def _vacant_post(cls, user):
        """Return a post like that of the user, with room for one more holder."""
        post = cls._assignment_of(user).post_id
        post.fte = 9
        return post

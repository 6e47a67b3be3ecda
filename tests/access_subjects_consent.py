"""Subjects of the access matrix: releases, disclosures, case conferences, offers."""

from odoo.fields import Command


class ConsentSubjects:
    """Mixin before ``SubjectFactory``: a valid release, and what was passed on by it.

    A disclosure ``protection`` is one by law, without a release.
    """

    @classmethod
    def _category(cls):
        return cls.env.ref("kim_case.kim_data_category_wish")

    @classmethod
    def _overrides(cls, model, variant):
        if model == "kim.release":
            return {
                "valid_until": "2999-12-31",
                "explained_on": None,
                "withdrawn_on": None,
                "form": "signed",
                "refusal_explained": True,
                "language_id": cls.env["kim.language"].search([], limit=1).id,
                "category_ids": [Command.set(cls._category().ids)],
            }
        if model == "kim.disclosure":
            vals = {
                "category_ids": [Command.set(cls._category().ids)],
                "sent_on": None,
                "notified_on": None,
                "content": None,
            }
            if variant == "protection":
                return {**vals, "basis": "child_protection", "law": "kkg4"}
            return {**vals, "release_id": cls._valid_release().id}
        if model == "kim.disclosure.special":
            return {"disclosure_id": cls.subject("kim.disclosure").id}
        if model == "kim.data.category":
            return {"kind": "steps", "special_kind": None}
        if model == "kim.offer":
            return {"life_domain_ids": [Command.set(cls.domain_work.ids)]}
        if model == "kim.case.relation":
            return {"pos_x": None, "pos_y": None}
        return super()._overrides(model, variant)

    @classmethod
    def _make_kim_offer_report(cls, *args):
        offer = cls.subject("kim.offer")
        return cls.env["kim.offer.report"].search(
            [("offer_id", "=", offer.id)], limit=1
        )

    @classmethod
    def _valid_release(cls):
        return cls.subject("kim.release")

    @classmethod
    def _make_kim_release(cls, *args):
        release = cls.env["kim.release"].create(cls.values("kim.release"))
        release.action_give()
        return cls._fill(release)

    @classmethod
    def _make_kim_release_register(cls, *args):
        return cls.env["kim.release.register"].browse(cls.subject("kim.release").id)

    @classmethod
    def _make_kim_disclosure_register(cls, *args):
        made = cls.env["kim.disclosure"].create(cls.values("kim.disclosure"))
        made._door_write({"state": "sent", "sent_on": "2024-01-01 10:00:00"})
        cls.env.flush_all()
        return cls.env["kim.disclosure.register"].browse(made.id)

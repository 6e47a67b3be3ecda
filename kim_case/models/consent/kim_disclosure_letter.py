"""A disclosure on paper: a letter to the institution, in the organisation's words."""

from odoo import fields, models


class KimDisclosure(models.Model):
    """The letter: address field, sender who can be reached, text, data, enclosures."""

    _inherit = "kim.disclosure"

    letter = fields.Json(
        readonly=True,
        help="The letter round the data, as it was when it was passed on.",
    )

    def _letter(self):
        """Return what the print shows, as it was when it was passed on.

        :return: dict: see ``_prepare_letter``, and ``data``: (heading, lines)
        :raises UserError, AccessError: see ``_check_printable``
        """
        self.ensure_one()
        paragraphs = self._print_paragraphs()
        kept = self.letter or {}  # none of what was passed on before there were letters
        letter = kept if "before" in kept else self._prepare_letter()
        lines_as_html = self.env["kim.text.template"]._lines_as_html
        return {
            **letter,
            "data": paragraphs,
            "before": lines_as_html(letter["before"]),
            "after": lines_as_html(letter["after"]),
        }

    def _prepare_letter(self):
        """Return the letter round the data.

        :return: dict: ``title``, ``draft`` (the text is not approved), ``to``,
            ``sender`` and ``sender_line`` (lists), ``before`` and ``after`` the data
        """
        self.ensure_one()
        kind = "letter_release" if self.basis == "release" else "letter_protection"
        controller = self.env["kim.controller"]._of(self.company_id)
        text = self.env["kim.text.template"]._for(kind, None, controller)
        before, _mark, after = (text.body or "{data}").partition("{data}")
        words = self._letter_words()
        return {
            "title": text.title or "",
            "draft": text.state != "approved",
            "to": self._letter_address(),
            "sender": self._letter_sender(),
            "sender_line": self._letter_house(),
            "before": text._fill(before, words),
            "after": text._fill(after, words),
        }

    def _letter_words(self):
        """Return {word in braces: what stands in its place}; an empty one vanishes."""
        german = self.with_context(lang="de_DE")
        laws = dict(german._fields["law"]._description_selection(german.env))
        enclosures = [line.strip() for line in (self.enclosures or "").splitlines()]
        listed = "\n".join(f"- {line}" for line in enclosures if line)
        return {
            "purpose": self.release_id.purpose or " ",
            "law": laws.get(self.law) or " ",
            "own_words": self.own_words or " ",
            "enclosures": f"Anlagen:\n{listed}" if listed else " ",
        }

    def _letter_address(self):
        """Return the lines of the address field, at most six."""
        partner_sudo = self.partner_id.sudo()  # an institution's address is no secret
        town = " ".join(filter(None, (partner_sudo.zip, partner_sudo.city)))
        lines = (
            partner_sudo.name,
            self.addressee,
            partner_sudo.street,
            partner_sudo.street2,
            town,
        )
        return [line for line in lines if line]

    def _letter_sender(self):
        """Return the lines that say who writes and how she or he is reached."""
        company_sudo = self.company_id.sudo()  # stands on every letter
        person_sudo = self.user_id.sudo().partner_id  # signs with her or his name
        lines = (
            *self._letter_house(),
            person_sudo.name,
            person_sudo.phone or company_sudo.phone,
            person_sudo.email or company_sudo.email,
        )
        return [line for line in lines if line]

    def _letter_house(self):
        """Return name and address of the organisation, for the window and the sender."""
        company_sudo = self.company_id.sudo()  # stands on every letter
        town = " ".join(filter(None, (company_sudo.zip, company_sudo.city)))
        return list(filter(None, (company_sudo.name, company_sudo.street, town)))

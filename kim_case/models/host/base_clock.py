"""The day that a domain means by ``'today'``."""

from odoo import api, models

from ...tools.dates import BERLIN


class Base(models.AbstractModel):
    _inherit = "base"

    def _on_berlin_clock(self):
        """Return the same records, whose domains read days in Europe/Berlin.

        Odoo reads ``'today'``, and a date that is compared with a moment, in the time
        zone of the user or of whoever calls, and in UTC where there is none: a record
        rule "until today" would hold longer for who asks from New York. Other models
        than KIM's keep Odoo's way.
        """
        if (
            not self._name.startswith("kim.")
            or self.env.context.get("tz") == BERLIN.key
        ):
            return self
        return self.with_context(tz=BERLIN.key)

    @api.model
    def _search(self, domain, *args, **kwargs):
        return super(Base, self._on_berlin_clock())._search(domain, *args, **kwargs)

    @api.private
    def filtered_domain(self, domain):
        """Return the records that satisfy a domain, whose days are Berlin's.

        :param domain: search domain
        """
        if not self or not domain:
            return self
        kept = super(Base, self._on_berlin_clock()).filtered_domain(domain)
        return kept.with_env(self.env)

from collections import defaultdict

from odoo import models

from ...tools import names


class KimCaseImport(models.TransientModel):
    """Rows of cases that are there already, and of persons who may be."""

    _inherit = "kim.case.import"

    def _check_cases(self, parsed):
        """Refuse updates of cases that the user may not write, and of one case twice."""
        numbers = [line["number"] for line in parsed if line["number"]]
        cases = self.env["kim.case"].search(
            [("number", "in", numbers), ("company_id", "=", self.company_id.id)]
        )
        mine = set(cases._filtered_access("write").mapped("number"))
        rows = defaultdict(list)
        for line in parsed:
            if line["number"]:
                rows[line["number"]].append(line["row"])
        for line in parsed:
            number, wrong = line["number"], None
            if not number:
                continue
            others = [str(row) for row in rows[number] if row != line["row"]]
            if number not in mine:
                wrong = self.env._(
                    "You have no case with this number that you may change."
                )
            elif others:
                wrong = self.env._(
                    "Row %(rows)s is about the same case. Please make one row of them.",
                    rows=", ".join(others[:5]),
                )
            if wrong:
                kept = line["message"] if line["state"] == "error" else None
                line.update(
                    state="error",
                    has_hint=False,
                    message="\n".join(filter(None, [kept, wrong])),
                )

    def _hint_doubles(self, parsed):
        """Leave out rows whose person is there already, in the file or in own cases.

        Who reads a mended file again doubles nothing: what is written is recognised by
        name, year of birth and day of opening. Whoever is left out can be ticked.
        """
        own = _People()
        for client in self._own_clients():
            own.add(
                client.last_name,
                client.first_name,
                client.birth_year,
                client.birth_date and client.birth_date.isoformat(),
                {day.isoformat() for day in client.case_ids.mapped("date_open")},
            )
        seen = _People()
        for line in parsed:
            if line["state"] == "error" or line["action"] == "update":
                continue
            vals = line["vals"]
            day = vals.get("birth_date")
            person = (
                vals.get("last_name"),
                vals.get("first_name"),
                int((day or "")[:4] or vals.get("birth_year") or 0),
                day,
            )
            hint = self._hint(own, seen, person, vals)
            seen.add(*person, line["row"])
            if hint:
                line.update(has_hint=True, message=hint, state="left_out")

    def _own_clients(self):
        """Return the clients of the organisation whom the user may read, read at once."""
        clients = self.env["kim.client"].search(
            [("company_id", "=", self.company_id.id)]
        )
        clients.case_ids.mapped("date_open")
        return clients

    def _hint(self, own, seen, person, vals):
        found = own.find(*person)
        if found:
            if vals.get("date_open") in found[0]:
                return self.env._("This case is written already.")
            return self.env._(
                "You already have a case for a person of this name and year of birth."
            )
        found = seen.find(*person)
        if found:
            return self.env._(
                "Row %(row)s has the same name and year of birth.", row=found[0]
            )
        found = own.find(*person, alike=True) or seen.find(*person, alike=True)
        if found:
            return self.env._(
                "A person with a similar name and the same year of birth is there. "
                "Please compare."
            )
        return None


class _People:
    """Persons by name and year of birth, with what is known of each."""

    def __init__(self):
        self._named = defaultdict(list)
        self._years = defaultdict(list)

    def add(self, last_name, first_name, year, day, about):
        """Remember a person."""
        key = names.same_key(last_name, first_name)
        self._named[key].append((year, day, about))
        if year:
            self._years[year].append((key, day, about))

    def find(self, last_name, first_name, year, day, alike=False):
        """Return [about] of the first person who may be the same, else [].

        :param bool alike: a similar name will do, in the same year of birth
        """
        key = names.same_key(last_name, first_name)
        if alike:
            found = (
                about
                for other, other_day, about in self._years.get(year, ())
                if not (day and other_day and day != other_day)
                and names.alike(key, other)
            )
        else:
            found = (
                about
                for other_year, other_day, about in self._named.get(key, ())
                if not (year and other_year and year != other_year)
                and not (day and other_day and day != other_day)
            )
        return [about for about in (next(found, None),) if about is not None]

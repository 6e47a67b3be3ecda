"""Lists, boards, figures and their searches."""

from lxml import etree
from web_client import Record
from web_view import X2MANY, evaluate

RECORDS = 3  # of each list: one for each state


class WalkLists:
    """Mixin of the walk: what opens before a form does."""

    def listed(self, view, context, domain, action, depth):
        """Open a list or board; return ids of records, one for each state."""
        self.counted["screens"] += 1
        found, rows = [], []
        basic = Record(self.client, view, context).basic()
        spec = view.specification(basic)
        with self.step(view.model, what=f"open {view.type}"), self._opens():
            order = view.arch.get("default_order") or None
            rows = self.client.ask(
                view.model,
                "web_search_read",
                domain,
                spec,
                0,
                80,
                order,
                context=context,
            )["records"]
            states = {}
            for row in rows:
                state = tuple(
                    str(row.get(name)) for name in ("state", "phase_kind", "kind")
                )
                states.setdefault(state, row["id"])
            found = list(states.values())[:RECORDS]
            if group := view.arch.get("default_group_by"):
                self.client.ask(
                    view.model,
                    "web_read_group",
                    domain,
                    [group],
                    ["__count"],
                    auto_unfold=True,
                    unfold_read_specification=spec,
                    context=context,
                )
        for row in rows[:1]:
            record = Record(self.client, view, context, row["id"]).open(row)
            self.buttons(record, depth)
        if view.arch.get("editable"):
            self.form(view, context, found, depth, dialog=False)
        return found

    def drawn(self, view, context, domain):
        """Open a pivot, graph or calendar."""
        self.counted["screens"] += 1
        names = [n.get("name") for n in view.arch.iter("field")]
        if view.type == "calendar":
            names += [
                view.arch.get(key)
                for key in ("date_start", "date_stop", "color", "all_day")
                if view.arch.get(key)
            ]
            with self.step(view.model, what="open calendar"), self._opens():
                self.client.ask(
                    view.model, "search_read", domain, list(set(names)), context=context
                )
            return
        measures = ["__count"]
        groups = []
        for node in view.arch.iter("field"):
            info = view.infos[node.get("name")]
            if node.get("type") == "measure":
                measures.append(f"{node.get('name')}:{info.get('aggregator') or 'sum'}")
            else:
                interval = node.get("interval")
                groups.append(node.get("name") + (f":{interval}" if interval else ""))
        for group in ([], *([name] for name in groups), groups):
            with self.step(view.model, str(group), view.type), self._opens():
                self.client.ask(
                    view.model,
                    "formatted_read_group",
                    domain,
                    group,
                    measures,
                    context=context,
                )

    def search(self, answer, model, context, domain, ours):
        """Use every filter, grouping and field of the search view that is ours."""
        text = answer["views"]["search"]["arch"]
        if not self.first("search", model, text):
            return
        names = {
            **Record(self.client, None, context).basic(),
            "self": "Müller",
            "raw_value": "Müller",
        }
        infos = answer["models"][model]["fields"]
        for node in etree.fromstring(text).iter("field", "filter"):
            name = node.get("name")
            if not ours and not name.startswith("kim_"):
                continue
            with self.step(model, name, "search"), self._opens():
                own = evaluate(node.get("context") or "{}", names)
                group = own.get("group_by") or "id"
                kind = infos[group.partition(":")[0]]["type"]
                if kind in ("date", "datetime") and ":" not in group:
                    group += ":month"
                if group != "id" and kind != "properties":
                    self.client.ask(
                        model,
                        "formatted_read_group",
                        domain,
                        [group],
                        ["__count"],
                        context=context,
                    )
                asked = node.get("domain") or node.get("filter_domain")
                if node.tag == "field" and not asked:
                    kind = infos[name]["type"]
                    if kind not in ("char", "text", "html", "many2one", *X2MANY):
                        continue
                    asked = repr([(name, node.get("operator") or "ilike", "Müller")])
                if asked:
                    self.client.ask(
                        model,
                        "web_search_read",
                        [*domain, *evaluate(asked, names)],
                        {"display_name": {}},
                        0,
                        80,
                        context=context,
                    )

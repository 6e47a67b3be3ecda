import { Component, onWillStart, useEffect, useState } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { onBerlinClock } from "../foundation/clock";

const ICONS = {
    appointment: "fa-calendar",
    deadline: "fa-bell-o",
    document: "fa-file-text-o",
    note: "fa-comment-o",
    phase: "fa-flag-o",
};

const DAY = { day: "2-digit", month: "2-digit", year: "numeric" };
const MOMENT = { ...DAY, hour: "2-digit", minute: "2-digit" };

/** The course of a case: newest first, by kind, a page at a time. */
export class KimCourse extends Component {
    static template = "kim_case.Course";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ entries: [], kinds: [], kind: false, more: false, busy: false });
        this.cursor = null;
        this.asked = 0;
        onWillStart(() => this.reload());
        let first = true;
        useEffect(
            () => {
                if (!first) {
                    this.reload(); // a note was added, the phase has changed
                }
                first = false;
            },
            () => [this.props.record.resId, this.props.record._values]
        );
    }

    async load(fresh) {
        const { resId } = this.props.record;
        if (!resId) {
            return;
        }
        const asked = ++this.asked;
        this.state.busy = true;
        const page = await this.orm.call("kim.case", "kim_course", [[resId]], {
            kind: this.state.kind || null,
            cursor: fresh ? null : this.cursor,
        });
        if (asked !== this.asked) {
            return; // someone chose another kind meanwhile
        }
        this.cursor = page.cursor;
        Object.assign(this.state, {
            busy: false,
            entries: fresh ? page.entries : [...this.state.entries, ...page.entries],
            kinds: page.kinds,
            more: page.more,
        });
    }

    reload() {
        return this.load(true);
    }

    choose(kind) {
        this.state.kind = kind;
        return this.reload();
    }

    iconOf({ kind }) {
        return ICONS[kind] || "fa-circle-o";
    }

    /** A phase is set with effect from a day: its hour says nothing. */
    whenOf({ kind, moment }) {
        const format = kind === "phase" ? DAY : MOMENT;
        return onBerlinClock(deserializeDateTime(moment)).toLocaleString(format);
    }

    open(entry) {
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                res_model: entry.model,
                res_id: entry.id,
                views: [[false, "form"]],
                target: "new",
            },
            { onClose: () => this.props.record.load() }
        );
    }

    canOpen({ kind }) {
        return kind !== "phase";
    }
}

registry.category("view_widgets").add("kim_course", { component: KimCourse });

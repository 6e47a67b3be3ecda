import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatDate } from "@web/core/l10n/dates";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/views/fields/formatters";
import { berlinNow } from "../foundation/clock";
import { discreet, shownName } from "./discreet";

const { DateTime } = luxon;

// kind → icon and word for it
const KINDS = {
    appointment: ["fa-calendar", _t("Appointment")],
    deadline: ["fa-bell-o", _t("Deadline")],
    inquiry: ["fa-inbox", _t("New inquiry")],
    notice: ["fa-bullhorn", _t("Recipient to be told")],
    referral: ["fa-hand-paper-o", _t("Stopped: release is missing")],
    release: ["fa-unlock-alt", _t("Release ends")],
    request: ["fa-users", _t("You are asked as second person")],
    review: ["fa-refresh", _t("Review")],
    signature: ["fa-pencil-square-o", _t("Signature is missing")],
    step: ["fa-arrow-right", _t("Next step")],
};

/**
 * What needs me today, what I carry, and the acts of every day: above the board, the
 * list and the calendar of my cases.
 */
export class KimHome extends Component {
    static template = "kim_case.Home";
    static props = { reload: Function };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({ home: null, everything: false });
        useState(discreet);
        onWillStart(() => this.load());
    }

    async load() {
        this.state.home = await this.orm.call("kim.case", "kim_home", [this.state.everything]);
    }

    async refresh() {
        await Promise.all([this.load(), this.props.reload()]);
    }

    /** Show all that is due, of every kind, with the same acts; or the first seven again. */
    async toggleEverything() {
        this.state.everything = !this.state.everything;
        await this.load();
    }

    get home() {
        return this.state.home;
    }

    iconOf(thing) {
        return KINDS[thing.kind]?.[0] || "fa-circle-o";
    }

    wordOf(thing) {
        return String(KINDS[thing.kind]?.[1] || "");
    }

    /** Whether the kind needs a word: the name of a recipient alone does not say it. */
    saysWhat(thing) {
        return !thing.case_id || ["notice", "release", "signature"].includes(thing.kind);
    }

    nameOf(thing) {
        return shownName(thing.first_name, thing.last_name);
    }

    whenOf({ days, kind, time }) {
        if (time) {
            return _t("today at %s", time);
        }
        if (["inquiry", "referral", "request"].includes(kind)) {
            if (days >= -1) {
                return days ? _t("yesterday") : _t("today");
            }
            return formatDate(berlinNow().plus({ days }));
        }
        if (days < -1) {
            return _t("%s days overdue", -days);
        }
        if (days === -1) {
            return _t("since yesterday");
        }
        if (days === 0) {
            return _t("today");
        }
        return days === 1 ? _t("tomorrow") : _t("in %s days", days);
    }

    get perFte() {
        const { per_fte: perFte } = this.home.load;
        return perFte === false ? false : formatFloat(perFte, { digits: [4, 1] });
    }

    get fte() {
        return formatFloat(this.home.load.fte, { digits: [4, 2] });
    }

    /** Bars of the caseload; the same numbers stand in a table for screen readers. */
    get months() {
        const { months } = this.home.load;
        const most = Math.max(1, ...months.map(({ cases }) => cases));
        return months.map(({ month, cases }) => ({
            cases,
            height: Math.round((100 * cases) / most),
            label: DateTime.fromISO(month).toLocaleString({ month: "short", year: "2-digit" }),
        }));
    }

    get hasHistory() {
        return this.home.load.months.some(({ cases }) => cases);
    }

    // ------------------------------------------------------------------
    // Acts
    // ------------------------------------------------------------------
    openThing(thing) {
        const [resModel, resId] = thing.case_id
            ? ["kim.case", thing.case_id]
            : [thing.model, thing.id];
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
        });
    }

    openAction(xmlid) {
        return this.action.doAction(xmlid);
    }

    /** The cases that she looks after for colleagues: on the board, instead of her own. */
    openDeputising() {
        return this.action.doAction("kim_case.kim_case_action", {
            additionalContext: { search_default_my_cases: 0, search_default_deputising: 1 },
            clearBreadcrumbs: true,
        });
    }

    /** Open what a card or its line counts; the server says which records these are. */
    async openLine({ model, method }) {
        return this.action.doAction(await this.orm.call(model, method, []));
    }

    /** Open one of the small forms in a dialog; afterwards the home shows what changed. */
    quick(xmlid, context = {}) {
        return this.action.doAction(xmlid, {
            additionalContext: context,
            onClose: () => this.refresh(),
        });
    }

    addNote(thing) {
        return this.quick(
            "kim_case.kim_case_note_quick_action",
            thing?.case_id ? { default_case_id: thing.case_id } : {}
        );
    }

    addDeadline() {
        return this.quick("kim_case.kim_case_deadline_quick_action");
    }

    addInquiry() {
        return this.action.doAction("kim_case.kim_inquiry_action", {
            viewType: "form",
            props: { resId: false },
        });
    }

    async markDone(thing) {
        const action = await this.orm.call(thing.model, "action_done", [[thing.id]]);
        await this.refresh();
        const close = this.notification.add(_t("Done: %s", thing.what), {
            type: "success",
            buttons: [
                {
                    name: _t("Undo"),
                    onClick: async () => {
                        close();
                        await this.orm.call(thing.model, "action_undo", [[thing.id]]);
                        await this.refresh();
                    },
                },
            ],
        });
        if (action && action !== true) {
            await this.action.doAction(action, { onClose: () => this.refresh() });
        }
    }
}

import { Component, reactive, useState, xml } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { session } from "@web/session";

const HIDDEN = "•••";

/** "Diskret": names are hidden on this user's screens, everywhere they are shown. */
export const discreet = reactive({ on: Boolean(session.kim_discreet) });

/**
 * @param {...string} names parts of a name, as the server sent them
 * @returns {string} the name, or dots while the switch is on
 */
export function shownName(...names) {
    const name = names.filter(Boolean).join(" ");
    return name && discreet.on ? HIDDEN : name;
}

/** The switch in the top bar; kept for the user, not for the machine. */
export class KimDiscreetSwitch extends Component {
    static template = xml`
        <button type="button" role="switch" t-att-aria-checked="state.on ? 'true' : 'false'"
                class="o_kim_discreet o_nav_entry btn btn-link text-reset text-nowrap"
                t-att-title="hint" t-on-click="toggle">
            <i class="fa fa-fw" t-att-class="state.on ? 'fa-eye-slash' : 'fa-eye'" role="img" aria-hidden="true"/>
            <span class="ms-1 d-none d-lg-inline" t-esc="label"/>
            <span class="visually-hidden d-lg-none" t-esc="label"/>
        </button>`;
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState(discreet);
        this.label = _t("Discreet");
        this.hint = _t("Hide names on this screen");
    }

    async toggle() {
        const on = !this.state.on;
        await this.orm.call("res.users", "kim_set_discreet", [[user.userId], on]);
        this.state.on = on;
        await this.action.doAction("soft_reload");
    }
}

if (session.kim_sees_names) {
    registry
        .category("systray")
        .add("kim_case.discreet", { Component: KimDiscreetSwitch }, { sequence: 30 });
}

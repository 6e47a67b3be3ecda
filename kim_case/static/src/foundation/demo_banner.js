import { Component, xml } from "@odoo/owl";
import { session } from "@web/session";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";

/** Says on every page of a demo database that its values are invented. */
export class KimDemoBanner extends Component {
    static template = xml`
        <div class="o_kim_demo_banner" role="note" t-esc="text"/>`;
    static props = {};

    get text() {
        return _t("Demo – invented values");
    }
}

if (session.kim_demo) {
    registry.category("main_components").add("KimDemoBanner", { Component: KimDemoBanner });
}

import { Component, useState, xml } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { ListRenderer } from "@web/views/list/list_renderer";
import { discreet, shownName } from "./discreet";

/** A person's name, for reading; the switch "Diskret" hides it. */
export class KimName extends Component {
    static template = xml`<span class="o_kim_name" t-esc="name"/>`;
    static props = { ...standardFieldProps };

    setup() {
        useState(discreet);
    }

    get name() {
        return shownName(this.props.record.data[this.props.name]);
    }
}

registry.category("fields").add("kim_name", {
    component: KimName,
    displayName: _t("Name of a person"),
    supportedTypes: ["char"],
});

patch(ListRenderer.prototype, {
    /** A tooltip must not tell what the cell hides. */
    getCellTitle(column) {
        if (column.widget === "kim_name" && discreet.on) {
            return undefined;
        }
        return super.getCellTitle(...arguments);
    },
});

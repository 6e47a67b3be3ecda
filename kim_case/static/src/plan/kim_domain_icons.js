import { Component, xml } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const MOST = 4;

/** Life domains as small icons, each with its name for mouse and screen reader. */
export class KimDomainIcons extends Component {
    static template = xml`
        <span class="o_kim_domain_icons d-inline-flex gap-2 text-muted" role="list">
            <i t-foreach="shown" t-as="domain" t-key="domain.id" role="listitem"
               t-attf-class="fa fa-fw {{domain.icon}}"
               t-att-title="domain.name" t-att-aria-label="domain.name"/>
            <small t-if="rest.length" role="listitem"
                   t-att-title="restNames" t-att-aria-label="restNames"
                   t-esc="'+' + rest.length"/>
        </span>`;
    static props = { ...standardFieldProps };

    get domains() {
        return this.props.record.data[this.props.name].records.map((record) => ({
            id: record.resId,
            name: record.data.display_name,
            icon: record.data.icon || "fa-circle-o",
        }));
    }

    get shown() {
        return this.domains.slice(0, MOST);
    }

    get rest() {
        return this.domains.slice(MOST);
    }

    get restNames() {
        return this.rest.map((domain) => domain.name).join(", ");
    }
}

export const kimDomainIcons = {
    component: KimDomainIcons,
    displayName: _t("Life domains as icons"),
    supportedTypes: ["many2many"],
    relatedFields: () => [
        { name: "display_name", type: "char", readonly: true },
        { name: "icon", type: "char", readonly: true },
    ],
};

registry.category("fields").add("kim_domain_icons", kimDomainIcons);

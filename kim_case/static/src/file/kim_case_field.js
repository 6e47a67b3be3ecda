import { Component, useSubEnv } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { computeM2OProps, Many2One } from "@web/views/fields/many2one/many2one";
import {
    buildM2OFieldDescription,
    Many2OneField,
} from "@web/views/fields/many2one/many2one_field";
import { shownName } from "./discreet";

/**
 * Choice of a case: people think in names. The names are read under the rules with the
 * options; what is kept and shown afterwards is the number.
 */
export class KimCaseField extends Component {
    static template = "kim_case.KimCaseField";
    static components = { Many2One };
    static props = { ...Many2OneField.props };

    setup() {
        useSubEnv({ isSmall: false }); // on a phone too one types a name, no second page
    }

    get m2oProps() {
        return {
            ...computeM2OProps(this.props),
            canCreate: false,
            canCreateEdit: false,
            canQuickCreate: false,
            specification: { client_first_name: {}, client_last_name: {} },
        };
    }

    nameOf(record) {
        return shownName(record.client_first_name, record.client_last_name);
    }
}

registry.category("fields").add("kim_case", { ...buildM2OFieldDescription(KimCaseField) });

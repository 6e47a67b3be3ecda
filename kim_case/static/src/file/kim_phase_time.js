import { Component, xml } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Days in each phase as a table; the bars only repeat its numbers. */
export class KimPhaseTime extends Component {
    static template = xml`
        <table t-if="rows.length" class="o_kim_phase_time table table-sm mb-3">
            <thead>
                <tr>
                    <th scope="col"><t t-esc="labels.phase"/></th>
                    <th scope="col" class="text-end"><t t-esc="labels.days"/></th>
                    <th scope="col" class="w-50 d-none d-md-table-cell" aria-hidden="true"/>
                </tr>
            </thead>
            <tbody>
                <tr t-foreach="rows" t-as="row" t-key="row.id">
                    <th scope="row" t-att-class="row.current ? 'fw-bold' : 'fw-normal'">
                        <t t-esc="row.name"/>
                        <small t-if="row.on_hold" class="text-muted">
                            <t t-esc="onHold(row)"/>
                        </small>
                    </th>
                    <td class="text-end"><t t-esc="row.days"/></td>
                    <td class="d-none d-md-table-cell align-middle" aria-hidden="true">
                        <div class="bg-primary rounded" style="height: .6rem"
                             t-attf-style="width: {{ share(row) }}%"/>
                    </td>
                </tr>
            </tbody>
        </table>`;
    static props = { ...standardFieldProps };

    get labels() {
        return { phase: _t("Phase"), days: _t("Days") };
    }

    get rows() {
        return this.props.record.data[this.props.name] || [];
    }

    share(row) {
        const most = Math.max(...this.rows.map(({ days }) => days), 1);
        return Math.max((100 * row.days) / most, 0.5);
    }

    onHold(row) {
        return _t(" (of these on hold: %s)", row.on_hold);
    }
}

registry.category("fields").add("kim_phase_time", {
    component: KimPhaseTime,
    displayName: _t("Time in each phase"),
    supportedTypes: ["json"],
});

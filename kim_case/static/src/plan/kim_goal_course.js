import { Component, xml } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Goals with how far they have come, as a table; the bar only repeats its number. */
export class KimGoalCourse extends Component {
    static template = xml`
        <table t-if="rows.length" class="o_kim_goal_course table table-sm mb-0">
            <thead>
                <tr>
                    <th scope="col"><t t-esc="labels.goal"/></th>
                    <th scope="col"><t t-esc="labels.reached"/></th>
                    <th scope="col" class="w-25 d-none d-md-table-cell" aria-hidden="true"/>
                    <th scope="col" class="d-none d-md-table-cell"><t t-esc="labels.course"/></th>
                </tr>
            </thead>
            <tbody>
                <tr t-foreach="rows" t-as="row" t-key="row.id">
                    <th scope="row" class="fw-normal text-break">
                        <span t-esc="row.name"/>
                        <small t-if="row.domain" class="text-muted d-block" t-esc="row.domain"/>
                    </th>
                    <td><t t-esc="state(row)"/></td>
                    <td class="d-none d-md-table-cell align-middle" aria-hidden="true">
                        <div class="bg-200 rounded">
                            <div class="bg-success rounded" style="height: .6rem"
                                 t-attf-style="width: {{ share(row) }}%"/>
                        </div>
                    </td>
                    <td class="d-none d-md-table-cell text-muted"><t t-esc="course(row)"/></td>
                </tr>
            </tbody>
        </table>`;
    static props = { ...standardFieldProps };

    get labels() {
        return { goal: _t("Goal"), reached: _t("Reached so far"), course: _t("Course") };
    }

    get rows() {
        return this.props.record.data[this.props.name] || [];
    }

    state(row) {
        return row.dropped ? _t("Given up") : row.now_label || _t("Not rated yet");
    }

    share(row) {
        return row.dropped ? 0 : (100 * Number(row.now || 0)) / row.most;
    }

    course(row) {
        return row.course
            .map(({ date, attainment }) => `${formatDate(deserializeDate(date))}: ${attainment}`)
            .join(" · ");
    }
}

registry.category("fields").add("kim_goal_course", {
    component: KimGoalCourse,
    displayName: _t("Goals and how far they have come"),
    supportedTypes: ["json"],
});

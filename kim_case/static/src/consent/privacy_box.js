import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const ICONS = {
    success: ["fa-check", _t("Valid")],
    warning: ["fa-clock-o", _t("Needs attention")],
    danger: ["fa-exclamation-triangle", _t("Act now")],
    muted: ["fa-ban", _t("Ended")],
};

/** Legal basis, releases and whom to tell: one line each, state as icon and word. */
export class KimPrivacyBox extends Component {
    static template = "kim_case.PrivacyBox";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get lines() {
        return (this.props.record.data[this.props.name] || []).map((line) => ({
            ...line,
            icon: (ICONS[line.level] || ICONS.muted)[0],
            title: (ICONS[line.level] || ICONS.muted)[1],
        }));
    }

    async open(line) {
        if (line.notices) {
            await this.action.doActionButton({
                type: "object",
                name: "action_open_notices",
                resModel: "kim.case",
                resId: this.props.record.resId,
                resIds: [this.props.record.resId],
            });
            return;
        }
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "kim.release",
            res_id: line.id,
            views: [[false, "form"]],
        });
    }
}

export const kimPrivacyBox = {
    component: KimPrivacyBox,
    displayName: _t("Data protection at a glance"),
    supportedTypes: ["json"],
};

registry.category("fields").add("kim_privacy_box", kimPrivacyBox);

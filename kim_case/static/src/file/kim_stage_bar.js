import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import {
    StatusBarField,
    statusBarField,
} from "@web/views/fields/statusbar/statusbar_field";

/**
 * Phases of a case. The phase is never set by value: a click asks for the date (and,
 * for the last phase, the reason) and goes through the door of the case.
 */
export class KimStageBar extends StatusBarField {
    setup() {
        super.setup();
        this.actionService = useService("action");
    }

    /** @override */
    async selectItem(item) {
        const { record } = this.props;
        if (!item || !(await record.save())) {
            return;
        }
        await this.actionService.doAction("kim_case.kim_case_change_action", {
            additionalContext: {
                default_case_id: record.resId,
                default_change: "stage",
                default_stage_id: item.value,
            },
            onClose: () => record.load(),
        });
    }
}

export const kimStageBar = {
    ...statusBarField,
    component: KimStageBar,
    additionalClasses: ["o_field_statusbar"],
};

registry.category("fields").add("kim_stage_bar", kimStageBar);

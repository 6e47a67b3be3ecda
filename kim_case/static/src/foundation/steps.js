import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * A button for long work: calls a method of the record again and again until it says
 * `finished`, and shows how far it is. What is done stays done when a step fails.
 */
export class KimSteps extends Component {
    static template = "kim_case.Steps";
    static props = { ...standardWidgetProps, method: String, string: String };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ running: false, done: 0, total: 0 });
    }

    get percent() {
        return this.state.total ? Math.round((100 * this.state.done) / this.state.total) : 0;
    }

    async onClick() {
        const { record, method } = this.props;
        if (this.state.running || !(await record.save())) {
            return;
        }
        this.state.running = true;
        try {
            let answer;
            do {
                answer = await this.orm.call(record.resModel, method, [[record.resId]], {
                    context: record.context,
                });
                Object.assign(this.state, { done: answer.done, total: answer.total });
            } while (!answer.finished);
        } finally {
            this.state.running = false;
            await record.load();
        }
    }
}

registry.category("view_widgets").add("kim_steps", {
    component: KimSteps,
    extractProps: ({ attrs }) => ({ method: attrs.method, string: attrs.string }),
});

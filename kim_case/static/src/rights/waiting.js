import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { session } from "@web/session";

/** How much waits for the user as second person; leads to the list of it. */
export class KimWaiting extends Component {
    static template = "kim_case.Waiting";
    static props = {};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ count: session.kim_waiting || 0 });
        // Who has nothing waiting is told by a message, and asks no server.
        useBus(this.env.bus, "ACTION_MANAGER:UI-UPDATED", () => this.refresh());
    }

    async refresh() {
        if (this.state.count) {
            this.state.count = await this.orm.silent.call("kim.waiting", "kim_count", []);
        }
    }

    open() {
        this.action.doAction("kim_case.kim_waiting_action", { clearBreadcrumbs: true });
    }
}

registry.category("systray").add("kim_case.waiting", { Component: KimWaiting }, { sequence: 27 });

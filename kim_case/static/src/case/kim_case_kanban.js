import { onMounted } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";

/** The board of cases: a phone opens at the first phase that holds a case. */
export class KimCaseKanbanRenderer extends KanbanRenderer {
    setup() {
        super.setup();
        onMounted(() => this.showFirstCase());
    }

    showFirstCase() {
        if (!this.env.isSmall || !this.props.list.isGrouped) {
            return;
        }
        const group = this.props.list.groups.find((group) => group.count);
        const column =
            group && this.rootRef.el?.querySelector(`.o_kanban_group[data-id="${group.id}"]`);
        column?.scrollIntoView({ inline: "start", block: "nearest" });
    }
}

registry.category("views").add("kim_case_kanban", {
    ...kanbanView,
    Renderer: KimCaseKanbanRenderer,
});

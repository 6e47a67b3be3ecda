import { registry } from "@web/core/registry";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";

/**
 * The board of themes. Without a theme to show it says where themes come from, where
 * Odoo would ask for "stages": columns are clusters, and they come after the themes.
 */
export class KimThemeBoardRenderer extends KanbanRenderer {
    /** @override */
    canCreateGroup() {
        return this.props.list.groups.length > 0 && super.canCreateGroup();
    }

    /** @override */
    get showNoContentHelper() {
        const { isGrouped, groups } = this.props.list;
        return (isGrouped && groups.length === 0) || super.showNoContentHelper;
    }
}

registry.category("views").add("kim_theme_board", {
    ...kanbanView,
    Renderer: KimThemeBoardRenderer,
});

import { SearchModel } from "@web/search/search_model";
import { kanbanView } from "@web/views/kanban/kanban_view";

/**
 * The board of cases: phases side by side on a desk; on a phone, where a board shows one
 * phase at a time, one column of cases by their next step. Grouping there is still a choice.
 */
export class KimCaseSearchModel extends SearchModel {
    /** @override */
    async load(config) {
        const { defaultGroupBy, ...others } = config;
        return super.load(this.env.isSmall ? others : config);
    }
}

export const kimCaseKanbanView = { ...kanbanView, SearchModel: KimCaseSearchModel };

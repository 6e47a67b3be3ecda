import { registry } from "@web/core/registry";
import { CalendarController } from "@web/views/calendar/calendar_controller";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";
import { kimCaseCalendarView } from "./kim_case_calendar";
import { kimCaseKanbanView } from "./kim_case_kanban";
import { KimHome } from "./kim_home";

/** Give a controller of cases the home above its records. */
function withHome(Controller, template) {
    return class extends Controller {
        static template = template;
        static components = { ...Controller.components, KimHome };

        reloadHome() {
            return this.model.load();
        }
    };
}

const views = registry.category("views");
views.add("kim_case_kanban", {
    ...kimCaseKanbanView,
    Controller: withHome(KanbanController, "kim_case.CasesKanban"),
});
views.add("kim_case_list", {
    ...listView,
    Controller: withHome(ListController, "kim_case.CasesList"),
});
views.add("kim_home_calendar", {
    ...kimCaseCalendarView,
    Controller: withHome(CalendarController, "kim_case.CasesCalendar"),
});

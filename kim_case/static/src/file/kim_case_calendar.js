import { registry } from "@web/core/registry";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { calendarView } from "@web/views/calendar/calendar_view";
import { shownName } from "./discreet";

/** Next steps and deadlines in the calendar by name: people think in names, the number comes after. */
export class KimCaseCalendarModel extends CalendarModel {
    /** @override */
    normalizeRecord(rawRecord) {
        const record = super.normalizeRecord(rawRecord);
        record.title = [shownName(rawRecord.client_last_name), rawRecord.next_step || rawRecord.name, record.title]
            .filter(Boolean)
            .join(" · ");
        return record;
    }
}

export const kimCaseCalendarView = { ...calendarView, Model: KimCaseCalendarModel };

registry.category("views").add("kim_case_calendar", kimCaseCalendarView);

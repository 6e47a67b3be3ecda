import { registry } from "@web/core/registry";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { calendarView } from "@web/views/calendar/calendar_view";

/** Next steps in the calendar by name: people think in names, the number comes after. */
export class KimCaseCalendarModel extends CalendarModel {
    /** @override */
    normalizeRecord(rawRecord) {
        const record = super.normalizeRecord(rawRecord);
        const name = [rawRecord.client_first_name, rawRecord.client_last_name]
            .filter(Boolean)
            .join(" ");
        record.title = [name, record.title, rawRecord.next_step].filter(Boolean).join(" · ");
        return record;
    }
}

registry
    .category("views")
    .add("kim_case_calendar", { ...calendarView, Model: KimCaseCalendarModel });

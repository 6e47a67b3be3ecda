import { registry } from "@web/core/registry";
import {
    addLine,
    click,
    day,
    pick,
    press,
    save,
    see,
    state,
    tab,
    type,
} from "./kim_story_steps";

const AGENDA = ".o_field_widget[name=agenda_item_ids]";
const ROW = ".o_selected_row";

function participants(position, group, number) {
    const row = `.o_field_widget[name=participation_ids] tr:nth-child(${position})${ROW}`;
    return [
        addLine("participation_ids"),
        ...pick("actor_kind_id", group, row),
        type("headcount", number, row),
    ];
}

function theme(position, last) {
    return {
        content: `Theme ${position}: type, Enter`,
        trigger: `.o_field_widget[name=theme_ids] tr:nth-child(${position}) td[name=name] input`,
        run: `edit Thema Nummer ${position}${last ? "" : " && press Enter"}`,
    };
}

registry.category("web_tour.tours").add("kim_story_conference", {
    steps: () => [
        type("name", "Auftakt und Planung"),
        ...pick("type_ids", "Auftaktveranstaltung"),
        ...pick("type_ids", "Planungskonferenz"),
        ...pick("municipality_id", "KIM Test Town A"),
        type("date_start", day(-1, "dd.MM.yyyy HH:mm:ss")),
        ...save(),

        // Agenda from the template: one welcome, one outlook
        press("action_apply_agenda", "Übliche Tagesordnung übernehmen"),
        see(`${AGENDA} .o_data_row:contains('Begrüßung')`),
        see(`${AGENDA} .o_data_row:contains('Ausblick')`),

        // Participants by institution
        tab("participants"),
        ...participants(1, "School (test)", "7"),
        ...participants(2, "Jobcenter (test)", "5"),
        ...participants(3, "Volunteers (test)", "6"),
        ...save(),
        press("action_mark_held", "Hat stattgefunden"),
        state("Durchgeführt"),
        press("action_all_attended", "Alle Eingeladenen waren da"),
        see(".o_field_widget[name=participant_count]:contains('18')"),

        // The vignette is shown
        tab("agenda"),
        click(`${AGENDA} .o_data_row:contains('Ein anonymisierter Fall') td[name=vignette_id]`),
        click(`${AGENDA} ${ROW} .o_field_widget[name=vignette_id] input`),
        click(".o-autocomplete--dropdown-item:contains('V-')"),
        ...save(),
        tab("vignettes"),
        see(".o_field_widget[name=vignette_ids] .o_data_row:contains('Frau')"),

        // Eight themes, one after the other
        tab("themes"),
        addLine("theme_ids"),
        ...[1, 2, 3, 4, 5, 6, 7].map((position) => theme(position)),
        theme(8, true),
        ...save(),

        // Minutes
        press("action_minute", "Protokoll erstellen"),
        state("Protokolliert"),
        tab("minutes"),
        press("action_approve", "Freigeben"),
        see(".o_field_widget[name=minutes_ids] button[name=action_download]"),
    ],
});

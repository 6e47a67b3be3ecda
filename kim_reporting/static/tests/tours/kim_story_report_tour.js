import { registry } from "@web/core/registry";
import { click, confirm, day, press, save, see, state, type } from "./kim_story_steps";

registry.category("web_tour.tours").add("kim_story_report", {
    steps: () => [
        type("name", "Halbjahresbericht"),
        click(".o_field_widget[name=date_from] button.o_daterange_start"),
        {
            content: "Two months back",
            trigger: ".o_field_widget[name=date_from] input[data-field=date_from]",
            run: `edit ${day(-60)} && press Enter`,
        },
        ...save(),
        press("action_count", "Kennzahlen zählen"),
        see(".o_field_widget[name=line_ids] .o_data_row:contains('Generative Themen')"),
        press("action_release", "Freigeben"),
        confirm(),
        state("Freigegeben"),
        see("button[name=action_print]:contains('PDF drucken')"),
        see("button[name=action_download_xlsx]:contains('Tabelle')"),
    ],
});

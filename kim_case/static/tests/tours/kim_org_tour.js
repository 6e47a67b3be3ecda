import { registry } from "@web/core/registry";

/** The team lead gives all cases of the register to a colleague and reads the report. */
registry.category("web_tour.tours").add("kim_case_reassign", {
    url: "/odoo/kim-register",
    steps: () => [
        {
            content: "Alle Fälle der Liste",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Neu vergeben",
            trigger: ".o_control_panel .o_list_selection_box, .o_control_panel",
        },
        {
            trigger: ".o_control_panel button:contains(Neu vergeben)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=case_count]:contains(3)",
        },
        {
            trigger: ".modal .o_field_widget[name=user_id] input",
            run: "edit kim_cm_a2",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(kim_cm_a2)",
            run: "click",
        },
        {
            content: "What she carries is shown",
            trigger: ".modal .o_field_widget[name=load_after]:contains(3)",
        },
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit Bitte zuerst anrufen",
        },
        {
            trigger: ".modal .kim_steps:contains(Neu vergeben)",
            run: "click",
        },
        {
            content: "Der Bericht nennt, was nicht ging und warum",
            trigger: ".modal [name=report] .alert:contains(darf diesen Fall nicht haben)",
        },
        {
            trigger: ".modal [name=report] .lead:contains(2)",
        },
        {
            trigger: ".modal footer button:contains(Schließen)",
            run: "click",
        },
        {
            content: "Das Register zeigt die neue zuständige Person",
            trigger: "body:not(:has(.modal)) .o_data_row:contains(kim_cm_a2)",
        },
    ],
});

/** A case manager brings a list into KIM: choose, look at the rows, confirm. */
registry.category("web_tour.tours").add("kim_case_import", {
    url: "/odoo/kim-import",
    steps: () => [
        {
            content: "Die Vorlage",
            trigger: "a[href='/kim_case/import_template/xlsx']",
        },
        {
            trigger: ".o_field_widget[name=file] input[type=file]:not(:visible), .o_field_widget[name=file] input[type=file]",
            run({ anchor }) {
                const list = [
                    "Nachname;Kommune;Eröffnet am;Rechtsgrundlage;Datum der Rechtsgrundlage;Form der Einwilligung;Informationsblatt übergeben am",
                    "Demo-Liste;TNA;01.02.2024;Einwilligung;01.02.2024;Unterschrieben;01.02.2024",
                    "Demo-Falsch;Atlantis;01.02.2024;Einwilligung;01.02.2024;Unterschrieben;01.02.2024",
                ].join("\n");
                const files = new DataTransfer();
                files.items.add(new File([list], "liste.csv", { type: "text/csv" }));
                anchor.files = files.files;
                anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            trigger: "button[name=action_read]:contains(Datei lesen)",
            run: "click",
        },
        {
            content: "Vor der Bestätigung steht jede Zeile da, mit Grund",
            trigger: ".o_data_row:contains(Demo-Falsch):contains(Atlantis)",
        },
        {
            trigger: ".o_data_row:contains(Demo-Liste):contains(Kann geschrieben werden)",
        },
        {
            trigger: ".kim_steps:contains(In KIM schreiben)",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(Demo-Liste):contains(TNA-2024-001)",
        },
        {
            trigger: "button[name=action_close]",
            run: "click",
        },
        {
            trigger: ".o_kanban_view, .o_list_view",
        },
    ],
});

/** Coordination looks at the caseload of a past day: 16 cases on one full post. */
registry.category("web_tour.tours").add("kim_caseload_of_a_day", {
    url: "/odoo/kim-caseload",
    steps: () => [
        {
            trigger: "button:contains(Anderer Stichtag)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=date] button",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=date] input",
            run: "edit 14.05.2024 && press Escape",
        },
        {
            trigger: ".modal button[name=action_show]",
            run: "click",
        },
        {
            content: "16 Fälle auf 1,0 VZÄ",
            trigger: "body:not(:has(.modal)) .o_data_row:contains(Town P):contains(16,0)",
        },
        {
            trigger: "button:contains(Anderer Stichtag)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=date] button",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=date] input",
            run: "edit 01.07.2024 && press Escape",
        },
        {
            trigger: ".modal button[name=action_show]",
            run: "click",
        },
        {
            content: "Eine halbe Stelle ist unbesetzt: 32,0 Fälle je VZÄ, Hinweis unter 1,0",
            trigger: "body:not(:has(.modal)) .o_data_row.text-warning:contains(Town P):contains(32,0)",
        },
    ],
});

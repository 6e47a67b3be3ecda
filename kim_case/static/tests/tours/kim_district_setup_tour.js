import { registry } from "@web/core/registry";

/** The guided set-up of a district, page by page, as KIM administration. */
registry.category("web_tour.tours").add("kim_district_setup", {
    steps: () => [
        {
            content: "Kreis einrichten",
            trigger: ".o_control_panel button:contains(Kreis einrichten)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit Kreis Tour",
        },
        {
            trigger: ".modal button[name=action_next]:contains(Weiter)",
            run: "click",
        },
        {
            content: "Eine Liste einfügen, ein Kürzel fehlt",
            trigger: ".modal .o_field_widget[name=town_list] textarea",
            run() {
                this.anchor.value = "Altstadt; ALT\nNeudorf"; // "edit" takes one line
                this.anchor.dispatchEvent(new InputEvent("input", { bubbles: true }));
                this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            trigger: ".modal button[name=action_next]",
            run: "click",
        },
        {
            content: "Die Kreisverwaltung ist vorgeschlagen, die Kommunen kommen dazu",
            trigger: ".modal .o_field_widget[name=controller_ids] td:contains(Kreis Tour)",
        },
        {
            trigger: ".modal button[name=action_one_per_town]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=controller_ids] td:contains(Neudorf)",
        },
        {
            trigger: ".modal button[name=action_next]",
            run: "click",
        },
        {
            content: "Zusammenfassung mit vorgeschlagenem Kürzel",
            trigger: ".modal .o_field_widget[name=town_ids] td:contains(NDR)",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Der Kreis ist da, die neuen Unternehmen sind eingeschaltet",
            trigger: ".o_form_view .o_field_widget[name=name] input:value(Kreis Tour)",
        },
        {
            trigger: ".o_field_widget[name=municipality_ids] td:contains(Neudorf)",
        },
    ],
});

import { registry } from "@web/core/registry";

/** From an inquiry to an open case and a note with a next step, as a case manager. */
registry.category("web_tour.tours").add("kim_case_inquiry_to_note", {
    url: "/odoo/kim-inquiries",
    steps: () => [
        {
            content: "Neue Anfrage",
            trigger: ".o_list_button_add:contains(Neu)",
            run: "click",
        },
        {
            content: "Zugangsweg wählen",
            trigger: ".o_field_widget[name=access_route_id] input",
            run: "edit Flyer (test)",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Flyer)",
            run: "click",
        },
        {
            content: "Zwei Problembereiche",
            trigger: ".o_field_widget[name=life_domain_ids] input",
            run: "edit Language (test)",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Language)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=life_domain_ids] input",
            run: "edit Work (test)",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Work)",
            run: "click",
        },
        {
            content: "Der Hinweis rät zur Beratungsstelle, entscheiden darf ich selbst",
            trigger: ".alert:contains(Vielleicht genügt eine Beratungsstelle)",
        },
        {
            trigger: "button[name=action_accept]:contains(Fall eröffnen)",
            run: "click",
        },
        {
            content: "Vor Information und Grundlage kein Name",
            trigger: ".modal:not(:has(.o_field_widget[name=last_name])) .alert:contains(Informationsblatt)",
        },
        {
            content: "Gegen den Rat nur mit Grund",
            trigger: ".modal .o_field_widget[name=accept_reason] input, .modal .o_field_widget[name=accept_reason] select",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(nimmt zurzeit niemanden)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=information_on] input",
            run: "edit 01.06.2024",
        },
        {
            trigger: ".modal .o_field_widget[name=consent_form] input, .modal .o_field_widget[name=consent_form] select",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(Unterschrieben)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=last_name] input",
            run: "edit Demo-Klientin Tour",
        },
        {
            trigger: ".modal button[name=action_open]",
            run: "click",
        },
        {
            content: "Der Fall ist offen, in der ersten Phase",
            trigger: ".o_kim_case_form .o_arrow_button_current:contains(Klärung)",
        },
        {
            trigger: ".o_kim_case_form h1:contains(Demo-Klientin Tour)",
        },
        {
            content: "Kontaktnotiz mit nächstem Schritt",
            trigger: ".o_statusbar_buttons button:contains(Notiz)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit Erstes Gespräch geführt.",
        },
        {
            trigger: ".modal .o_field_widget[name=next_step] input",
            run: "edit Termin in der Schule",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "Der nächste Schritt steht am Fall",
            trigger: "body:not(:has(.modal)) .o_field_widget[name=next_step] input:value(Termin in der Schule)",
        },
        {
            content: "Die Phase wechselt durch ihre Tür",
            trigger: ".o_arrow_button:contains(Assessment)",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_apply]:contains(Phase ändern)",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_arrow_button_current:contains(Assessment)",
        },
    ],
});

import { registry } from "@web/core/registry";

const tab = {
    content: "Reiter Einwilligungen",
    trigger: ".nav-link[name=consents]",
    run: "click",
};
const back = {
    content: "Zurück zum Fall",
    trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item.o_back_button a, .o_back_button",
    run: "click",
};

/** A release for language and work; only that is offered, passed on and logged. */
registry.category("web_tour.tours").add("kim_story_release", {
    steps: () => [
        tab,
        {
            content: "Ohne Entbindung darf nichts hinaus",
            trigger: ".tab-pane.active:contains(darf nichts weitergegeben werden)",
        },
        {
            trigger: ".tab-pane.active button:contains(Entbindung aufnehmen)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=partner_id] input",
            run: "edit Jobcenter (story)",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Jobcenter (story))",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=purpose] input",
            run: "edit Sprachkurs klären",
        },
        {
            trigger: ".modal .o_field_widget[name=category_ids] .form-check:contains(Language (category)) input",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=category_ids] .form-check:contains(Work (category)) input",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=form] .o_radio_item:contains(Unterschrieben) input",
            run: "click",
        },
        {
            content: "Die Folgen einer Ablehnung sind noch nicht erklärt",
            trigger: ".modal button[name=action_give]",
            run: "click",
        },
        {
            trigger: ".modal:contains(was eine Ablehnung bedeutet) .modal-footer button",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=refusal_explained] input",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_give]",
            run: "click",
        },
        {
            content: "Sie gilt, im Reiter und oben im Kasten",
            trigger: ".o_field_widget[name=release_ids] .badge:contains(Gültig)",
        },
        {
            trigger: ".o_kim_privacy_box li:contains(Jobcenter (story)) .fa-check",
        },
        {
            trigger: ".o_field_widget[name=release_ids] button[name=action_disclose]",
            run: "click",
        },
        {
            content: "Gesundheit deckt sie nicht ab",
            trigger:
                ".o_field_widget[name=category_ids]:contains(Work (category)):not(:contains(Gesundheit))",
        },
        {
            trigger: ".o_field_widget[name=category_ids] .form-check:contains(Language (category)) input",
            run: "click",
        },
        {
            content: "Die Vorschau sagt genau das",
            trigger: ".o_field_widget[name=preview]:contains(Kurs B1 gesucht)",
        },
        {
            trigger: "button[name=action_send]",
            run: "click",
        },
        {
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: "button[name=action_print]:contains(Drucken)",
        },
        back,
        tab,
        {
            content: "Eine zweite Weitergabe bleibt in Vorbereitung",
            trigger: ".o_field_widget[name=release_ids] button[name=action_disclose]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=category_ids] .form-check:contains(Work (category)) input",
            run: "click",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved, .o_form_status_indicator:not(:has(.o_form_button_save:visible))",
        },
        back,
        tab,
        {
            trigger: ".o_field_widget[name=disclosure_ids] .badge:contains(In Vorbereitung)",
        },
    ],
});

/** She withdraws: it ends at once; the law on child protection stays the one exception. */
registry.category("web_tour.tours").add("kim_story_withdrawal", {
    steps: () => [
        tab,
        {
            trigger: ".o_field_widget[name=release_ids] button[name=action_withdraw]",
            run: "click",
        },
        {
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "Wer zu benachrichtigen ist",
            trigger: ".o_breadcrumb:contains(Diese Empfänger benachrichtigen)",
        },
        {
            trigger: ".o_data_row:contains(Jobcenter (story)) button[name=action_notified]",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(Jobcenter (story)):not(:has(button[name=action_notified]:visible))",
        },
        back,
        tab,
        {
            content: "Widerrufen, und was in Vorbereitung war, ist abgebrochen",
            trigger:
                ".o_field_widget[name=release_ids] .o_data_row:contains(Widerrufen):not(:has(button[name=action_disclose]:visible))",
        },
        {
            trigger: ".o_field_widget[name=disclosure_ids] .badge:contains(Abgebrochen)",
        },
        {
            trigger: ".tab-pane.active button:contains(Kinderschutz)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit Jugendamt (story)",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Jugendamt (story))",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=category_ids] .form-check:contains(Name und Geburtsdatum) input",
            run: "click",
        },
        {
            trigger: "button[name=action_send]",
            run: "click",
        },
        {
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "Nicht ohne Grundlage und Gründe",
            trigger: ".modal:contains(Rechtsgrundlage, Gründe) .modal-footer button",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=law] .o_radio_item:contains(§ 4 KKG) input",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=parents] .o_radio_item:contains(gefährden) input",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=reasons] textarea",
            run: "edit Gewichtige Anhaltspunkte, kein milderer Weg.",
        },
        {
            trigger: "button[name=action_send]",
            run: "click",
        },
        {
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status button.o_arrow_button_current:contains(Weitergegeben)",
        },
    ],
});

/** To ask an institution about her needs her release; she herself needs none. */
registry.category("web_tour.tours").add("kim_story_referral", {
    steps: () => [
        {
            content: "Reiter Plan",
            trigger: ".nav-link[name=plan]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=step_ids] .o_data_row:contains(Grundschule (story)) button[name=action_ask]",
            run: "click",
        },
        {
            content: "Der Knopf sagt, warum nicht und was hilft",
            trigger: ".modal:contains(Grundschule (story) darf nicht angefragt werden):contains(Entbindung aufnehmen):contains(wendet sich selbst)",
        },
        {
            trigger: ".modal .modal-footer button",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=step_ids] .o_data_row:contains(Grundschule (story)) .badge:contains(Geplant)",
        },
    ],
});

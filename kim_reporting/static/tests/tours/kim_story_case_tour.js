import { berlinNow } from "@kim_case/foundation/clock";
import { registry } from "@web/core/registry";
import {
    addLine,
    choose,
    click,
    confirm,
    day,
    pick,
    press,
    radio,
    save,
    saveDialog,
    see,
    state,
    tab,
    type,
} from "./kim_story_steps";

const MODAL = ".modal";

const inquiry = () => [
    ...pick("access_route_id", "Flyer (test)"),
    ...pick("life_domain_ids", "Language (test)"),
    ...pick("life_domain_ids", "Work (test)"),
    ...pick("actor_kind_ids", "School (test)"),
    see(".alert-info:contains('Beratungsstelle')", "Advice: counselling may be enough"),
    ...pick("actor_kind_ids", "Jobcenter (test)"),
    see(".alert-success:contains('Sie entscheiden')", "Advice: case management fits"),
    ...save(),
    press("action_accept", "Fall eröffnen"),
];

const openCase = () => [
    see(`${MODAL}:not(:has(.o_field_widget[name=last_name]))`, "No person before the basis"),
    type("information_on", day(), MODAL),
    ...choose("consent_form", "Unterschrieben", MODAL),
    type("last_name", "Musterova", MODAL),
    type("first_name", "Demo", MODAL),
    type("birth_year", String(berlinNow().year - 34), MODAL),
    ...choose("gender", "Weiblich", MODAL),
    ...choose("family_status", "Partnerschaft", MODAL),
    ...pick("country_id", "Syrien", MODAL),
    ...choose("education_level", "Bis 6", MODAL),
    type("wish", "Ich möchte Deutsch lernen.", MODAL),
    press("action_open", "Fall eröffnen", MODAL),
    see(".o_kim_case_form .o_field_widget[name=client_last_name]:contains('Musterova')"),
];

const lifeDomains = () => [
    tab("life_domains"),
    addLine("assessment_ids"),
    ...pick("life_domain_id", "Language (test)", MODAL),
    radio("urgency", "Dringend", MODAL),
    type("needs", "Ein Kurs am Vormittag.", MODAL),
    ...saveDialog(),
    ...save(),
];

const note = () => [
    click(".o_form_statusbar button:contains('Notiz')", "Note"),
    type("note", "Gespräch über den Sprachkurs.", MODAL),
    type("next_step", "Kursträger anrufen", MODAL),
    type("next_step_date", day(7), MODAL),
    ...saveDialog(),
    see(".o_field_widget[name=next_step] input:value('Kursträger anrufen')"),
];

const structural = () => [
    press("action_need_report", "Das ist strukturell"),
    type("sentence", "Familie Musterova bekommt Elterninfos nur auf Deutsch.", MODAL),
    press("action_send", "Senden", MODAL),
    see(
        ".o_error_dialog:contains('Der Satz könnte zu einer Person führen')",
        "The surname is refused, in German"
    ),
    click(".o_error_dialog .btn-primary"),
    type("sentence", "Elterninfos der Schulen gibt es nur auf Deutsch.", MODAL),
    press("action_send", "Senden", MODAL),
    see(".o_notification:contains('Als Bedarfsmeldung')"),
    see("body:not(:has(.modal)) .o_kim_case_form"),
];

const vignette = () => [
    press("action_vignette", "Vignette"),
    see(".o_field_widget[name=case_text]:contains('34 Jahre')", "The case beside it"),
    type("notes", "Die Schule von Frau Musterova schreibt nur auf Deutsch."),
    press("action_propose", "Zur zweiten Prüfung geben"),
    click(".o_error_dialog:contains('Musterova') .btn-primary", "The surname is refused"),
    type("notes", "Die Schule erreicht die Eltern nur auf Deutsch."),
    see(".alert-success:contains('Genügend Fälle')", "k is reached"),
    press("action_propose", "Zur zweiten Prüfung geben"),
    state("In zweiter Prüfung"),
];

registry.category("web_tour.tours").add("kim_story_case", {
    steps: () => [
        ...inquiry(),
        ...openCase(),
        ...lifeDomains(),
        ...note(),
        ...structural(),
        ...vignette(),
    ],
});

registry.category("web_tour.tours").add("kim_story_second_person", {
    steps: () => [
        click(".o_data_row:contains('In zweiter Prüfung') td[name=headline]"),
        see(".alert-info:contains('zweite Person')", "What is asked of the second person"),
        see(".o_form_sheet:contains('Die Schule erreicht'):not(:contains('Musterova'))"),
        press("action_approve", "Freigeben"),
        confirm(),
        state("Freigegeben"),
    ],
});

// What the author of a need report hears of it.
registry.category("web_tour.tours").add("kim_story_my_reports", {
    steps: () => [
        see(".o_data_row:contains('Elterninfos der Schulen'):contains('Gelöst')"),
        click(".o_data_row td[name=sentence]"),
        see(".o_field_widget[name=course]:contains('Gelöst')"),
    ],
});

// Whoever has no right to the case is told so, or finds an empty list.
registry.category("web_tour.tours").add("kim_story_no_case", {
    steps: () => [
        {
            content: "The case does not open, and its client is not named",
            trigger: "body:has(.o_error_dialog, .o_notification, .o_nocontent_help)",
            run() {
                if (document.body.textContent.includes("Musterova")) {
                    throw new Error("The name of the client is shown");
                }
            },
        },
    ],
});

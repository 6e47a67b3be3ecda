import { registry } from "@web/core/registry";
import {
    choose,
    click,
    day,
    pick,
    press,
    save,
    see,
    state,
    type,
} from "./kim_story_steps";

const MODAL = ".modal";

// One problem area, one institution: the advice is to refer, with a list of services.
registry.category("web_tour.tours").add("kim_story_intake_refer", {
    steps: () => [
        ...pick("access_route_id", "Flyer (test)"),
        ...pick("life_domain_ids", "Language (test)"),
        ...pick("actor_kind_ids", "School (test)"),
        see(".alert-info:contains('Beratungsstelle')", "Advice: counselling may be enough"),
        see("body:not(:has(.o_field_widget[name=last_name]))", "No name in an inquiry"),
        ...save(),
        click(
            ".o_field_widget[name=suggestion_ids] tr:contains('KIM Test MBE') button[name=action_kim_refer]",
            "Refer to the first of the list"
        ),
        state("Verwiesen"),
    ],
});

// Against the advice with a reason, and nothing about the person before the basis.
registry.category("web_tour.tours").add("kim_story_intake_accept", {
    steps: () => [
        ...pick("access_route_id", "Flyer (test)"),
        ...pick("life_domain_ids", "Language (test)"),
        ...pick("life_domain_ids", "Work (test)"),
        ...pick("actor_kind_ids", "School (test)"),
        ...pick("actor_kind_ids", "Jobcenter (test)"),
        see(".alert-success:contains('Sie entscheiden')", "Case management fits"),
        click(".o_field_widget[name=other_case_management] input", "Another case management"),
        see(".alert-warning:contains('Case Management')", "Double structures are warned of"),
        ...pick("language_id", "Arabisch"),
        ...save(),
        press("action_accept", "Fall eröffnen"),
        see(`${MODAL}:not(:has(.o_field_widget[name=last_name]))`, "No person before the basis"),
        ...choose("accept_reason", "abgesprochen", MODAL),
        see(`${MODAL} .badge:contains('vom Träger zu prüfen')`, "The sheet is a draft"),
        click(`${MODAL} details summary`, "Read the sheet"),
        see(`${MODAL} details div[dir=rtl]:contains('Art. 15 DSGVO')`, "In Arabic, by the law"),
        type("information_on", day(), MODAL),
        ...choose("consent_form", "Mündlich", MODAL),
        see(`${MODAL}:not(:has(.o_field_widget[name=last_name]))`, "Signature by … is missing"),
        type("signature_due", day(14), MODAL),
        click(`${MODAL} .modal-title`, "Leave the date"),
        type("last_name", "Musterova", MODAL),
        type("wish", "Ich möchte Deutsch lernen.", MODAL),
        press("action_open", "Fall eröffnen", MODAL),
        see(".o_kim_case_form .o_kim_wish textarea:value('Ich möchte Deutsch lernen.')"),
        see(".o_kim_case_form .o_field_widget[name=language_id] input:value('Arabisch')"),
    ],
});

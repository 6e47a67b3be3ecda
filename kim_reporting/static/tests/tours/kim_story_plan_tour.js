import { registry } from "@web/core/registry";
import {
    addLine,
    click,
    day,
    opened,
    pick,
    press,
    radio,
    save,
    saveDialog,
    see,
    tab,
    type,
} from "./kim_story_steps";

const MODAL = ".modal";

const phase = (label, ...before) => [
    click(`.o_arrow_button:contains("${label}")`, `Phase ${label}`),
    opened(),
    ...before,
    press("action_apply", "Phase ändern", MODAL),
    see(`body:not(:has(.modal)) .o_arrow_button_current:contains("${label}")`),
];

const assess = (domain, urgency, needs, resources) => [
    addLine("assessment_ids"),
    ...pick("life_domain_id", domain, MODAL),
    click(
        `${MODAL} .o_field_widget[name=urgency] .o_radio_item:eq(${urgency}) input`,
        "Urgency"
    ),
    type("resources", resources, MODAL),
    type("needs", needs, MODAL),
    ...saveDialog(),
];

const goal = (name, criterion) => [
    addLine("goal_ids"),
    type("name", name, MODAL),
    type("criterion", criterion, MODAL),
    type("date_due", day(90), MODAL),
    ...saveDialog(),
];

const referral = (name, institution) => [
    addLine("step_ids"),
    type("name", name, MODAL),
    radio("who", "Institution", MODAL),
    ...pick("partner_id", institution, MODAL),
    ...saveDialog(),
];

const step = (name, action, label) => [
    click(`.o_data_row:contains('${name}') button[name=${action}]:enabled`, label),
    see(`.o_data_row:contains('${name}') td[name=state]:contains('${label}')`),
];

const agree = (version) => [
    click("button:contains('Plan vereinbaren')", "Agree on the plan"),
    opened(),
    see(`${MODAL} .o_field_widget[name=plan_text]:contains('Ich möchte wieder nähen')`),
    radio("form", "Mündlich vereinbart", MODAL),
    press("action_agree", "Vereinbart", MODAL),
    see(
        `body:not(:has(.modal)) .o_field_widget[name=plan_ids] .o_data_row:first-child td[name=version]:contains('${version}')`,
        "The version is kept"
    ),
];

const rate = (label, follows) => [
    opened(),
    click(
        `${MODAL} .o_field_widget[name=rating_ids] .o_data_row:first-child td[name=attainment]`,
        "Rate the first goal"
    ),
    click(`${MODAL} .o_data_row:first-child td[name=attainment] input`),
    click(`.o_select_menu_item:contains("${label}")`),
    radio("follows", follows, MODAL),
    ...saveDialog(),
];

registry.category("web_tour.tours").add("kim_story_plan", {
    steps: () => [
        ...phase("Assessment"),
        tab("life_domains"),
        ...assess("Language (test)", 3, "Ein Kurs am Vormittag.", "Lernt schnell."),
        ...assess("Work (test)", 2, "Anerkennung.", "Hat den Beruf gelernt."),
        ...assess("Housing (test)", 1, "Mehr Platz.", "Kennt den Vermieter."),
        ...save(),
        see(".o_kim_radar table tbody tr:contains('Language (test)'):contains('Dringend')"),
        see(".o_kim_radar canvas", "The net beside its table"),
        ...phase(
            "Planung",
            see(`${MODAL} [name=asks_structural], ${MODAL} label:contains('Strukturelles')`),
            click(
                `${MODAL} .o_field_widget[name=structural] .o_radio_item:contains("Bisher nichts") input`,
                "Nothing structural"
            ),
            see(
                `${MODAL} .o_field_widget[name=structural] .o_radio_item:contains("Bisher nichts") input:checked`
            )
        ),
        tab("plan"),
        ...goal("Ich spreche besser Deutsch.", "Ich gehe allein zum Arzt."),
        ...goal("Meine Tochter hat einen Kitaplatz.", "Der Vertrag ist da."),
        ...referral("Kurs finden", "KIM Test Jobcenter"),
        ...referral("Vormerken lassen", "KIM Test Kita"),
        ...save(),
        ...agree(1),
        ...phase("Umsetzung"),
        tab("plan"),
        ...step("Kurs finden", "action_ask", "Angefragt"),
        ...step("Kurs finden", "action_accept", "Zugesagt"),
        ...step("Vormerken lassen", "action_ask", "Angefragt"),
        ...phase("Überprüfung"),
        tab("plan"),
        click("[name=plan_buttons] button:contains('Überprüfung'):enabled", "First review"),
        ...rate("Ein erster Schritt", "Plan ändern"),
        ...phase("Planung"),
        tab("plan"),
        ...goal("Ich kenne meine Rechte.", "Ich verstehe den Bescheid."),
        ...save(),
        ...agree(2),
        ...phase("Überprüfung"),
        tab("plan"),
        click("[name=plan_buttons] button:contains('Überprüfung'):enabled", "Second review"),
        ...rate("Teilweise erreicht", "Zum Abschluss"),
        ...phase("Auswertung"),
        tab("evaluation"),
        click("[name=evaluation_buttons] button:contains('Gemeinsam auswerten')"),
        ...rate("Größtenteils erreicht", "Zum Abschluss"),
        see(".o_kim_goal_course tr:contains('besser Deutsch'):contains('Größtenteils erreicht')"),
        click("[name=evaluation_buttons] button:contains('Fall abschließen')"),
        opened(),
        see(`${MODAL} .alert:contains('Bevor Sie weitergehen')`, "Advice before closing"),
        press("action_apply", "Fall abschließen", MODAL),
        see(
            `${MODAL} .o_field_widget.o_field_invalid[name=closure_reason_id]`,
            "No end without a reason"
        ),
        ...pick("closure_reason_id", "Reached (test)", MODAL),
        type("outcome", "Spricht besser Deutsch, arbeitet auf Probe.", MODAL),
        click(`${MODAL} .o_field_widget[name=self_help_end] input`),
        click(".o_select_menu_item:contains('Meist allein')"),
        press("action_apply", "Fall abschließen", MODAL),
        see("body:not(:has(.modal)) .o_field_widget[name=retention_date]"),
    ],
});

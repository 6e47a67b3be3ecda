import { registry } from "@web/core/registry";
import {
    addLine,
    choose,
    click,
    confirm,
    menu,
    pick,
    press,
    radio,
    save,
    see,
    state,
    tab,
    type,
} from "./kim_story_steps";

const MODAL = ".modal";
const AGENDA = ".o_field_widget[name=agenda_item_ids]";

const MEASURE = "Vorlagen übersetzen";

const decide = (item) =>
    click(
        `${AGENDA} .o_data_row:contains('${item}') button[name=action_decide]`,
        `Decide on ${item}`
    );
const themes = (entry) => menu("kim_themes.kim_menu_themes", `kim_themes.${entry}`);

// A need report becomes a theme; themes of two towns become a cluster, and the
// steering group mandates a project group by consensus.
registry.category("web_tour.tours").add("kim_story_mandate", {
    steps: () => [
        click(".o_data_row:contains('Elterninfos der Schulen') td[name=sentence]"),
        press("action_make_theme", "Thema bilden"),
        see(".o_form_view .o_field_widget[name=cluster_id]"),

        ...themes("kim_theme_cluster_menu"),
        click(".o_list_button_add"),
        type("name", "Sprache und Schule"),
        ...save(),
        addLine("theme_ids"),
        click(`${MODAL} thead .o_list_record_selector input`, "All themes of both towns"),
        click(`${MODAL} .o_select_button`),
        ...save(),
        see(".o_field_widget[name=town_count]:contains('2')", "Two towns"),
        press("action_submit", "In die Lenkungsgruppe einbringen"),
        see(`${AGENDA} .o_data_row:contains('Sprache und Schule')`),

        decide("Sprache und Schule"),
        type("wording", "Die Lenkungsgruppe beauftragt eine Projektgruppe."),
        radio("result", "Konsens"),
        tab("mandate"),
        click(".o_field_widget[name=mandate] input"),
        type("mandate_name", "Mehrsprachige Elterninfos"),
        type("mandate_goal", "Elterninfos in neun Sprachen"),
        press("action_record", "Beschluss festhalten"),
        confirm(),
        press("action_open_project_group", "Projektgruppe einrichten"),
        see(".o_form_view .o_field_widget[name=kim_body_id]:contains('Mehrsprachige Elterninfos')"),
    ],
});

// The project group works out a measure; it is ready to be decided on.
registry.category("web_tour.tours").add("kim_story_measure", {
    steps: () => [
        click(".o_switch_view.o_list"),
        click(".o_list_button_add"),
        type("name", MEASURE),
        ...pick("project_id", "Mehrsprachige Elterninfos"),
        ...pick("kim_theme_ids", "Elterninfos der Schulen"),
        ...save(),
        press("action_kim_solution", "Lösung vorgeschlagen"),
        press("action_kim_proposal", "Bereit für die Lenkungsgruppe"),
        see(".o_field_widget[name=kim_measure_state]:contains('Umsetzungsvorschlag')"),
    ],
});

// The next meeting decides on the measure; its item is typed by hand.
registry.category("web_tour.tours").add("kim_story_decision", {
    steps: () => [
        click(".o_data_row:contains('Second meeting (test)') td[name=name]"),
        addLine("agenda_item_ids"),
        type("name", "Vorlagen", ".o_selected_row"),
        click(`${AGENDA} .o_selected_row button[name=action_decide]`, "Decide, unsaved"),
        see(".o_notification:contains('Änderungen zuerst')", "What to do first"),
        ...save(),
        decide("Vorlagen"),
        type("wording", "Die Vorlagen werden übersetzt."),
        ...choose("kind", "Maßnahme"),
        tab("measures"),
        addLine("task_ids"),
        click(`${MODAL} .o_data_row:contains('${MEASURE}') td[name=name]`),
        see("body:not(:has(.modal)) .o_field_widget[name=task_ids] .o_data_row"),
        press("action_record", "Beschluss festhalten"),
        confirm(),
        state("Festgehalten"),
    ],
});

// The measure is carried out; its result goes back to those who raised the theme.
registry.category("web_tour.tours").add("kim_story_result", {
    steps: () => [
        click(".o_switch_view.o_list"),
        click(`.o_data_row:contains('Beschlossen'):contains('${MEASURE}') td[name=name]`),
        press("action_kim_implementing", "Umsetzung hat begonnen"),
        press("action_kim_done", "Maßnahme ist erledigt"),
        press("action_kim_result", "Ergebnis festhalten"),
        see(".o_field_widget[name=is_public]", "The form of the result"),
        type("name", "Vorlagen in neun Sprachen"),
        ...choose("kind", "Übersetztes Formular"),
        ...save(),
        press("action_resolve_themes", "Themen als gelöst melden"),
        see(".o_form_view:not(:has(button[name=action_resolve_themes]))"),
    ],
});

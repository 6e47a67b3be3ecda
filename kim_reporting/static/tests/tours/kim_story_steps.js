/** Steps that the tours of the story share. A scope of ".modal" means the dialog. */

import { berlinNow } from "@kim_case/foundation/clock";

export function see(trigger, content) {
    return { content: content || `See ${trigger}`, trigger };
}

export function click(trigger, content) {
    return { content: content || `Click ${trigger}`, trigger, run: "click" };
}

/** Press a button by its method and its German label. */
export function press(method, label, scope = "") {
    return click(`${scope} button[name=${method}]:contains("${label}")`, label);
}

export function type(field, text, scope = "") {
    return {
        content: `Type in ${field}`,
        trigger: `${scope} .o_field_widget[name=${field}] :is(input, textarea)`,
        run: `edit ${text}`,
    };
}

/** Choose an entry of a selection. */
export function choose(field, label, scope = "") {
    return [
        click(`${scope} .o_field_widget[name=${field}] input`),
        click(`.o_select_menu_item:contains("${label}")`),
    ];
}

/** Search in a many2one or in tags, and take what is found. */
export function pick(field, text, scope = "") {
    return [
        type(field, text, scope),
        click(`.o-autocomplete--dropdown-item:contains("${text}")`),
    ];
}

export function radio(field, label, scope = "") {
    return click(`${scope} .o_field_widget[name=${field}] label:contains("${label}")`);
}

export function tab(name) {
    return click(`.o_notebook .nav-link[name=${name}]`);
}

export function addLine(field) {
    return click(`.o_field_widget[name=${field}] .o_field_x2many_list_row_add a`);
}

export function save() {
    return [
        click(".o_form_button_save", "Save"),
        see("body:not(:has(.modal)) .o_form_saved", "Saved"),
    ];
}

export function saveDialog() {
    return [
        click(".modal .o_form_button_save", "Save the dialog"),
        see("body:not(:has(.modal))", "The dialog is closed"),
    ];
}

/** Answer the question before a step that cannot be taken back. */
export function confirm() {
    return click(".modal .modal-footer .btn-primary", "Confirm");
}

/** A dialog that opened a moment ago still swallows clicks; no person is as fast. */
export function opened(selector = ".modal .o_form_view") {
    return {
        content: "The dialog has settled",
        trigger: selector,
        run: () => new Promise((resolve) => setTimeout(resolve, 500)),
    };
}

export function state(label) {
    return see(
        `.o_field_widget[name=state] .o_arrow_button_current:contains("${label}")`,
        `State: ${label}`
    );
}

export function menu(section, entry) {
    return [
        click(`.o_menu_sections [data-menu-xmlid="${section}"]`),
        click(`.o-dropdown--menu [data-menu-xmlid="${entry}"]`),
    ];
}

/** A day from today, as it is typed in a German form. */
export function day(offset = 0, format = "dd.MM.yyyy") {
    return berlinNow().plus({ days: offset }).toFormat(format);
}

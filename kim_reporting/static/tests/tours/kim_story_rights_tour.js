import { registry } from "@web/core/registry";
import { click, day, opened, pick, press, see, tab, type } from "./kim_story_steps";

const MODAL = ".modal";
const tours = registry.category("web_tour.tours");

const load = (cases, content = "My caseload") =>
    see(`.o_kim_home [name=load] strong:contains("${cases}")`, `${content}: ${cases}`);

const openCard = (name) => [
    click(`.o_kanban_record:contains("${name}")`, `Open the case of ${name}`),
    see(`.o_kim_case_form h1:contains("${name}")`),
];

/** The case of a name does not stand anywhere on the screen. */
const without = (name, where) => ({
    content: `Nothing of ${name}`,
    trigger: where,
    run() {
        if (document.body.textContent.includes(name)) {
            throw new Error(`${name} is shown`);
        }
    },
});

// She goes on leave: a deputy for one case, and a relative who must not see another.
tours.add("kim_story_rights_give", {
    steps: () => [
        load(3),
        ...openCard("Musterova"),
        click(".o_cp_action_menus .fa-cog", "Actions"),
        click(".o-dropdown-item:contains('Vertretung einrichten')"),
        opened(),
        ...pick("user_id", "kim_cm_a2", MODAL),
        type("date_until", `${day(14)} && press Tab`, MODAL),
        press("action_appoint", "Vertretung einrichten", MODAL),
        see("body:not(:has(.modal)) .o_kim_case_form"),
        click(".o_breadcrumb a:contains('Meine Fälle'), .o_back_button", "Back to my cases"),
        ...openCard("Verwandtova"),
        click(".o_cp_action_menus .fa-cog", "Actions"),
        click(".o-dropdown-item:contains('Person ausschließen')"),
        opened(),
        ...pick("user_id", "kim_cm_a2", MODAL),
        type("reason", "Schwester", MODAL),
        press("action_exclude", "Ausschließen", MODAL),
        see("body:not(:has(.modal)) .o_kim_case_form"),
        tab("access"),
        see(".o_field_widget[name=exclusion_ids] .o_data_row:contains('kim_cm_a2')"),
    ],
});

// The deputy finds the one case among her own, and cannot pass it on.
tours.add("kim_story_rights_deputy", {
    steps: () => [
        load(0, "No case of her own"),
        click(".o_kim_home .o_kim_deputising:contains('1 in Vertretung')", "But one as deputy"),
        without("Verwandtova", ".o_kanban_record:contains('Musterova')"),
        ...openCard("Musterova"),
        see(".o_form_statusbar:not(:has(button:contains('Übergeben')))", "Not hers to give"),
        tab("access"),
        see(".o_field_widget[name=access_ids] .o_data_row:contains('kim_cm_a2')"),
    ],
});

// Back at her desk she reads who has looked.
tours.add("kim_story_rights_log", {
    steps: () => [
        tab("access"),
        click("button:contains('Wer hat hineingesehen?')"),
        // Each person's looks are folded: a stranger's stands out among one's own.
        click(".o_group_header:contains('kim_cm_a2') .o_group_name"),
        see(".o_list_view .o_data_row:contains('kim_cm_a2'):contains('Geöffnet')"),
    ],
});

// The register shows numbers and who is responsible, and nothing of the people.
tours.add("kim_story_rights_register", {
    steps: () => [
        see(".o_data_row:contains('kim_cm_a')"),
        without("Musterova", ".o_list_view"),
        without("Verwandtova", ".o_list_view"),
    ],
});

tours.add("kim_story_rights_kept", {
    steps: () => [
        load(1, "What the colleague must not have has stayed"),
        see(".o_kanban_record:contains('Verwandtova')"),
        without("Musterova", ".o_kim_home"),
    ],
});

tours.add("kim_story_rights_new", {
    steps: () => [
        load(2, "The caseload has moved along"),
        without("Verwandtova", ".o_kanban_record:contains('Musterova')"),
        ...openCard("Musterova"),
        see(".o_form_statusbar button:contains('Übergeben')", "Now it is hers to give"),
        see(".o_kim_course:contains('Bitte zuerst anrufen')", "What she has to know first"),
    ],
});

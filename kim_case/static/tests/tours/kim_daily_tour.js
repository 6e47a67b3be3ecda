import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const NO_DIALOG = "body:not(:has(.modal))";
const TEXT = "input:not([type=radio], [type=checkbox]), textarea";
let taps = 0;

function count(ev) {
    if (!ev.target.closest(TEXT)) {
        taps++; // typing, and the tap into the field that one types in, do not count
    }
}

/** From here on taps count: the home has loaded. */
const fromHome = {
    content: "Die Startseite ist da",
    trigger: ".o_kim_home h2:contains(Heute dran)",
    run: () => {
        taps = 0;
        document.addEventListener("pointerdown", count, true);
    },
};

function atMost(most) {
    return {
        content: `Höchstens ${most} Griffe`,
        trigger: `${NO_DIALOG} .o_kim_home`,
        run: () => {
            document.removeEventListener("pointerdown", count, true);
            if (!taps || taps > most) {
                throw new Error(`${taps} taps, at most ${most} are allowed`);
            }
        },
    };
}

const chooseCase = [
    {
        content: "Menschen denken in Namen",
        trigger: ".modal .o_field_widget[name=case_id] input",
        run: "edit Test-Klient",
    },
    {
        trigger: ".o-autocomplete--dropdown-item:contains(Test-Klientin)",
        run: "click",
    },
    {
        content: "Im Feld steht die Nummer, nicht der Name",
        trigger: ".modal .o_field_widget[name=case_id] input:not(:value(Klientin))",
    },
];

tours.add("kim_daily_note", {
    steps: () => [
        fromHome,
        { trigger: ".o_kim_add_note", run: "click" },
        ...chooseCase,
        { trigger: ".modal [name=note] textarea", run: "edit Kurz telefoniert." },
        { trigger: ".modal [name=next_step] input", run: "edit Kita anrufen" },
        {
            trigger: ".modal [name=next_step_date] input",
            run: "edit 31.12.2030 && press Tab",
        },
        { trigger: ".modal .o_form_button_save", run: "click" },
        atMost(3),
        { trigger: ".o_kanban_record:contains(Kita anrufen)" },
    ],
});

tours.add("kim_daily_deadline", {
    steps: () => [
        fromHome,
        { trigger: ".o_kim_add_deadline", run: "click" },
        ...chooseCase,
        { trigger: ".modal [name=name] input", run: "edit Wohngeld beantragen" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        atMost(3),
    ],
});

tours.add("kim_daily_review", {
    steps: () => [
        fromHome,
        { trigger: ".o_kim_thing_review .o_kim_done", run: "click" },
        {
            content: "Die nächste wird vorgeschlagen",
            trigger: ".modal-title:contains(Wann ist die nächste?)",
        },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: `${NO_DIALOG} .o_kim_home:not(:has(.o_kim_thing_review))` },
        atMost(3),
    ],
});

tours.add("kim_daily_done_and_undo", {
    steps: () => [
        { trigger: ".o_kim_thing_deadline .o_kim_done", run: "click" },
        { trigger: ".o_kim_home:not(:has(.o_kim_thing_deadline))" },
        { trigger: ".o_notification button:contains(Rückgängig)", run: "click" },
        { trigger: ".o_kim_thing_deadline .o_kim_done" },
    ],
});

tours.add("kim_daily_draft", {
    steps: () => [
        { trigger: ".o_kim_add_note", run: "click" },
        ...chooseCase,
        { trigger: ".modal [name=note] textarea", run: "edit Halb getippt" },
        {
            content: "Der Browser geht zu, sobald der Entwurf liegt",
            trigger: ".modal [name=note] textarea",
            expectUnloadPage: true,
            run: async () => {
                await new Promise((resolve) => setTimeout(resolve, 2500));
                location.reload();
            },
        },
        { trigger: ".o_kim_add_note", run: "click" },
        {
            content: "Der Entwurf ist wieder da",
            trigger: ".modal [name=note] textarea:value(Halb getippt)",
        },
        { trigger: ".modal .o_field_widget[name=case_id] input:value(TNA)" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: NO_DIALOG },
        { trigger: ".o_kim_add_note", run: "click" },
        {
            content: "Gespeichert ist kein Entwurf mehr",
            trigger: ".modal [name=note] textarea:value()",
        },
    ],
});

const noNames = {
    trigger: ".o_action:not(:contains(Test-Klientin))",
};

tours.add("kim_daily_discreet", {
    steps: () => [
        { trigger: ".o_kim_thing:contains(Test-Klientin)" },
        { trigger: ".o_kanban_record:contains(Test-Klientin)" },
        { trigger: "button.o_kim_discreet", run: "click" },
        { trigger: "button.o_kim_discreet[aria-checked=true]" },
        { trigger: ".o_kanban_record:contains(•••)" },
        { trigger: ".o_kim_thing:contains(•••)" },
        noNames,
        { trigger: "button.o_switch_view.o_list", run: "click" },
        { trigger: ".o_data_row:contains(•••)" },
        noNames,
        {
            content: "Auch kein Hinweis unter der Maus",
            trigger: ".o_list_renderer:not(:has([data-tooltip*=Klientin]))",
        },
        { trigger: "button.o_switch_view.o_calendar", run: "click" },
        { trigger: ".o_event:contains(•••)" },
        noNames,
        { trigger: ".o_kim_add_note", run: "click" },
        { trigger: ".modal .o_field_widget[name=case_id] input", run: "edit Test-Klient" },
        { trigger: ".o-autocomplete--dropdown-item:contains(•••)" },
        { trigger: "body:not(:has(.o-autocomplete--dropdown-item:contains(Klientin)))" },
    ],
});

/** One hand at 360 px: nothing sideways, big targets, save in the lower half. */
function measure(name, targets, save) {
    return {
        content: `Mit einer Hand: ${name}`,
        trigger: targets,
        run: () => {
            const width = window.innerWidth;
            if (width !== 360) {
                throw new Error(`The window is ${width} px wide`);
            }
            const wide = document.scrollingElement.scrollWidth;
            if (wide > width) {
                throw new Error(`${name} scrolls sideways: ${wide} px`);
            }
            const shown = [...document.querySelectorAll(targets)].filter(
                (el) => el.getClientRects().length
            );
            for (const el of shown) {
                const box = el.getBoundingClientRect();
                if (box.height < 43.5 || box.width < 43.5) {
                    throw new Error(
                        `${name}: ${el.className || el.id} is ${box.width} × ${box.height} px`
                    );
                }
                if (box.left < -0.5 || box.right > width + 0.5) {
                    throw new Error(`${name}: ${el.className || el.id} leaves the screen`);
                }
            }
            const { top, bottom } = document.querySelector(save).getBoundingClientRect();
            if (top < window.innerHeight / 2 || bottom > window.innerHeight) {
                throw new Error(`${name}: ${save} lies at ${top} px`);
            }
        },
    };
}

const FIELDS = [
    ".modal .o_kim_quick_form .o_field_widget input:not([type=radio], [type=checkbox])",
    ".modal .o_kim_quick_form textarea",
    ".modal .o_kim_quick_form .o_field_radio .form-check-label",
    ".modal .o_kim_quick_form .o-checkbox",
    ".modal .modal-footer button",
].join(", ");

tours.add("kim_daily_phone", {
    steps: () => [
        measure(
            "Startseite",
            ".o_kim_home_acts button, .o_kim_thing_open, .o_kim_done, .o_kim_note",
            ".o_kim_add_note"
        ),
        { trigger: ".o_kim_add_note", run: "click" },
        measure("Kontaktnotiz", FIELDS, ".modal .o_form_button_save"),
        ...chooseCase,
        { trigger: ".modal [name=note] textarea", run: "edit Unterwegs notiert." },
        measure("Kontaktnotiz, ausgefüllt", FIELDS, ".modal .o_form_button_save"),
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: NO_DIALOG },
        { trigger: ".o_kim_add_deadline", run: "click" },
        measure("Frist", FIELDS, ".modal .o_form_button_save"),
        ...chooseCase,
        { trigger: ".modal [name=name] input", run: "edit Unterwegs" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: NO_DIALOG },
        { trigger: ".o_kim_thing_deadline .o_kim_done", run: "click" },
        { trigger: ".o_notification:contains(Erledigt)" },
    ],
});

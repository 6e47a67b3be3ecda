import { browser } from "@web/core/browser/browser";
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

/** From here on taps count: the screen has loaded. */
function from(content, trigger) {
    return {
        content,
        trigger,
        run: () => {
            taps = 0;
            document.addEventListener("pointerdown", count, true);
        },
    };
}

const fromHome = from("Die Startseite ist da", ".o_kim_home h2:contains(Heute dran)");

function atMost(most, screen = ".o_kim_home") {
    return {
        content: `Höchstens ${most} Griffe`,
        trigger: `${NO_DIALOG} ${screen}`,
        run: () => {
            document.removeEventListener("pointerdown", count, true);
            if (!taps || taps > most) {
                throw new Error(`${taps} taps, at most ${most} are allowed`);
            }
        },
    };
}

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

/** A step that looks only on a phone, for tours that run on a desk too. */
function onPhone(step) {
    return { ...step, run: () => window.innerWidth < 768 && step.run() };
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
        { content: "Der Cursor steht in der Notiz", trigger: ".modal [name=note] textarea:focus" },
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
        onPhone(measure("Nächste Überprüfung", FIELDS, ".modal .o_form_button_save")),
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

tours.add("kim_daily_phone", {
    steps: () => [
        measure(
            "Startseite",
            ".o_kim_home_acts button, .o_kim_thing_open, .o_kim_done, .o_kim_note",
            ".o_kim_add_note"
        ),
        { trigger: ".o_kim_add_note", run: "click" },
        { content: "Der Cursor steht in der Notiz", trigger: ".modal [name=note] textarea:focus" },
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

// „Bescheid vom … → Widerspruch bis …“: the button, then save.
tours.add("kim_daily_notice", {
    steps: () => [
        from(
            "Der Bescheid ist offen",
            ".o_form_view .o_field_widget[name=name] input:value(Bescheid vom Jobcenter)"
        ),
        { trigger: "button[name=action_deadline]", run: "click" },
        {
            content: "Art und Datum des Bescheids sind schon da",
            trigger: ".modal .o_field_widget[name=kind_id] input:value(Widerspruch)",
        },
        { trigger: ".modal .o_field_widget[name=notice_date]:not(.o_field_empty)" },
        onPhone(measure("Frist aus dem Bescheid", FIELDS, ".modal .o_form_button_save")),
        { trigger: ".modal .o_form_button_save", run: "click" },
        atMost(2, ".o_form_view .o_field_widget[name=deadline_ids]:contains(Widerspruch)"),
    ],
});

/** A picture as a camera takes it: noise does not compress. */
async function photograph(megabytes) {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [4000, 3000];
    const context = canvas.getContext("2d");
    const tile = context.createImageData(1000, 1000);
    for (let index = 0; index < tile.data.length; index++) {
        tile.data[index] = index % 4 === 3 ? 255 : (index * 7919) % 251;
    }
    for (const x of [0, 1000, 2000, 3000]) {
        for (const y of [0, 1000, 2000]) {
            context.putImageData(tile, x, y);
        }
    }
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 1));
    const padding = new Uint8Array(Math.max(0, megabytes * 1024 * 1024 - blob.size));
    return new File([blob, padding], "image.jpg", { type: "image/jpeg" });
}

async function takePhoto(megabytes) {
    const input = document.querySelector(".o_kim_photo_input");
    const files = new DataTransfer();
    files.items.add(await photograph(megabytes));
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

class NoConnection extends XMLHttpRequest {
    send() {
        setTimeout(() => this.dispatchEvent(new ProgressEvent("error")), 10);
    }
}

let XHR;

// The photo of a letter, from the case that is open; the network fails once.
tours.add("kim_daily_photo", {
    steps: () => [
        {
            content: "Ein Wort, das noch nicht gespeichert ist",
            trigger: ".o_kim_case_form .o_field_widget[name=going_well] textarea",
            run: "edit Die Nachbarin hilft.",
        },
        from("Der Fall ist offen", ".o_kim_photo:visible"),
        measure("Fall", ".o_kim_photo", ".o_kim_photo"),
        {
            content: "Mitten im Funkloch",
            trigger: ".o_kim_photo",
            run: async () => {
                XHR = browser.XMLHttpRequest;
                browser.XMLHttpRequest = NoConnection;
                await takePhoto(8);
            },
        },
        {
            content: "Das Foto ist nicht verloren",
            trigger: ".o_kim_upload_problem:contains(keine Verbindung)",
            run: () => {
                browser.XMLHttpRequest = XHR;
            },
        },
        { trigger: ".o_kim_upload_problem button:contains(Noch einmal)", run: "click" },
        {
            content: "Was ist es, von wann?",
            timeout: 60000, // 8 MB, and the server looks through them
            trigger: ".modal .o_field_widget[name=name] input:value(Foto)",
        },
        measure("Unterlage", ".modal .modal-footer button", ".modal .o_form_button_save"),
        { trigger: ".modal .o_form_button_save", run: "click" },
        atMost(2, ".o_kim_case_form"),
        {
            content: "Was getippt war, steht noch da",
            trigger: ".o_field_widget[name=going_well] textarea:value(Die Nachbarin hilft.)",
        },
    ],
});

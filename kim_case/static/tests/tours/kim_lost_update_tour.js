import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";

const DIALOG = ".o_kim_lost_update";
const GERMAN_TITLE = "Inzwischen geändert";

/** What someone else saves meanwhile: a plain write, past this form. */
async function someoneElseWrites(vals) {
    const resId = parseInt(/kim\.case\/(\d+)|\/(\d+)(?:\?|$)/.exec(location.href).slice(1).find(Boolean));
    const params = { model: "kim.case", method: "write", args: [[resId], vals], kwargs: {} };
    await rpc("/web/dataset/call_kw/kim.case/write", params);
}

function theirs(vals) {
    return {
        content: "Meanwhile someone else saves",
        trigger: ".o_form_view",
        run: () => someoneElseWrites(vals),
    };
}

function type(field, text) {
    return {
        content: `Type in ${field}`,
        trigger: `.o_field_widget[name=${field}] textarea`,
        run: `edit ${text}`,
    };
}

function shows(field, text) {
    return {
        content: `${field} shows "${text}"`,
        trigger: `.o_field_widget[name=${field}] textarea:value("${text}")`,
    };
}

const save = { content: "Save", trigger: ".o_form_button_save", run: "click" };
const saved = { content: "Saved", trigger: "body:not(:has(.modal)) .o_form_saved" };

function press(label) {
    return { content: label, trigger: `${DIALOG} button:contains("${label}")`, run: "click" };
}

function choose(label, side) {
    return {
        content: `${label}: ${side}`,
        trigger: `${DIALOG} fieldset:contains("${label}") input[value=${side}]`,
        run: "click",
    };
}

registry.category("web_tour.tours").add("kim_lost_update_choose", {
    steps: () => [
        shows("wish", "Eine Arbeit"),
        type("wish", "Ein Kurs"),
        type("going_well", "Die Nachbarn"),
        theirs({ wish: "Eine Wohnung", going_well: "Die Schule" }),
        save,
        { content: "German title", trigger: `${DIALOG} .modal-title:contains("${GERMAN_TITLE}")` },
        { content: "Mine", trigger: `${DIALOG} label:contains("Ihr Stand"):contains("Ein Kurs")` },
        {
            content: "Theirs",
            trigger: `${DIALOG} label:contains("Neuer Stand von jemand anderem"):contains("Eine Wohnung")`,
        },
        { content: "The first choice has the focus", trigger: `${DIALOG} input[type=radio]:focus` },
        { content: "Nothing is chosen beforehand", trigger: `${DIALOG}:not(:has(input:checked))` },
        press("Übernehmen und speichern"),
        { content: "It asks for a choice", trigger: `${DIALOG} [role=alert]` },
        { content: "The first open choice has the focus", trigger: `${DIALOG} input[type=radio]:focus` },
        press("Weiter bearbeiten"),
        shows("wish", "Ein Kurs"),
        shows("going_well", "Die Nachbarn"),
        save,
        choose("Ein Kurs", "mine"),
        choose("Die Nachbarn", "theirs"),
        press("Übernehmen und speichern"),
        saved,
        shows("wish", "Ein Kurs"),
        shows("going_well", "Die Schule"),
        type("wish", "Ein Sprachkurs"), // own change after the answer: no question
        save,
        saved,
    ],
});

registry.category("web_tour.tours").add("kim_lost_update_no_question", {
    steps: () => [
        type("wish", "Ein Kurs"),
        theirs({ going_well: "Die Schule" }),
        save,
        saved,
        shows("going_well", "Die Schule"),
        // the same record again and again, and emptied fields
        type("wish", ""),
        save,
        saved,
        type("wish", "Noch ein Kurs"),
        save,
        saved,
    ],
});

registry.category("web_tour.tours").add("kim_lost_update_discard", {
    steps: () => [
        type("wish", "Ein Kurs"),
        theirs({ wish: "Eine Wohnung" }),
        save,
        press("Meine Eingaben verwerfen"),
        saved,
        shows("wish", "Eine Wohnung"),
    ],
});

registry.category("web_tour.tours").add("kim_lost_update_line", {
    steps: () => [
        { trigger: ".o_field_widget[name=note_ids] td[name=note]", run: "click" },
        { trigger: ".o_field_widget[name=note_ids] td[name=note] textarea", run: "edit Mein Text" },
        {
            content: "Meanwhile someone else changes the line",
            trigger: ".o_form_view",
            run: async () => {
                const call = (method, args) =>
                    rpc(`/web/dataset/call_kw/kim.case.note/${method}`, {
                        model: "kim.case.note",
                        method,
                        args,
                        kwargs: {},
                    });
                const ids = await call("search", [[["note", "=", "Erstes Gespräch"]]]);
                await call("write", [ids, { note: "Fremder Text" }]);
            },
        },
        save,
        { trigger: `${DIALOG} label:contains("Mein Text")` },
        choose("Fremder Text", "theirs"),
        press("Übernehmen und speichern"),
        saved,
        { trigger: ".o_field_widget[name=note_ids] td[name=note]:contains('Fremder Text')" },
    ],
});

registry.category("web_tour.tours").add("kim_lost_update_draft", {
    steps: () => [
        type("wish", "Ein Kurs"),
        theirs({ wish: "Eine Wohnung" }),
        {
            content: "Close the tab and come back",
            trigger: ".o_form_view",
            expectUnloadPage: true,
            run: () => location.reload(),
        },
        {
            content: "What was refused is offered",
            trigger: `${DIALOG} .modal-title:contains("Ungespeicherte Eingaben")`,
        },
        {
            content: "No text lies in the browser",
            trigger: DIALOG,
            run: () => {
                const stored = JSON.stringify([{ ...sessionStorage }, { ...localStorage }]);
                if (stored.includes("Ein Kurs")) {
                    throw new Error("The draft is stored in the browser");
                }
            },
        },
        press("Später entscheiden"),
        shows("wish", "Eine Wohnung"),
        {
            content: "Open it again",
            trigger: ".o_form_view",
            expectUnloadPage: true,
            run: () => location.reload(),
        },
        choose("Ein Kurs", "mine"),
        press("Übernehmen und speichern"),
        { trigger: "body:not(:has(.modal))" },
        shows("wish", "Ein Kurs"),
    ],
});

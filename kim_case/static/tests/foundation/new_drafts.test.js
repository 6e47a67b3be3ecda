import { describe, expect, test } from "@odoo/hoot";
import { isKept, keepNewDraft, offerNewDraft } from "@kim_case/foundation/new_drafts";

describe.current.tags("headless");

function newRecord(more = {}) {
    return {
        resModel: "kim.inquiry",
        isNew: true,
        dirty: false,
        data: {},
        getChanges: async () => ({ name: "Typed" }),
        kimTakeUp: async (vals) => expect.step(`shown ${vals.name}`),
        discard: async () => expect.step("emptied"),
        ...more,
    };
}

function server(answer) {
    const call = async (model, method, args) => {
        expect.step(`${model} ${method} ${JSON.stringify(args)}`);
        return answer;
    };
    return { silent: { call } };
}

test("new records of KIM alone are kept", () => {
    expect(isKept(newRecord())).toBe(true);
    expect(isKept(newRecord({ isNew: false }))).toBe(false);
    expect(isKept(newRecord({ resModel: "res.partner" }))).toBe(false);
});

test("what is typed goes to the server, unless it is being saved", async () => {
    await keepNewDraft(newRecord(), server());
    expect.verifySteps(['kim.inquiry kim_new_draft_keep [{"name":"Typed"}]']);
    await keepNewDraft(newRecord(), server(), () => true);
    expect.verifySteps([]);
});

test("it is offered in the next new form and can be thrown away", async () => {
    let button;
    const notification = {
        add: (text, { buttons }) => {
            button = buttons[0];
            return () => expect.step("closed");
        },
    };
    const services = { orm: server({ name: "Typed" }), notification };
    await offerNewDraft(newRecord(), services);
    expect.verifySteps(["kim.inquiry kim_new_draft_get [false]", "shown Typed"]);
    await button.onClick();
    expect.verifySteps(["closed", "kim.inquiry kim_new_draft_drop [false]", "emptied"]);
});

test("what has been typed meanwhile is not overwritten", async () => {
    await offerNewDraft(newRecord({ dirty: true }), { orm: server({ name: "Typed" }) });
    expect.verifySteps(["kim.inquiry kim_new_draft_get [false]"]);
});

import { describe, expect, test } from "@odoo/hoot";
import { KimStageBar } from "@kim_case/file/kim_stage_bar";

describe.current.tags("headless");

function click(item, saved = true) {
    const bar = Object.create(KimStageBar.prototype);
    const record = { resId: 5, save: async () => saved, load: () => {} };
    bar.props = { record };
    bar.actionService = {
        doAction: async (action, { additionalContext }) =>
            expect.step(`${action} ${additionalContext.default_stage_id}`),
    };
    return bar.selectItem(item);
}

test("a phase is asked for through the door, never set by value", async () => {
    await click({ value: 3 });
    expect.verifySteps(["kim_case.kim_case_change_action 3"]);
});

test("no door opens for nothing, or before the case is saved", async () => {
    await click(undefined);
    await click({ value: 3 }, false);
    expect.verifySteps([]);
});

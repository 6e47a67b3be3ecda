import { describe, expect, test } from "@odoo/hoot";
import { KimSteps } from "@kim_case/foundation/steps";

describe.current.tags("headless");

/** The widget without its screen: what it asks the server, and when it stops. */
function stepsOf(answers, saved = true) {
    const record = {
        resModel: "kim.case.import",
        resId: 3,
        context: {},
        save: async () => saved,
        load: async () => expect.step("load"),
    };
    const steps = Object.create(KimSteps.prototype);
    return Object.assign(steps, {
        props: { record, method: "action_step" },
        state: { running: false, done: 0, total: 0 },
        orm: {
            call: async (_model, method) => {
                expect.step(method);
                const answer = answers.shift();
                if (answer instanceof Error) {
                    throw answer;
                }
                return answer;
            },
        },
    });
}

test("long work goes on until it is finished, and says how far it is", async () => {
    const steps = stepsOf([
        { done: 20, total: 60, finished: false },
        { done: 60, total: 60, finished: true },
    ]);
    await steps.onClick();
    expect.verifySteps(["action_step", "action_step", "load"]);
    expect(steps.percent).toBe(100);
    expect(steps.state.running).toBe(false);
});

test("a step that fails ends the work and leaves the button usable", async () => {
    const steps = stepsOf([{ done: 1, total: 3, finished: false }, new Error("refused")]);
    await expect(steps.onClick()).rejects.toThrow("refused");
    expect.verifySteps(["action_step", "action_step", "load"]);
    expect(steps.percent).toBe(33);
    expect(steps.state.running).toBe(false);
});

test("nothing begins twice, and nothing before the record is saved", async () => {
    const running = stepsOf([]);
    running.state.running = true;
    await running.onClick();
    await stepsOf([], false).onClick();
    expect.verifySteps([]);
});

import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { browser } from "@web/core/browser/browser";
import { session } from "@web/session";
import { offerDrafts, rememberDraft } from "@kim_case/foundation/drafts";

describe.current.tags("headless");

const record = { resModel: "kim.case", resId: 7, model: { root: { resId: 0 } } };

beforeEach(() => {
    browser.sessionStorage.removeItem("kim_drafts");
    session.kim_drafts = [];
});

test("a draft is remembered by place alone, and each place once", () => {
    rememberDraft("kim.case", 7);
    rememberDraft("kim.case", 8);
    rememberDraft("kim.case", 7);
    expect(browser.sessionStorage.getItem("kim_drafts")).toBe('[["kim.case",8],["kim.case",7]]');
});

test("the server is asked only where a draft may wait, and once when there is none", async () => {
    const orm = {
        call: (...args) => {
            expect.step(args[1]);
            return false;
        },
    };
    await offerDrafts(record, { orm });
    expect.verifySteps([]);
    rememberDraft("kim.case", 7);
    await offerDrafts(record, { orm });
    expect.verifySteps(["kim_draft_offer"]);
    await offerDrafts(record, { orm });
    expect.verifySteps([]);
});

test("a new record is never asked about", async () => {
    session.kim_drafts = [["kim.case", false]];
    const orm = { call: () => expect.step("called") };
    await offerDrafts({ ...record, resId: false }, { orm });
    expect.verifySteps([]);
});

test("a damaged memory of the browser stops nothing", async () => {
    browser.sessionStorage.setItem("kim_drafts", "{broken");
    const orm = { call: () => expect.step("called") };
    await offerDrafts(record, { orm });
    expect.verifySteps([]);
});

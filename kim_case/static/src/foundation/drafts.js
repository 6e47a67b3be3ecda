import { browser } from "@web/core/browser/browser";
import { session } from "@web/session";
import { askWhichVersion, conflictsOf } from "./lost_update";

// Where a refused draft may wait: model and id only. The text itself never lies in the
// browser, as several people share a machine.
const STORAGE_KEY = "kim_drafts";

function places() {
    try {
        return JSON.parse(browser.sessionStorage.getItem(STORAGE_KEY)) || [];
    } catch {
        return [];
    }
}

function isPlace(resModel, resId) {
    return ([model, id]) => model === resModel && id === resId;
}

/** Ask for a draft when this tab opens the record again (reload). */
export function rememberDraft(resModel, resId) {
    const other = places().filter((place) => !isPlace(resModel, resId)(place));
    browser.sessionStorage.setItem(
        STORAGE_KEY,
        JSON.stringify([...other, [resModel, resId]])
    );
}

function forgetPlace(resModel, resId) {
    const isNot = (place) => !isPlace(resModel, resId)(place);
    browser.sessionStorage.setItem(STORAGE_KEY, JSON.stringify(places().filter(isNot)));
    session.kim_drafts = (session.kim_drafts || []).filter(isNot);
}

function mayHaveDraft(resModel, resId) {
    return [...(session.kim_drafts || []), ...places()].some(isPlace(resModel, resId));
}

/**
 * Offer what could not be saved when the record was last left.
 *
 * @param {Object} record root record of a form
 * @param {Object} services { orm, dialog }
 */
export async function offerDrafts(record, { orm, dialog }) {
    const { resModel, resId } = record;
    if (!resId || !mayHaveDraft(resModel, resId)) {
        return;
    }
    let draft = await orm.call(resModel, "kim_draft_offer", [[resId]]);
    while (draft) {
        const answer = await askWhichVersion(dialog, draft.conflicts, true);
        if (answer.action === "stay") {
            return;
        }
        if (answer.action === "discard") {
            await orm.call(resModel, "kim_draft_drop", [[resId], draft.id]);
        } else {
            const { seen, theirs } = answer;
            try {
                await orm.call(resModel, "kim_draft_save", [[resId], draft.id, seen, theirs]);
            } catch (error) {
                if (!conflictsOf(error)) {
                    throw error;
                }
            }
            if (record.model.root.resId === resId) {
                await record.model.root.load();
            }
        }
        draft = await orm.call(resModel, "kim_draft_offer", [[resId]]);
    }
    forgetPlace(resModel, resId);
}

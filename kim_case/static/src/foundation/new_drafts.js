import { _t } from "@web/core/l10n/translation";

/**
 * What is typed into a new record is kept on the server until it is saved: a closed
 * browser or a reload costs nothing. Not in the browser: several people share a machine.
 *
 * @param {{ resModel: string, isNew: boolean }} record root record of a form
 */
export function isKept(record) {
    return record.resModel.startsWith("kim.") && record.isNew;
}

/**
 * @param {Object} record new root record of a form
 * @param {Object} orm
 * @param {() => boolean} isEnding whether it is being saved or discarded by now
 */
export async function keepNewDraft(record, orm, isEnding = () => false) {
    const vals = await record.getChanges({ withReadonly: true });
    if (record.isNew && !isEnding()) {
        await orm.silent.call(record.resModel, "kim_new_draft_keep", [vals]);
    }
}

/**
 * Put what was typed before into a new form, and say so.
 *
 * @param {Object} record new root record of a form, untouched
 * @param {Object} services { orm, notification }
 */
export async function offerNewDraft(record, { orm, notification }) {
    const caseId = record.data.case_id?.id || false;
    const { resModel } = record;
    const vals = await orm.silent.call(resModel, "kim_new_draft_get", [caseId]);
    if (!vals || !record.isNew || record.dirty) {
        return;
    }
    await record.kimTakeUp(vals);
    const close = notification.add(_t("Your draft is here again."), {
        type: "info",
        autocloseDelay: 15000,
        buttons: [
            {
                name: _t("Throw away"),
                onClick: async () => {
                    close();
                    await orm.silent.call(resModel, "kim_new_draft_drop", [
                        vals.case_id || caseId,
                    ]);
                    await record.discard();
                },
            },
        ],
    });
}

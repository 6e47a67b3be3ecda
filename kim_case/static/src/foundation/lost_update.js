import { x2ManyCommands } from "@web/core/orm_service";
import { LostUpdateDialog } from "./lost_update_dialog";

// The key that kim.lost.update.mixin reads; other models ignore it.
export const CONTEXT_KEY = "kim_lost_update";

const X2MANY = ["one2many", "many2many"];

/**
 * Only KIM's own models, and only records that exist, can be overwritten.
 *
 * @param {{ resModel: string, resId: number | false }} record
 */
export function isGuarded(record) {
    return record.resModel.startsWith("kim.") && Boolean(record.resId);
}

/**
 * @param {Error} error
 * @returns {Object[] | undefined} the conflicts that the server reports
 */
export function conflictsOf(error) {
    return error.data?.context?.kim_conflicts;
}

/**
 * @returns {Object} for each changed field the value that was loaded, as the server
 *  sent it; for lines `{ lines: { id: {...} }, ids: [...] }`
 */
export function loadedValues(record, changes) {
    const loaded = {};
    for (const fieldName in changes) {
        if (X2MANY.includes(record.fields[fieldName]?.type)) {
            loaded[fieldName] = loadedLines(record.data[fieldName], changes[fieldName]);
        } else if (record._values && fieldName in record._values) {
            loaded[fieldName] = loadedValue(record, fieldName);
        }
    }
    return loaded;
}

function loadedValue(record, fieldName) {
    const { type } = record.fields[fieldName];
    const value = record._formatServerValue(type, record._values[fieldName]);
    if (type === "properties") {
        return Object.fromEntries(value.map((item) => [item.name, item.value ?? false]));
    }
    return value ?? false;
}

function loadedLines(list, commands) {
    const loaded = { lines: {} };
    for (const [code, id, values] of commands) {
        const line = list._cache[id];
        if (code === x2ManyCommands.SET) {
            loaded.ids = list.resIds;
        } else if (line?.resId && code === x2ManyCommands.UPDATE) {
            loaded.lines[id] = loadedValues(line, values);
        } else if (line?.resId && code === x2ManyCommands.DELETE) {
            const names = Object.keys(line._values).filter(
                (name) => !X2MANY.includes(line.fields[name].type) && name !== "id"
            );
            loaded.lines[id] = Object.fromEntries(
                names.map((name) => [name, loadedValue(line, name)])
            );
        }
    }
    return loaded;
}

/**
 * Let the user choose between both versions.
 *
 * @returns {Promise<{ action: "save" | "stay" | "discard", seen?, theirs? }>}
 */
export function askWhichVersion(dialog, conflicts, isDraft = false) {
    return new Promise((resolve) => {
        dialog.add(
            LostUpdateDialog,
            { conflicts, isDraft, onAnswer: resolve },
            { onClose: () => resolve({ action: "stay" }) }
        );
    });
}

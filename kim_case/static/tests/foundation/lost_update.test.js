import { describe, expect, test } from "@odoo/hoot";
import { conflictsOf, isGuarded, loadedValues } from "@kim_case/foundation/lost_update";

describe.current.tags("headless");

/** A record of the relational model, as far as the loaded values need it. */
function recordWith(fields, values, data = {}) {
    return {
        resModel: "kim.case",
        resId: 7,
        fields,
        data,
        _values: values,
        _formatServerValue: (_type, value) => value,
    };
}

test("only records of KIM that exist are guarded", () => {
    expect(isGuarded({ resModel: "kim.case", resId: 7 })).toBe(true);
    expect(isGuarded({ resModel: "kim.case", resId: false })).toBe(false);
    expect(isGuarded({ resModel: "res.partner", resId: 7 })).toBe(false);
});

test("only our error holds conflicts", () => {
    const conflicts = [{ field: "wish" }];
    expect(conflictsOf({ data: { context: { kim_conflicts: conflicts } } })).toBe(conflicts);
    expect(conflictsOf({ data: {} })).toBe(undefined);
    expect(conflictsOf(new Error("network"))).toBe(undefined);
});

test("the values that were loaded are sent, of changed fields alone", () => {
    const fields = { wish: { type: "char" }, note: { type: "char" }, day: { type: "date" } };
    const record = recordWith(fields, { wish: "before", note: "secret", day: undefined });
    expect(loadedValues(record, { wish: "after", day: "2026-01-01" })).toEqual({
        wish: "before",
        day: false,
    });
});

test("changed and deleted lines tell what they held, new ones nothing", () => {
    const fields = { text: { type: "char" }, tags: { type: "many2many" }, id: { type: "integer" } };
    const line = (resId, text) => recordWith(fields, { id: resId, text, tags: [] });
    const list = { _cache: { 1: line(1, "one"), 2: line(2, "two") }, resIds: [1, 2] };
    const record = recordWith({ lines: { type: "one2many" } }, {}, { lines: list });
    record._cache = list._cache;
    const loaded = loadedValues(record, {
        lines: [
            [1, 1, { text: "changed" }],
            [2, 2, false],
            [0, "virtual", { text: "new" }],
        ],
    });
    expect(loaded).toEqual({ lines: { lines: { 1: { text: "one" }, 2: { text: "two" } } } });
});

test("a replaced list tells which lines were seen", () => {
    const list = { _cache: {}, resIds: [4, 5] };
    const record = recordWith({ tags: { type: "many2many" } }, {}, { tags: list });
    expect(loadedValues(record, { tags: [[6, false, [4]]] }).tags.ids).toEqual([4, 5]);
});

import { describe, expect, test } from "@odoo/hoot";
import { KimEcoMapDrawing, ringPosition, sharePlan } from "@kim_case/plan/eco_map";

describe.current.tags("headless");

const clamp = KimEcoMapDrawing.prototype.clamp;

test("stronger relations lie nearer to the person in the middle", () => {
    const distance = (strength) => {
        const { x, y } = ringPosition(1, 5, strength);
        return Math.hypot(x - 320, y - 200);
    };
    expect(distance("strong")).toBeLessThan(distance("medium"));
    expect(distance("medium")).toBeLessThan(distance("weak"));
    expect(distance(undefined)).toBe(distance("medium"));
});

test("no two of a ring share a place, and each lies within the drawing", () => {
    for (const count of [1, 2, 7, 20]) {
        const places = [...Array(count).keys()].map((index) => ringPosition(index, count, "weak"));
        expect(new Set(places.map(({ x, y }) => `${x.toFixed(3)} ${y.toFixed(3)}`)).size).toBe(count);
        for (const { x, y } of places) {
            const kept = clamp(x, y);
            expect(Math.abs(kept.x - x)).toBeLessThan(1);
            expect(Math.abs(kept.y - y)).toBeLessThan(1);
        }
    }
});

test("what is dragged out of the drawing stays at its edge", () => {
    expect(clamp(-500, 9999)).toEqual({ x: 44, y: 376 });
    expect(clamp(9999, -500)).toEqual({ x: 596, y: 24 });
});

test("an institution of the plan has one node, marked", () => {
    const plan = [
        { id: 7, name: "Jobcenter", mark: "Asked", relation_ids: [] },
        { id: 8, name: "Kita", mark: "Plan", relation_ids: [31] },
        { id: 9, name: "Library", mark: "Plan", relation_ids: [] },
    ];
    const records = [
        { id: "a", resId: 30, data: { partner_id: { id: 7 } } },
        { id: "b", resId: 31, data: { partner_id: false } },
        { id: "c", resId: false, data: { partner_id: false } },
    ];
    const { marks, others } = sharePlan(plan, records);
    expect([...marks]).toEqual([
        ["a", "Asked"],
        ["b", "Plan"],
    ]);
    expect(others.map(({ name }) => name)).toEqual(["Library"]);
    expect(sharePlan(false, records).others).toEqual([]);
});

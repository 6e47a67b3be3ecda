import { describe, expect, test } from "@odoo/hoot";
import { KimEcoMapDrawing, ringPosition } from "@kim_case/eco_map/eco_map";

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

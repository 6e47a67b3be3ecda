import { describe, expect, test } from "@odoo/hoot";
import { KimRadar } from "@kim_case/plan/kim_radar";

describe.current.tags("headless");

const trend = (start, now) => KimRadar.prototype.trend({ start, now });

test("less urgent is good, more urgent is not, the same is neither", () => {
    expect(trend(3, 1).icon).toMatch("fa-arrow-down text-success");
    expect(trend(1, 3).icon).toMatch("fa-arrow-up text-danger");
    expect(trend(2, 2).icon).toBe("fa-arrow-right");
});

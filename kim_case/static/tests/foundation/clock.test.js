import { describe, expect, test } from "@odoo/hoot";
import { mockDate } from "@odoo/hoot-mock";
import { berlinNow, isMidnight, onBerlinClock } from "@kim_case/foundation/clock";

describe.current.tags("headless");

const { DateTime } = luxon;

test("today is Berlin's day, wherever the computer stands", () => {
    mockDate("2026-06-30T22:30:00", +0);
    expect(berlinNow().toISODate()).toBe("2026-07-01");
});

test("a day begins at midnight in Berlin, on the nights of the clock change too", () => {
    for (const moment of ["2027-03-27T23:00:00Z", "2027-10-30T22:00:00Z"]) {
        expect(isMidnight(onBerlinClock(DateTime.fromISO(moment)))).toBe(true);
    }
    expect(isMidnight(onBerlinClock(DateTime.fromISO("2027-03-28T00:00:00Z")))).toBe(false);
});

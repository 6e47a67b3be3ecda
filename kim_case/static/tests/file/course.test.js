import { Deferred, describe, expect, test } from "@odoo/hoot";
import { KimCourse } from "@kim_case/file/kim_course";

describe.current.tags("headless");

function courseOf(call) {
    return Object.assign(Object.create(KimCourse.prototype), {
        props: { record: { resId: 5 } },
        state: { entries: [], kinds: [], kind: false, more: false, busy: false },
        cursor: null,
        asked: 0,
        orm: { call },
    });
}

const page = (ids, more) => ({ entries: ids, kinds: [], cursor: ids.at(-1), more });

test("the next page follows what is there, a reload begins anew", async () => {
    const asked = [];
    const pages = [page([9, 8], true), page([7], false), page([9], false)];
    const course = courseOf(async (_model, _method, _args, { cursor }) => {
        asked.push(cursor);
        return pages.shift();
    });
    await course.reload();
    await course.load();
    expect(course.state.entries).toEqual([9, 8, 7]);
    await course.reload();
    expect(course.state.entries).toEqual([9]);
    expect(asked).toEqual([null, 8, null]);
});

test("a late answer to an earlier question is left out", async () => {
    const slow = new Deferred();
    const answers = [slow, Promise.resolve(page([1], false))];
    const course = courseOf(() => answers.shift());
    const first = course.choose("note");
    await course.choose("phase");
    slow.resolve(page([2, 3], true));
    await first;
    expect(course.state.entries).toEqual([1]);
    expect(course.state.more).toBe(false);
});

test("a phase says its day only, in Berlin", () => {
    const course = courseOf();
    expect(course.whenOf({ kind: "phase", moment: "2026-06-30 22:00:00" })).toMatch(/0?1/);
    expect(course.whenOf({ kind: "phase", moment: "2026-06-30 22:00:00" })).not.toMatch(":");
    expect(course.whenOf({ kind: "note", moment: "2026-06-30 10:15:00" })).toMatch("12:15");
});

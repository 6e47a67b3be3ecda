import { after, describe, expect, test } from "@odoo/hoot";
import { discreet, shownName } from "@kim_case/file/discreet";

describe.current.tags("headless");

test("a name is hidden while the switch is on, and only then", () => {
    const before = discreet.on;
    after(() => (discreet.on = before));
    discreet.on = false;
    expect(shownName("Amal", "Haddad")).toBe("Amal Haddad");
    expect(shownName("", "Haddad")).toBe("Haddad");
    discreet.on = true;
    expect(shownName("Amal", "Haddad")).toBe("•••");
    expect(shownName("", false)).toBe("");
});

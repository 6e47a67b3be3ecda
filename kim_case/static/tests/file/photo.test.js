import { describe, expect, test } from "@odoo/hoot";
import { shrinkPhoto } from "@kim_case/file/kim_photo";

describe.current.tags("headless");

test("a small photo keeps its bytes and is named by its moment", async () => {
    const file = new File(["bytes"], "image.JPG", { type: "image/jpeg" });
    const photo = await shrinkPhoto(file);
    expect(photo.name).toMatch(/^Foto \d{4}-\d\d-\d\d \d\d\.\d\d\.jpg$/);
    expect(photo.size).toBe(5);
});

test("what the browser cannot draw is sent as it came", async () => {
    const bytes = new Uint8Array(3 * 1024 * 1024 + 1);
    const photo = await shrinkPhoto(new File([bytes], "image.heic", { type: "image/heic" }));
    expect(photo.size).toBe(bytes.length);
    expect(photo.name).toMatch(/\.heic$/);
});

import { berlinNow } from "../foundation/clock";

const ENOUGH = 3 * 1024 * 1024;
const LONGEST = 3000; // px: a page of A4 at 250 dpi, every small print can be read

function stamp() {
    return berlinNow().toFormat("yyyy-MM-dd HH.mm");
}

/**
 * Return a photo as it is sent: named by its moment, and small enough for a weak network.
 *
 * Cameras call every picture "image.jpg" and take it far larger than a letter needs. What
 * the browser cannot draw (HEIC) is sent as it came.
 *
 * @param {File} file
 * @returns {Promise<File>}
 */
export async function shrinkPhoto(file) {
    const ending = file.name.split(".").pop().toLowerCase() || "jpg";
    const name = (suffix) => `Foto ${stamp()}.${suffix}`;
    const asItCame = new File([file], name(ending), { type: file.type });
    if (file.size <= ENOUGH) {
        return asItCame;
    }
    try {
        const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
        const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(bitmap.width * scale);
        canvas.height = Math.round(bitmap.height * scale);
        canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
        bitmap.close();
        const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
        return blob && blob.size < file.size
            ? new File([blob], name("jpg"), { type: "image/jpeg" })
            : asItCame;
    } catch {
        return asItCame;
    }
}

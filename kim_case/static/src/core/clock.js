const { DateTime } = luxon;

/**
 * This moment as a clock in Berlin shows it, whatever the computer is set to: the only
 * way to ask for today, as `tools/dates.py` is for Python.
 *
 * @returns {DateTime}
 */
export function berlinNow() {
    return DateTime.now().setZone("Europe/Berlin");
}

const { DateTime } = luxon;

const ZONE = "Europe/Berlin";

/**
 * This moment as a clock in Berlin shows it, whatever the computer is set to: the only
 * way to ask for today, as `tools/dates.py` is for Python.
 *
 * @returns {DateTime}
 */
export function berlinNow() {
    return DateTime.now().setZone(ZONE);
}

/**
 * @param {DateTime} moment
 * @returns {DateTime} the same moment as a clock in Berlin shows it
 */
export function onBerlinClock(moment) {
    return moment.setZone(ZONE);
}

/**
 * @param {DateTime} moment as a clock shows it
 * @returns {boolean} whether a day begins with it
 */
export function isMidnight(moment) {
    return moment.valueOf() === moment.startOf("day").valueOf();
}

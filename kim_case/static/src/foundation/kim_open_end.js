import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatDate } from "@web/views/fields/formatters";
import { DateTimeField, dateTimeField } from "@web/views/fields/datetime/datetime_field";
import { isMidnight, onBerlinClock } from "./clock";

const LAST_YEAR = 2999;

/** A day or moment from which something holds: that it begins at midnight is not said. */
export class KimDayStart extends DateTimeField {
    /** @override */
    getFormattedValue(valueIndex, numeric = this.props.numeric) {
        const value = this.values[valueIndex];
        const clock = value && this.field.type === "datetime" && onBerlinClock(value);
        if (clock && isMidnight(clock)) {
            return formatDate(clock, { numeric });
        }
        return super.getFormattedValue(valueIndex, numeric);
    }
}

/**
 * A day or moment until which something holds. An open end (2999-12-31) is no day and
 * reads nothing (while it can be changed: “no end”); what ends at midnight holds until the day before.
 */
export class KimOpenEnd extends DateTimeField {
    /** @override */
    getFormattedValue(valueIndex, numeric = this.props.numeric) {
        const value = this.values[valueIndex];
        if (value && value.year >= LAST_YEAR) {
            return this.props.readonly ? "" : _t("no end");
        }
        const clock = value && this.field.type === "datetime" && onBerlinClock(value);
        if (clock && isMidnight(clock)) {
            return formatDate(clock.minus({ days: 1 }), { numeric });
        }
        return super.getFormattedValue(valueIndex, numeric);
    }
}

export const kimDayStart = {
    ...dateTimeField,
    component: KimDayStart,
    displayName: _t("Day from which it holds"),
    supportedTypes: ["date", "datetime"],
};

export const kimOpenEnd = {
    ...dateTimeField,
    component: KimOpenEnd,
    displayName: _t("Last day or no end"),
    supportedTypes: ["date", "datetime"],
};

registry.category("fields").add("kim_day_start", kimDayStart);
registry.category("fields").add("kim_open_end", kimOpenEnd);

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { DateTimeField, dateTimeField } from "@web/views/fields/datetime/datetime_field";

const LAST_YEAR = 2999;

/** A date that may stand for "no end" (2999-12-31): shows words, not the far day. */
export class KimOpenEnd extends DateTimeField {
    /** @override */
    getFormattedValue(valueIndex, numeric) {
        const value = this.values[valueIndex];
        if (value && value.year >= LAST_YEAR) {
            return _t("no end");
        }
        return super.getFormattedValue(valueIndex, numeric);
    }
}

export const kimOpenEnd = {
    ...dateTimeField,
    component: KimOpenEnd,
    displayName: _t("Date or no end"),
    supportedTypes: ["date", "datetime"],
};

registry.category("fields").add("kim_open_end", kimOpenEnd);

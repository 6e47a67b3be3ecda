import { patch } from "@web/core/utils/patch";
import { PropertyValue } from "@web/views/fields/properties/property_value";
import { ListRenderer } from "@web/views/list/list_renderer";

/** Additional whole numbers of KIM are often years: they are shown as they were typed. */
patch(PropertyValue.prototype, {
    get displayValue() {
        if (this.props.type === "integer" && isOurs(this.props.record)) {
            return String(this.propertyValue || 0);
        }
        return super.displayValue;
    },
});

patch(ListRenderer.prototype, {
    getPropertyFieldColumns(column, list) {
        const columns = super.getPropertyFieldColumns(column, list);
        return isOurs(list) ? columns.map(asTyped) : columns;
    },
});

function isOurs({ resModel }) {
    return resModel.startsWith("kim.");
}

/** A column of whole numbers without separators of thousands. */
export function asTyped(column) {
    return column.widget === "integer"
        ? { ...column, options: { ...column.options, enable_formatting: false } }
        : column;
}

import { describe, expect, test } from "@odoo/hoot";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { localization } from "@web/core/l10n/localization";
import { asTyped } from "@kim_case/district/kim_properties";
import { PropertyValue } from "@web/views/fields/properties/property_value";
import { ListRenderer } from "@web/views/list/list_renderer";

describe.current.tags("headless");

function shown(resModel, type, value) {
    const property = Object.create(PropertyValue.prototype);
    property.props = { record: { resModel }, type, value };
    return property.displayValue;
}

test("a year among the additional fields of a case has no thousands", () => {
    expect(shown("kim.case", "integer", 2017)).toBe("2017");
    expect(shown("kim.case", "integer", false)).toBe("0");
});

test("fields of others stay as they are", () => {
    patchWithCleanup(localization, { grouping: [3, 0], thousandsSep: "." });
    expect(shown("project.task", "integer", 2017)).toBe("2.017");
});

test("columns of whole numbers are shown as typed, others as ever", () => {
    const year = { name: "properties.a", widget: "integer", options: { step: 1 } };
    expect(asTyped(year).options).toEqual({ step: 1, enable_formatting: false });
    const text = { name: "properties.b", widget: "char", options: {} };
    expect(asTyped(text)).toBe(text);
    const list = {
        resModel: "kim.case",
        fields: {
            "properties.a": {
                name: "properties.a",
                type: "integer",
                string: "Since",
                relatedPropertyField: { name: "properties" },
            },
        },
        activeFields: { "properties.a": { relatedPropertyField: { name: "properties" } } },
    };
    const [column] = ListRenderer.prototype.getPropertyFieldColumns.call(
        Object.create(ListRenderer.prototype),
        { id: "c", name: "properties" },
        list
    );
    expect(column.options.enable_formatting).toBe(false);
});

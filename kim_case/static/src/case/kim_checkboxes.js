import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { getFieldDomain } from "@web/model/relational_model/utils";
import {
    Many2ManyCheckboxesField,
    many2ManyCheckboxesField,
} from "@web/views/fields/many2many_checkboxes/many2many_checkboxes_field";
import { useSpecialData } from "@web/views/fields/relational_utils";

const MOMENT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** Parts of a case to be ticked, in words: their own names are numbers. */
export class KimCheckboxes extends Many2ManyCheckboxesField {
    static props = {
        ...Many2ManyCheckboxesField.props,
        words: { type: Array, element: String },
    };

    setup() {
        super.setup();
        this.rows = useSpecialData(async (orm, props) => {
            const { relation } = props.record.fields[props.name];
            const domain = getFieldDomain(props.record, props.name, props.domain);
            const rows = await orm.searchRead(relation, domain, props.words);
            return rows.map((row) => [
                row.id,
                props.words
                    .map((name) => row[name])
                    .filter(Boolean)
                    .map((word) =>
                        MOMENT.test(word)
                            ? formatDateTime(deserializeDateTime(word), { showSeconds: false })
                            : word
                    )
                    .join(" · "),
            ]);
        });
    }

    /** @override */
    get items() {
        return this.rows.data;
    }
}

registry.category("fields").add("kim_checkboxes", {
    ...many2ManyCheckboxesField,
    component: KimCheckboxes,
    displayName: _t("Checkboxes in words"),
    extractProps: (fieldInfo, dynamicInfo) => ({
        ...many2ManyCheckboxesField.extractProps(fieldInfo, dynamicInfo),
        words: fieldInfo.options.words,
    }),
});

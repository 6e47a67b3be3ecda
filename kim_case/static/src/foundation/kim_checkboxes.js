import {
    deserializeDate,
    deserializeDateTime,
    formatDate,
    formatDateTime,
} from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { getFieldDomain } from "@web/model/relational_model/utils";
import {
    Many2ManyCheckboxesField,
    many2ManyCheckboxesField,
} from "@web/views/fields/many2many_checkboxes/many2many_checkboxes_field";
import { SelectionField, selectionField } from "@web/views/fields/selection/selection_field";
import { useSpecialData } from "@web/views/fields/relational_utils";

const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

function inWords(word) {
    if (MOMENT.test(word)) {
        return formatDateTime(deserializeDateTime(word), { showSeconds: false });
    }
    return DAY.test(word) ? formatDate(deserializeDate(word)) : word;
}

/** Read the parts of a case that a field offers: [[id, words]], not numbers of rows. */
function usePartsInWords() {
    return useSpecialData(async (orm, props) => {
        const { relation } = props.record.fields[props.name];
        const domain = getFieldDomain(props.record, props.name, props.domain);
        const rows = await orm.searchRead(relation, domain, props.words);
        return rows.map((row) => [
            row.id,
            props.words
                .map((name) => row[name])
                .filter(Boolean)
                .map(inWords)
                .join(" · "),
        ]);
    });
}

/** Parts of a case to be ticked, in words: their own names are numbers. */
export class KimCheckboxes extends Many2ManyCheckboxesField {
    static props = {
        ...Many2ManyCheckboxesField.props,
        words: { type: Array, element: String },
    };

    setup() {
        super.setup();
        this.rows = usePartsInWords();
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

/** One part of a case to be chosen, in words. */
export class KimPartChoice extends SelectionField {
    static props = {
        ...SelectionField.props,
        words: { type: Array, element: String },
    };

    setup() {
        super.setup();
        this.specialData = usePartsInWords();
    }
}

registry.category("fields").add("kim_part_choice", {
    ...selectionField,
    component: KimPartChoice,
    displayName: _t("Selection in words"),
    supportedTypes: ["many2one"],
    extractProps: (fieldInfo, dynamicInfo) => ({
        ...selectionField.extractProps(fieldInfo, dynamicInfo),
        words: fieldInfo.options.words,
    }),
});

import { onMounted, onWillUnmount } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { deserializeDate, deserializeDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { FormController } from "@web/views/form/form_controller";
import { FormRenderer } from "@web/views/form/form_renderer";
import { formView } from "@web/views/form/form_view";

const WAIT = 800;
const DESERIALIZE = { date: deserializeDate, datetime: deserializeDateTime };

/**
 * A contact note, kept as a draft on the server while it is typed: a closed browser, an
 * empty battery or the next person at the door costs nothing. Not in the browser:
 * several people share a machine.
 */
export class KimNoteFormController extends FormController {
    setup() {
        super.setup();
        this.notification = useService("notification");
        this.keepDraft = useDebounced(() => this.sendDraft(), WAIT);
        this.onType = () => this.model.root.isNew && this.keepDraft();
        onMounted(() => {
            this.rootRef.el?.addEventListener("input", this.onType);
            this.rootRef.el?.addEventListener("change", this.onType);
            if (this.model.root.isNew) {
                this.offerDraft();
            }
        });
        onWillUnmount(() => {
            this.rootRef.el?.removeEventListener("input", this.onType);
            this.rootRef.el?.removeEventListener("change", this.onType);
        });
    }

    /** @override A note has its own draft, one for each case. */
    get kimKeepsItself() {
        return true;
    }

    get caseId() {
        return this.model.root.data.case_id?.id || false;
    }

    async offerDraft() {
        const draft = await this.orm.call("kim.case.note", "kim_draft_get", [this.caseId]);
        const { root } = this.model;
        if (!draft || !root.isNew || root.dirty) {
            return;
        }
        const changes = {};
        for (const [name, value] of Object.entries(draft.vals)) {
            const type = root.fields[name]?.type;
            if (type && name in root.activeFields && value) {
                changes[name] = DESERIALIZE[type] ? DESERIALIZE[type](value) : value;
            }
        }
        await root.update(changes);
        const close = this.notification.add(_t("Your draft is here again."), {
            type: "info",
            autocloseDelay: 15000,
            buttons: [
                {
                    name: _t("Throw away"),
                    onClick: async () => {
                        close();
                        await this.dropDraft(draft.case_id);
                        await root.discard();
                    },
                },
            ],
        });
    }

    async sendDraft() {
        const { root } = this.model;
        if (!root.isNew || this.kimSaving) {
            return;
        }
        const vals = await root.getChanges({ withReadonly: true });
        if (root.isNew && !this.kimSaving) {
            await this.orm.silent.call("kim.case.note", "kim_draft_keep", [this.caseId, vals]);
        }
    }

    /** @override A half typed note is a draft, not a part of the file. */
    async beforeVisibilityChange() {
        if (!this.model.root.isNew) {
            return super.beforeVisibilityChange(...arguments);
        }
        if (document.visibilityState === "hidden") {
            await this.sendDraft();
        }
    }

    /** @override */
    async beforeUnload() {
        if (!this.model.root.isNew) {
            return super.beforeUnload(...arguments);
        }
    }

    dropDraft(caseId) {
        return this.orm.call("kim.case.note", "kim_note_draft_drop", [caseId]);
    }

    /** @override */
    async save() {
        this.kimSaving = true; // a late draft must not outlive its note
        try {
            return await super.save(...arguments);
        } finally {
            this.kimSaving = !this.model.root.isNew;
        }
    }

    /** @override */
    async discard() {
        this.kimSaving = true;
        if (this.model.root.isNew) {
            await this.dropDraft(this.caseId);
        }
        return super.discard(...arguments);
    }
}

/** The cursor stands in the note on a phone, too; Odoo leaves it in the first field there. */
export class KimNoteFormRenderer extends FormRenderer {
    /** @override */
    get shouldAutoFocus() {
        return !this.props.archInfo.disableAutofocus;
    }
}

registry.category("views").add("kim_note_form", {
    ...formView,
    Controller: KimNoteFormController,
    Renderer: KimNoteFormRenderer,
});

import { onMounted, onWillUnmount, useEffect } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";
import { isGuarded } from "./lost_update";
import { offerDrafts } from "./drafts";
import { isKept, keepNewDraft, offerNewDraft } from "./new_drafts";

// How long someone pauses before what she typed is kept.
const WAIT = 800;

patch(FormController.prototype, {
    setup() {
        super.setup(...arguments);
        this.kimNotification = useService("notification");
        useEffect(
            () => {
                const { root } = this.model;
                if (isGuarded(root)) {
                    offerDrafts(root, { orm: this.orm, dialog: this.dialogService });
                } else if (this.kimKeeps) {
                    offerNewDraft(root, {
                        orm: this.orm,
                        notification: this.kimNotification,
                    });
                }
            },
            () => [this.model.root.resId, this.model.root.isNew && this.model.root.id]
        );
        const keep = useDebounced(() => this.kimKeepDraft(), WAIT);
        const onType = () => this.kimKeeps && keep();
        onMounted(() => {
            this.rootRef.el?.addEventListener("input", onType);
            this.rootRef.el?.addEventListener("change", onType);
        });
        onWillUnmount(() => {
            this.rootRef.el?.removeEventListener("input", onType);
            this.rootRef.el?.removeEventListener("change", onType);
        });
    },

    get kimKeeps() {
        return !this.env.inDialog && !this.kimKeepsItself && isKept(this.model.root);
    },

    async kimKeepDraft() {
        if (this.kimKeeps && !this.kimEnding) {
            await keepNewDraft(this.model.root, this.orm, () => this.kimEnding);
        }
    },

    async save() {
        this.kimEnding = true; // a late draft must not outlive its record
        try {
            return await super.save(...arguments);
        } finally {
            this.kimEnding = false;
        }
    },

    async discard() {
        if (!this.kimKeeps) {
            return super.discard(...arguments);
        }
        this.kimEnding = true;
        try {
            const { resModel, data } = this.model.root;
            await this.orm.silent.call(resModel, "kim_new_draft_drop", [
                data.case_id?.id || false,
            ]);
            return await super.discard(...arguments);
        } finally {
            this.kimEnding = false;
        }
    },
});

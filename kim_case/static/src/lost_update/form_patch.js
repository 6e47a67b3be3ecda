import { useEffect } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";
import { isGuarded } from "./lost_update";
import { offerDrafts } from "./drafts";

patch(FormController.prototype, {
    setup() {
        super.setup(...arguments);
        useEffect(
            () => {
                const { root } = this.model;
                if (isGuarded(root)) {
                    offerDrafts(root, { orm: this.orm, dialog: this.dialogService });
                }
            },
            () => [this.model.root.resId]
        );
    },
});

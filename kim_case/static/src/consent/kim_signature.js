import { SignatureDialog } from "@web/core/signature/signature_dialog";
import { registry } from "@web/core/registry";
import { SignatureField, signatureField } from "@web/views/fields/signature/signature_field";

/** Odoo's dialog without its claims about contracts: the person signs her own plan. */
export class KimSignatureDialog extends SignatureDialog {
    static template = "kim_case.SignatureDialog";
}

export class KimSignatureField extends SignatureField {
    setup() {
        super.setup();
        const dialogs = this.dialogService;
        this.dialogService = {
            ...dialogs,
            add: (dialog, props, options) =>
                dialogs.add(
                    dialog === SignatureDialog ? KimSignatureDialog : dialog,
                    props,
                    options
                ),
        };
    }

    /** On a phone the pad is as wide as the screen, not wider. */
    get sizeStyle() {
        return `${super.sizeStyle} max-width: 100%;`;
    }
}

registry.category("fields").add("kim_signature", {
    ...signatureField,
    component: KimSignatureField,
});

import { Component, useRef, useState, xml } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const MAX_MEGABYTES = 20;

function read(file) {
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.split(",")[1] || "");
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(file);
    });
}

/** A photo of the letter, or a file, straight into the case that is open. */
export class KimDocumentUpload extends Component {
    static template = xml`
        <div class="o_kim_document_upload d-flex flex-wrap gap-2 mb-2">
            <button type="button" class="o_kim_photo btn btn-primary o_kim_touch" t-att-disabled="state.busy"
                    t-on-click="() => this.photoRef.el.click()">
                <i class="fa fa-camera me-1" role="img" aria-hidden="true"/><t t-esc="labels.photo"/>
            </button>
            <button type="button" class="o_kim_file btn btn-secondary o_kim_touch" t-att-disabled="state.busy"
                    t-on-click="() => this.fileRef.el.click()">
                <i class="fa fa-paperclip me-1" role="img" aria-hidden="true"/><t t-esc="labels.file"/>
            </button>
            <input t-ref="photo" type="file" class="d-none" accept="image/*" capture="environment"
                   t-on-change="onChosen"/>
            <input t-ref="file" type="file" class="d-none" multiple="multiple"
                   accept="image/*,.pdf,.doc,.docx,.odt,.txt,.xls,.xlsx" t-on-change="onChosen"/>
        </div>`;
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.photoRef = useRef("photo");
        this.fileRef = useRef("file");
        this.state = useState({ busy: false });
        this.labels = { photo: _t("Take a photo"), file: _t("Add a file") };
    }

    async onChosen(ev) {
        const files = [...ev.target.files];
        const { record } = this.props;
        const added = [];
        this.state.busy = true;
        try {
            for (const file of files) {
                if (file.size > MAX_MEGABYTES * 1024 * 1024) {
                    this.notification.add(
                        _t("“%(name)s” is too large (at most %(max)s MB).", {
                            name: file.name,
                            max: MAX_MEGABYTES,
                        }),
                        { type: "danger" }
                    );
                    continue;
                }
                added.push(
                    await this.orm.call("kim.case.document", "kim_upload", [
                        record.resId,
                        file.name,
                        await read(file),
                    ])
                );
            }
        } finally {
            ev.target.value = "";
            this.state.busy = false;
            await record.load();
        }
        if (added.length === 1) {
            // what is it, of when? From a notice it is one click to its deadline
            await this.action.doAction(
                {
                    type: "ir.actions.act_window",
                    name: _t("Document"),
                    res_model: "kim.case.document",
                    res_id: added[0],
                    views: [[false, "form"]],
                    target: "new",
                },
                { onClose: () => record.load() }
            );
        }
    }
}

registry.category("view_widgets").add("kim_document_upload", { component: KimDocumentUpload });

import { Component, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { shrinkPhoto } from "./kim_photo";

const MEGABYTE = 1024 * 1024;
const MAX_MEGABYTES = 20;
const MODEL = "kim.case.document";

function read(file) {
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.split(",")[1] || "");
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(file);
    });
}

/**
 * A photo of the letter, or a file, straight into the case that is open.
 *
 * What could not be sent stays here until it is sent or thrown away: a photo taken by
 * this button lies nowhere else.
 */
export class KimDocumentUpload extends Component {
    static template = "kim_case.DocumentUpload";
    static props = { ...standardWidgetProps, photoOnly: { type: Boolean, optional: true } };

    setup() {
        this.action = useService("action");
        this.photoRef = useRef("photo");
        this.fileRef = useRef("file");
        this.state = useState({ share: null, name: "", left: [], problem: "", again: false });
    }

    get progress() {
        const { name, share } = this.state;
        return share < 100
            ? _t("%(name)s: %(share)s % sent", { name, share })
            : _t("%s is being put into the case …", name);
    }

    async onPhoto(ev) {
        const photos = [...ev.target.files];
        ev.target.value = "";
        await this.send(await Promise.all(photos.map((photo) => shrinkPhoto(photo))));
    }

    async onFiles(ev) {
        const files = [...ev.target.files];
        ev.target.value = "";
        await this.send(files);
    }

    retry() {
        return this.send(this.state.left);
    }

    throwAway() {
        Object.assign(this.state, { left: [], problem: "", again: false });
    }

    /** Send files one by one; the first that fails stops, and the rest is kept. */
    async send(files) {
        const { record } = this.props;
        Object.assign(this.state, { left: [...files], problem: "", again: false, share: 0 });
        const added = [];
        try {
            if (!(await record.save())) {
                Object.assign(this.state, {
                    problem: _t("Please complete the marked fields of the case first."),
                    again: true,
                });
                return;
            }
            while (this.state.left.length) {
                added.push(await this.sendOne(this.state.left[0]));
                this.state.left.shift();
            }
        } catch (error) {
            this.explain(error);
        } finally {
            this.state.share = null;
        }
        if (!added.length) {
            return;
        }
        await record.load();
        if (added.length === 1 && !this.state.left.length) {
            // what is it, of when? From a notice it is one click to its deadline
            await this.action.doAction(
                {
                    type: "ir.actions.act_window",
                    name: _t("Document"),
                    res_model: MODEL,
                    res_id: added[0],
                    views: [[false, "form"]],
                    target: "new",
                },
                { onClose: () => record.load() }
            );
        }
    }

    async sendOne(file) {
        Object.assign(this.state, { name: file.name, share: 0 });
        if (file.size > MAX_MEGABYTES * MEGABYTE) {
            throw new RangeError();
        }
        const data = await read(file);
        const xhr = new browser.XMLHttpRequest();
        xhr.upload.addEventListener("progress", ({ loaded, total }) => {
            this.state.share = Math.round((100 * loaded) / (total || 1));
        });
        return rpc(
            `/web/dataset/call_kw/${MODEL}/kim_upload`,
            {
                model: MODEL,
                method: "kim_upload",
                args: [this.props.record.resId, file.name, data],
                kwargs: { context: user.context },
            },
            { xhr, silent: true }
        );
    }

    /** Say what went wrong beside the button, and whether trying again can help. */
    explain(error) {
        const { name } = this.state;
        if (error instanceof RangeError) {
            this.state.problem = _t("“%(name)s” is too large (at most %(max)s MB).", {
                name,
                max: MAX_MEGABYTES,
            });
        } else if (error instanceof ConnectionLostError) {
            this.state.problem = _t(
                "“%(name)s” has not been sent: there is no connection. It is kept here as long as you stay on this page.",
                { name }
            );
            this.state.again = true;
        } else if (error.data?.message) {
            this.state.problem = error.data.message;
        } else {
            this.state.problem = _t("“%(name)s” cannot be read.", { name });
        }
    }
}

registry.category("view_widgets").add("kim_document_upload", {
    component: KimDocumentUpload,
    extractProps: ({ options }) => ({ photoOnly: Boolean(options.photo) }),
});

import { markRaw, toRaw } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";
import { Record } from "@web/model/relational_model/record";
import { RelationalModel } from "@web/model/relational_model/relational_model";
import { rememberDraft } from "./drafts";
import { CONTEXT_KEY, askWhichVersion, conflictsOf, isGuarded, loadedValues } from "./lost_update";

const LINKS = ["many2one", "many2many", "one2many", "reference", "many2one_reference"];

// The question is asked by the record, not by the form: buttons, a hidden tab, lists
// and dialogs save without passing the form's own `onSaveError`.
patch(Record.prototype, {
    async _save(options = {}) {
        if (!isGuarded(this)) {
            return super._save(...arguments);
        }
        if (this._kimSavesByBeacon) {
            const pending = { ...this._changes };
            const changes = this._getChanges();
            const { context } = this.config;
            const said = { loaded: loadedValues(this, changes), closing: true };
            this.config.context = { ...context, [CONTEXT_KEY]: said };
            let saving;
            try {
                saving = super._save(...arguments); // the beacon leaves before any await
            } finally {
                this.config.context = context;
            }
            const succeeded = await saving;
            if (succeeded && Object.keys(changes).length) {
                // whoever stays after all (a download link) has these values as a base
                this._values = markRaw({ ...this._values, ...pending });
                rememberDraft(this.resModel, this.resId);
            }
            return succeeded;
        }
        this.model._kimSaving = { record: this, answer: options.kimAnswer };
        try {
            return await super._save({
                ...options,
                onError: (error, tools) => this._kimOnSaveError(error, tools, options),
            });
        } finally {
            this.model._kimSaving = undefined;
        }
    },

    /** Show values that were typed before into a new record; the server names links. */
    async kimTakeUp(vals) {
        const ask = (changes, onError) =>
            this.model._onchange(this.config, {
                changes,
                evalContext: toRaw(this.evalContext),
                onError,
            });
        await this.model.mutex.exec(async () => {
            // a link may lead nowhere by now; the text is given back all the same
            const isText = ([name]) => !LINKS.includes(this.fields[name]?.type);
            const texts = Object.fromEntries(Object.entries(vals).filter(isText));
            const shown =
                (await ask(vals, () => undefined)) || (await ask(texts)) || {};
            this._applyChanges({}, shown);
            this.dirty = true;
        });
    },

    get _kimSavesByBeacon() {
        const { _urgentSave, useSendBeaconToSaveUrgently, env } = this.model;
        return _urgentSave && useSendBeaconToSaveUrgently && !env.inDialog;
    },

    async _kimOnSaveError(error, tools, options) {
        const conflicts = conflictsOf(error);
        if (conflicts) {
            return this._kimResolve(conflicts, tools, options);
        }
        if (options.onError) {
            return options.onError(error, tools);
        }
        if (!this.isInEdition) {
            await this._load({});
        }
        throw error;
    },

    async _kimResolve(conflicts, { discard }, options) {
        const { action, seen, theirs } = await askWhichVersion(this.model.dialog, conflicts);
        if (action === "save") {
            const before = options.kimAnswer || { seen: {}, theirs: [] };
            return this._save({
                ...options,
                reload: true, // what was given up must not stay on the screen
                kimAnswer: {
                    seen: { ...before.seen, ...seen },
                    theirs: [...before.theirs, ...theirs],
                },
            });
        }
        if (action === "discard") {
            discard();
            if (options.nextId) {
                await this.model.load({ resId: options.nextId });
                return true;
            }
            await this._load();
            return options.reload === false; // leaving goes on, a button waits
        }
        return false;
    },
});

patch(RelationalModel.prototype, {
    setup() {
        super.setup(...arguments);
        const orm = this.orm;
        this.orm = Object.assign(Object.create(orm), {
            webSave: (resModel, ids, changes, kwargs = {}) =>
                orm.webSave(resModel, ids, changes, this._kimTell(resModel, ids, changes, kwargs)),
            webSaveMulti: (resModel, ids, data, kwargs = {}) =>
                orm.webSaveMulti(resModel, ids, data, this._kimTellAll(resModel, ids, data, kwargs)),
        });
    },

    /** Add to the context of a save what its record had loaded. */
    _kimTell(resModel, ids, changes, kwargs) {
        const { record, answer } = this._kimSaving || {};
        if (!record) {
            return this._kimTellAll(resModel, ids, ids.map(() => changes), kwargs);
        }
        if (record.resModel !== resModel || ids.length !== 1 || ids[0] !== record.resId) {
            return kwargs;
        }
        const said = { loaded: loadedValues(record, changes), ...answer };
        return { ...kwargs, context: { ...kwargs.context, [CONTEXT_KEY]: said } };
    },

    /** The same for a list that saves several records at once. */
    _kimTellAll(resModel, ids, changesList, kwargs) {
        const shown = Object.fromEntries(
            (this.root?.records || []).map((record) => [record.resId, record])
        );
        if (!ids.length || !ids.every((id) => shown[id] && isGuarded(shown[id]))) {
            return kwargs;
        }
        const records = Object.fromEntries(
            ids.map((id, index) => [id, { loaded: loadedValues(shown[id], changesList[index]) }])
        );
        return { ...kwargs, context: { ...kwargs.context, [CONTEXT_KEY]: { records } } };
    },
});

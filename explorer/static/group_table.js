// The group as a table: fields and sliders of what can be changed, and what follows from it.
// It computes nothing: every number arrives as text. Where the table does not fit beside
// itself it is set denser, and then as one card an answer.
const LAYOUTS = ["wide", "dense", "cards"];

export default {
  template: `
<div class="group-scroll" :class="[layout, { long: rows.length > 10 }]" tabindex="0" role="region" aria-label="Table of the group">
<table class="group-table" role="table" ref="table">
  <thead role="rowgroup">
    <tr role="row">
      <th scope="col" role="columnheader" class="number-head"><span class="hidden-text">answer number</span></th>
      <th scope="col" role="columnheader" class="answer-head">answer</th>
      <th v-for="c in columns" :key="c.key" scope="col" role="columnheader" :class="[c.role, c.kind]">
        <span v-if="c.key === 'lamp' || c.key === 'tokens'">{{ c.spoken }}</span>
        <button v-else type="button" class="head" :class="{ chosen: c.key === concept }"
          :aria-label="'Explain ' + c.spoken" :aria-pressed="String(c.key === concept)"
          @click="$emit('explain', c.key)" v-html="symbol(c)"></button>
      </th>
      <th scope="col" role="columnheader" class="remove-head"><span class="hidden-text">remove</span></th>
    </tr>
  </thead>
  <tbody role="rowgroup">
    <tr v-for="(row, i) in rows" :key="i" role="row"
      :class="{ picked: i === picked, binds: row.binds }" @focusin="pick(i)" @click="pick(i)">
      <th scope="row" role="rowheader" class="number"><button type="button" class="pick"
        :aria-pressed="String(i === picked)"
        :aria-label="'o' + (i + 1) + ', show in all pictures'">o<sub>{{ i + 1 }}</sub></button></th>
      <td class="answer" role="cell"><textarea rows="1" maxlength="4001" dir="auto"
        :value="shown('text:' + i, row.text)"
        :aria-label="'Text of answer ' + (i + 1)" v-bind="complaint(i, 'text')"
        @input="edit(i, 'text', $event)" @blur="leave(i, 'text')"
        @keydown.enter.exact.prevent="leave(i, 'text')"></textarea>
        <span v-if="saidOf('text:' + i)" class="hidden-text" :id="'wrong-text:' + i">{{ saidOf('text:' + i) }}</span></td>
      <td v-for="c in columns" :key="c.key" role="cell" :class="[c.role, c.kind, tone(row, c.key)]">
        <span class="cell-name" aria-hidden="true" v-if="layout === 'cards'" v-html="symbol(c) || c.spoken"></span>
        <template v-if="c.kind === 'given'">
          <input type="text" inputmode="decimal" autocomplete="off" class="field" maxlength="4001"
            :value="shown(c.key + ':' + i, row.in[c.key].value)" :title="row.in[c.key].at"
            :aria-label="c.spoken + ' of answer ' + (i + 1)" v-bind="complaint(i, c.key)"
            @input="edit(i, c.key, $event)" @blur="leave(i, c.key)" @keydown.enter="leave(i, c.key)">
          <span v-if="saidOf(c.key + ':' + i)" class="hidden-text" :id="'wrong-' + c.key + ':' + i">{{ saidOf(c.key + ':' + i) }}</span>
          <input v-if="row.in[c.key].step" type="range" :min="row.in[c.key].low"
            :max="row.in[c.key].high" :step="row.in[c.key].step"
            :value="shown('slide-' + c.key + ':' + i, row.in[c.key].at)"
            :aria-label="c.spoken + ' of answer ' + (i + 1) + ', slider'"
            @input="slide(i, c.key, $event)" @change="$emit('edit', said(i, c.key, null))">
        </template>
        <span v-else-if="c.key === 'lamp'" class="lamp-cell">
          <svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="4.4"
            :class="row.lamp.startsWith('pushes') ? 'lamp on' : 'lamp off'"/>
            <path v-if="row.lamp.startsWith('pushes')" class="rays"
              d="M8 2.2V.7M8 13.8V15.3M2.2 8H.7M13.8 8H15.3M3.9 3.9L2.9 2.9M12.1 12.1L13.1 13.1M3.9 12.1L2.9 13.1M12.1 3.9L13.1 2.9"/></svg>{{ row.lamp }}
        </span>
        <span v-else class="much">
          <svg v-if="c.key === 'A'" class="sign" viewBox="0 0 16 16" aria-hidden="true">
            <polygon v-if="row.sign === 'up'" points="8,2 14,13 2,13"/>
            <polygon v-if="row.sign === 'down'" points="8,14 14,3 2,3"/>
          </svg>{{ row.out[c.key] }}
        </span>
      </td>
      <td class="remove-cell" role="cell"><button type="button" class="remove" :disabled="rows.length <= 2"
        :aria-label="'Remove answer ' + (i + 1)" @click.stop="$emit('remove', i)">×</button></td>
    </tr>
  </tbody>
  <tfoot role="rowgroup">
    <tr role="row">
      <td role="cell" class="number"></td>
      <td role="cell" class="answer-head"><button type="button" class="add"
        :disabled="rows.length >= 64" @click="add">+ add an answer</button>mean</td>
      <td v-for="c in columns" :key="c.key" role="cell" :class="[c.role, c.kind, { bare: !sums[c.key] }]">
        <span class="cell-name" aria-hidden="true" v-if="layout === 'cards'" v-html="symbol(c) || c.spoken"></span>{{ sums[c.key] || '' }}</td>
      <td role="cell" class="remove-cell"></td>
    </tr>
  </tfoot>
</table>
</div>`,
  mixins: [window.explorerFields],
  props: {
    rows: Array,
    columns: Array,
    sums: Object,
    picked: Number,
    concept: String,
  },
  emits: ["edit", "pick", "remove", "explain", "add", "undo", "redo", "mark"],
  data: () => ({ layout: LAYOUTS[0], adds: 0, room: 0 }),
  mounted() {
    this.watcher = new ResizeObserver(() => this.fit());
    this.watcher.observe(this.$el);
    this.keys = (event) => this.step(event);
    window.addEventListener("keydown", this.keys);
    document.fonts.ready.then(() => this.fit(true));
  },
  unmounted() {
    this.watcher.disconnect();
    window.removeEventListener("keydown", this.keys);
  },
  updated() {
    if (this.layout !== "cards" && this.isCut()) this.fit(true);
  },
  watch: {
    columns() {
      this.$nextTick(() => this.fit(true));
    },
    rows(now, before) {
      const grown = now.length - (before?.length ?? 0);
      if (grown <= 0 || !this.adds) return;
      this.adds = Math.max(0, this.adds - grown); // several may come at once
      this.$nextTick(this.showLast);
    },
  },
  methods: {
    symbol: (column) => window.explorerHeads[column.head],
    tone(row, key) {
      if (key === row.idle) return "idle";
      if (key === "gradient") return row.pull;
      return key === "A" || key === "value" ? row.sign : "";
    },
    complaint(i, field) {
      const said = this.saidOf(`${field}:${i}`);
      return {
        "aria-invalid": String(!!said),
        "aria-describedby": said ? `wrong-${field}:${i}` : null,
      };
    },
    pick(i) {
      if (i !== this.picked) this.$emit("pick", i);
    },
    said: (index, field, value) => ({ index, field, value }),
    edit(i, field, event) {
      const text = event.target.value;
      this.write(`${field}:${i}`, text, "edit", this.said(i, field, text));
    },
    leave(i, field) {
      this.leaveField(`${field}:${i}`, "edit", this.said(i, field, null));
    },
    slide(i, field, event) {
      const text = event.target.value;
      this.slideTo(`${field}:${i}`, text, "edit", this.said(i, field, text));
    },
    add() {
      this.adds += 1;
      this.$emit("add");
    },
    showLast() {
      const text = this.$el.querySelector("tbody tr:last-child textarea");
      text.focus({ preventScroll: true });
      text.select();
      text.closest("tr").scrollIntoView({ block: "center" });
    },
    // Outside of texts, where the browser has steps of its own.
    step(event) {
      const key = event.key.toLowerCase();
      if (!(event.ctrlKey || event.metaKey) || event.altKey || !["z", "y"].includes(key)) return;
      if (event.target.closest?.("textarea, input[type=text], .q-dialog")) return;
      event.preventDefault();
      this.$emit(key === "y" || event.shiftKey ? "redo" : "undo");
    },
    isCut() {
      return this.$el.scrollWidth > this.$el.clientWidth;
    },
    // The first layout that has room; measured, because fonts and numbers differ.
    fit(anew) {
      const room = this.$el.clientWidth;
      if (!anew && room === this.room) return;
      this.room = room;
      const classes = this.$el.classList;
      for (const layout of LAYOUTS) {
        classes.remove(...LAYOUTS);
        classes.add(layout);
        this.layout = layout;
        if (!this.isCut()) return;
      }
    },
  },
};

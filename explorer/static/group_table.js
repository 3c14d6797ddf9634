// The group as a table: fields and sliders of what can be changed, and what follows from it.
// It computes nothing: every number arrives as text.
const HELD = 250; // ms for which a slider keeps its own place against late answers

export default {
  template: `
<div class="group-scroll" tabindex="0" role="region" aria-label="Table of the group">
<table class="group-table">
  <thead>
    <tr>
      <th scope="col"><span class="hidden-text">answer number</span></th>
      <th scope="col" class="answer-head">answer</th>
      <th v-for="c in columns" :key="c.key" scope="col" :class="[c.role, c.kind]">
        <span v-if="c.key === 'lamp' || c.key === 'tokens'">{{ c.spoken }}</span>
        <button v-else type="button" class="head" :class="{ chosen: c.key === concept }"
          :aria-label="'Explain ' + c.spoken" :aria-pressed="String(c.key === concept)"
          @click="$emit('explain', c.key)" v-html="symbol(c)"></button>
      </th>
      <th scope="col"><span class="hidden-text">remove</span></th>
    </tr>
  </thead>
  <tbody>
    <tr v-for="(row, i) in rows" :key="i"
      :class="{ picked: i === picked, binds: row.binds }" @focusin="pick(i)" @click="pick(i)">
      <th scope="row"><button type="button" class="pick" :aria-pressed="String(i === picked)"
        :aria-label="'o' + (i + 1) + ', show in all pictures'">o<sub>{{ i + 1 }}</sub></button></th>
      <td class="answer"><input type="text" :value="shown(i, 'text', row.text)" maxlength="4000"
        :aria-label="'Text of answer ' + (i + 1)" :aria-invalid="isBad(i, 'text')"
        @input="edit(i, 'text', $event)" @blur="leave(i, 'text')"></td>
      <td v-for="c in columns" :key="c.key" :class="[c.role, c.kind, tone(row, c.key)]">
        <template v-if="c.kind === 'given'">
          <input type="text" inputmode="decimal" autocomplete="off" class="field"
            :value="shown(i, c.key, row.in[c.key].value)"
            :aria-label="c.spoken + ' of answer ' + (i + 1)" :aria-invalid="isBad(i, c.key)"
            @input="edit(i, c.key, $event)" @blur="leave(i, c.key)" @keydown.enter="leave(i, c.key)">
          <input v-if="row.in[c.key].step" type="range" :min="row.in[c.key].low"
            :max="row.in[c.key].high" :step="row.in[c.key].step"
            :value="shown(i, 'slide-' + c.key, row.in[c.key].value)"
            :aria-label="c.spoken + ' of answer ' + (i + 1) + ', slider'"
            @input="slide(i, c.key, $event)">
        </template>
        <span v-else-if="c.key === 'lamp'" class="lamp-cell">
          <svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="5.5"
            :class="row.lamp.startsWith('pushes') ? 'lamp on' : 'lamp off'"/></svg>{{ row.lamp }}
        </span>
        <template v-else>
          <svg v-if="c.key === 'A'" class="sign" viewBox="0 0 16 16" aria-hidden="true">
            <polygon v-if="row.sign === 'up'" points="8,2 14,13 2,13"/>
            <polygon v-if="row.sign === 'down'" points="8,14 14,3 2,3"/>
          </svg>{{ row.out[c.key] }}
        </template>
      </td>
      <td><button type="button" class="remove" :disabled="rows.length <= 2"
        :aria-label="'Remove answer ' + (i + 1)" @click.stop="$emit('remove', i)">×</button></td>
    </tr>
  </tbody>
  <tfoot>
    <tr>
      <td></td>
      <td class="answer-head"><button type="button" class="add"
        :disabled="rows.length >= 64" @click="$emit('add')">+ add an answer</button>mean</td>
      <td v-for="c in columns" :key="c.key" :class="[c.role, c.kind]">{{ sums[c.key] || '' }}</td>
      <td></td>
    </tr>
  </tfoot>
</table>
</div>`,
  props: {
    rows: Array,
    columns: Array,
    sums: Object,
    picked: Number,
    concept: String,
    bad: String,
  },
  emits: ["edit", "pick", "remove", "explain", "add"],
  data: () => ({ drafts: {}, timers: {} }),
  methods: {
    symbol: (column) => window.explorerHeads[column.head],
    // What stands in a field: while it is being typed, the user's own letters.
    shown(i, field, value) {
      return this.drafts[`${field}:${i}`] ?? value;
    },
    isBad(i, field) {
      return String(this.bad === `${field}:${i}`);
    },
    tone(row, key) {
      if (key === row.idle) return "idle";
      if (key === "gradient") return row.pull;
      return key === "A" || key === "value" ? row.sign : "";
    },
    pick(i) {
      if (i !== this.picked) this.$emit("pick", i);
    },
    edit(i, field, event) {
      this.drafts[`${field}:${i}`] = event.target.value;
      this.$emit("edit", { index: i, field, value: event.target.value });
    },
    leave(i, field) {
      delete this.drafts[`${field}:${i}`];
      if (this.isBad(i, field) === "true") this.$emit("edit", { index: i, field, value: null });
    },
    slide(i, field, event) {
      const key = `slide-${field}:${i}`;
      this.drafts[key] = event.target.value;
      clearTimeout(this.timers[key]);
      this.timers[key] = setTimeout(() => delete this.drafts[key], HELD);
      this.$emit("edit", { index: i, field, value: event.target.value });
    },
  },
};

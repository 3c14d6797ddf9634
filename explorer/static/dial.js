// A named number with a slider; the number arrives as text and leaves as text.
const HELD = 250; // ms for which the slider keeps its own place against late answers

export default {
  template: `
<div class="dial" :class="{ resting: disabled }">
  <span class="dial-name" v-html="symbol" aria-hidden="true"></span>
  <input type="text" inputmode="decimal" autocomplete="off" class="field" :value="typed ?? value"
    :aria-label="name" :aria-invalid="String(bad)" :disabled="disabled"
    @input="type($event)" @blur="leave" @keydown.enter="leave">
  <input type="range" :min="low" :max="high" :step="step" :value="slid ?? value"
    :aria-label="name + ', slider'" :disabled="disabled" @input="slide($event)">
</div>`,
  props: {
    name: String,
    symbol: String,
    value: String,
    low: Number,
    high: Number,
    step: Number,
    bad: Boolean,
    disabled: Boolean,
  },
  emits: ["turn"],
  data: () => ({ typed: null, slid: null, timer: null }),
  methods: {
    type(event) {
      this.typed = event.target.value;
      this.$emit("turn", event.target.value);
    },
    leave() {
      this.typed = null;
      if (this.bad) this.$emit("turn", null);
    },
    slide(event) {
      this.slid = event.target.value;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => (this.slid = null), HELD);
      this.$emit("turn", event.target.value);
    },
  },
};

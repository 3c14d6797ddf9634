// A named number with a slider; the number arrives as text and leaves as text.
export default {
  template: `
<div class="dial" :class="{ resting: disabled }">
  <span class="dial-name" v-html="symbol" aria-hidden="true"></span>
  <input type="text" inputmode="decimal" autocomplete="off" class="field" maxlength="4001"
    :value="shown(place, value)" :aria-label="name" :disabled="disabled"
    :aria-invalid="String(!!saidOf(place))"
    :aria-describedby="saidOf(place) ? 'wrong-' + place : null"
    @input="type($event)" @blur="leave" @keydown.enter="leave">
  <input type="range" :min="low" :max="high" :step="step" :value="shown('slide-' + place, at)"
    :aria-label="name + ', slider'" :disabled="disabled"
    @input="slide($event)" @change="$emit('turn', null)">
  <span v-if="saidOf(place)" :id="'wrong-' + place" class="hidden-text">{{ saidOf(place) }}</span>
</div>`,
  mixins: [window.explorerFields],
  props: {
    name: String,
    symbol: String,
    place: String,
    value: String,
    at: String,
    low: Number,
    high: Number,
    step: Number,
    disabled: Boolean,
  },
  emits: ["turn", "mark"],
  methods: {
    type(event) {
      this.write(this.place, event.target.value, "turn", event.target.value);
    },
    leave() {
      this.leaveField(this.place, "turn", null);
    },
    slide(event) {
      this.slideTo(this.place, event.target.value, "turn", event.target.value);
    },
  },
};

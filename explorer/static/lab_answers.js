// Answers of the lab's model, and at one place of one answer what else could have come.
// The server sends every number; here is only which place is looked at, and the writing.
const TOKEN = 420; // milliseconds that a token takes to be written

export default {
  template: `
<div class="lab-answers">
  <div class="lab-columns" role="radiogroup" aria-label="answer that is looked at">
    <section v-for="(column, c) in columns" :key="c">
      <h3>{{ column.name }} <span class="quiet">{{ column.score }}</span></h3>
      <label v-for="(answer, i) in column.answers" :key="i" class="lab-answer"
        :class="{ looked: isPicked(c, i) }">
        <input type="radio" name="lab-answer" :checked="isPicked(c, i)"
          :aria-label="column.name + ', o' + (i + 1) + ': ' + answer.said" @change="pick(c, i)">
        <i aria-hidden="true">o<sub>{{ i + 1 }}</sub></i>
        <span class="lab-tokens" aria-hidden="true"><span v-for="(token, k) in answer.tokens"
          :key="k" class="lab-token" :class="look(c, i, k)"
          @click="point(c, i, k)">{{ token }}</span></span>
        <span class="reward" aria-hidden="true">r = {{ answer.reward }}</span>
      </label>
    </section>
  </div>
  <div v-if="here" class="lab-place">
    <div class="lab-steer">
      <button type="button" class="lab-write" @click="write">Write it again</button>
      <input type="range" min="0" :max="places.length - 1" step="1" :value="at"
        aria-label="token" :aria-valuetext="(at + 1) + ' of ' + places.length + ': ' + here.said"
        @input="stand(Number($event.target.value))">
    </div>
    <p>Next token after <b>{{ here.after }}</b></p>
    <div class="lab-columns">
      <section v-for="(bars, c) in here.bars" :key="c">
        <h3 v-if="columns.length > 1">{{ columns[c].name }}</h3>
        <ol class="lab-bars">
          <li v-for="bar in bars" :key="bar.token" :class="{ lit: bar.lit }">
            <span class="lab-token" :class="{ lit: bar.lit }">{{ bar.token }}</span>
            <span class="lab-track"><span :style="{ width: bar.width }"></span></span>
            <span class="lab-chance">{{ bar.chance }}<span v-if="bar.lit" class="lab-mark">
              {{ isOwn(c) ? "drawn" : "written" }}</span></span>
          </li>
        </ol>
      </section>
    </div>
  </div>
</div>`,
  props: { columns: Array, picked: String, places: Array, heard: Number },
  emits: ["pick"],
  data: () => ({ place: 0, writing: false, wanted: null }),
  computed: {
    at() {
      return Math.min(this.place, (this.places?.length ?? 1) - 1);
    },
    here() {
      return this.places?.[this.at];
    },
  },
  watch: {
    places() {
      if (this.wanted === null) this.write();
      else this.stand(this.wanted);
      this.wanted = null;
    },
  },
  mounted() {
    if (this.here) this.write();
  },
  beforeUnmount() {
    clearTimeout(this.timer);
  },
  methods: {
    isPicked(column, index) {
      return this.picked === `${column}:${index}`;
    },
    isOwn(column) {
      return this.picked.startsWith(`${column}:`);
    },
    look(column, index, place) {
      if (!this.isPicked(column, index)) return {};
      return { lit: place === this.at, unwritten: this.writing && place > this.at };
    },
    pick(column, index) {
      this.$emit("pick", [column, index]);
    },
    point(column, index, place) {
      if (this.isPicked(column, index)) this.stand(place);
      else this.wanted = place; // the label's own click picks the answer
    },
    stand(place) {
      clearTimeout(this.timer);
      this.writing = false;
      this.place = place;
    },
    write() {
      this.stand(this.places.length - 1);
      if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
      this.place = 0;
      this.writing = true;
      this.timer = setTimeout(this.next, TOKEN);
    },
    next() {
      if (this.at === this.places.length - 1) return this.stand(this.at);
      this.place += 1;
      this.timer = setTimeout(this.next, TOKEN);
    },
  },
};

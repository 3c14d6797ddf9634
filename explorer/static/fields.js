// What stands in the fields of a control, until the server has heard of it.
// A mixin of the controls: each message gets a number, and `heard` comes back with what is shown.
window.explorerFields = {
  props: { heard: Number, wrong: Object },
  data: () => ({ drafts: {}, sent: 0 }),
  methods: {
    shown(place, value) {
      return this.drafts[place]?.text ?? value;
    },
    saidOf(place) {
      return this.wrong?.[place];
    },
    // The user's own text of a field; it is kept while the field has the focus.
    write(place, text, event, payload) {
      delete this.drafts[`slide-${place}`];
      this.send(event, payload);
      this.drafts[place] = { text, number: this.sent, typing: true };
    },
    slideTo(place, text, event, payload) {
      delete this.drafts[place];
      this.send(event, payload);
      this.drafts[`slide-${place}`] = { text, number: this.sent, typing: false };
    },
    leaveField(place, event, payload) {
      if (!(place in this.drafts)) return;
      this.send(event, payload);
      Object.assign(this.drafts[place], { number: this.sent, typing: false });
    },
    send(event, payload) {
      this.sent += 1;
      this.$emit("mark", this.sent);
      this.$emit(event, payload);
    },
  },
  watch: {
    heard(number) {
      for (const place in this.drafts) {
        const draft = this.drafts[place];
        if (!draft.typing && draft.number <= number) delete this.drafts[place];
      }
    },
  },
};

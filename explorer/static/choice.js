// A named native list to choose from.
export default {
  template: `
<label class="choice"><span>{{ name }}</span>
  <select :value="value" @change="$emit('choose', $event.target.value)">
    <option v-for="option in options" :key="option[0]" :value="option[0]">{{ option[1] }}</option>
  </select>
</label>`,
  // When `refused` changes, the list shows again what counts.
  props: { name: String, value: String, options: Array, refused: Number },
  emits: ["choose"],
};

// The takes: those the server has, and those of this page that it has not got yet.

const PATIENCE = 2000; // milliseconds until a server that was away is asked again

export class Store extends EventTarget {
  takes = {}; // by key: seconds, version, whether there is an earlier one
  unsaved = new Map(); // by key: the sound as a Blob, and its seconds
  trouble = ""; // why something is unsaved; "gone" if the server does not answer
  saving = Promise.resolve(); // one after the other, so that no take is sent twice

  constructor(mark) {
    super();
    this.mark = mark;
  }

  address(key) {
    return `/take/${this.mark}/${key}`;
  }

  // Where the sound of a beat can be heard.
  sound(key) {
    const own = this.unsaved.get(key);
    if (own) return own.address ??= URL.createObjectURL(own.blob);
    return `${this.address(key)}?${encodeURIComponent(this.takes[key].version)}`;
  }

  length(key) {
    return (this.unsaved.get(key) ?? this.takes[key])?.seconds;
  }

  load() {
    return this.ask("/takes");
  }

  async add(key, blob, seconds) {
    this.unsaved.set(key, { blob, seconds });
    await this.save();
  }

  takeEarlier(key) {
    return this.ask(`${this.address(key)}/earlier`, { method: "POST" });
  }

  // Send what the server has not got; what it does not take stays.
  save() {
    clearTimeout(this.later);
    this.saving = this.saving.then(() => this.send());
    return this.saving;
  }

  async send() {
    for (const [key, { blob }] of this.unsaved) {
      if (!await this.ask(this.address(key), { method: "PUT", body: blob })) break;
      if (this.unsaved.get(key)?.blob === blob) this.unsaved.delete(key);
    }
    if (this.unsaved.size && this.trouble === "gone") this.later = setTimeout(() => this.save(), PATIENCE);
    this.dispatchEvent(new Event("change"));
  }

  // Whether the server did what it was asked for.
  async ask(address, request) {
    let answer = { error: "gone" };
    try {
      const response = await fetch(address, request);
      const text = await response.text();
      answer = text.startsWith("{") ? JSON.parse(text) : { error: text };
    } catch { /* nobody answers */ }
    this.trouble = answer.error ?? "";
    this.takes = answer.takes ?? this.takes;
    this.dispatchEvent(new Event("change"));
    return !this.trouble;
  }
}

// A microphone of this machine: as it is, without what browsers do to voices in calls.
// What a busy page is told late belongs to the take in which it was heard all the same.

const PATIENCE = 1000; // milliseconds until the end of a take is known, at most
const RAW = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

export class Microphone extends EventTarget {
  stream = null;
  context = new AudioContext();
  tap = this.tapped(); // at once: later the server might have been stopped
  takes = new Map(); // by number: their blocks so far
  last = 0; // the number of the last take

  async tapped() {
    await this.context.audioWorklet.addModule("/static/tap.js");
    const tap = new AudioWorkletNode(this.context, "tap", {
      numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit",
    });
    tap.port.onmessage = ({ data: { take, block } }) => {
      if (!take && !block.length) this.ended?.();
      this.takes.get(take)?.push(block);
      this.dispatchEvent(new CustomEvent("block", { detail: block }));
    };
    return tap;
  }

  // Begins a take, whose number it gives.
  async begin() {
    const tap = await this.tap;
    this.takes.set(++this.last, []);
    tap.port.postMessage(this.last);
    return this.last;
  }

  // Ends it, and gives all that was heard in it.
  async end(take) {
    const { port } = await this.tap;
    const blocks = this.takes.get(take) ?? [];
    await new Promise((done) => {
      this.ended = done;
      setTimeout(done, PATIENCE);
      port.postMessage(0);
    });
    this.takes.delete(take);
    return blocks;
  }

  // Forgets a take that shall not be kept.
  drop(take) {
    this.takes.delete(take);
  }

  // How many seconds of a take have been heard.
  length(take) {
    return (this.takes.get(take) ?? []).reduce((count, { length }) => count + length, 0) / this.rate;
  }

  get isOpen() {
    return this.stream !== null;
  }

  get rate() {
    return this.context.sampleRate;
  }

  // The browser asks its user. Rejects with a DOMException that says why there is none.
  async open(wanted = "") {
    this.close();
    if (!navigator.mediaDevices) throw new DOMException("", "NotFoundError");
    const device = wanted ? { deviceId: { exact: wanted } } : {};
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { ...RAW, ...device } });
    this.source = this.context.createMediaStreamSource(stream);
    this.source.connect(await this.tap);
    const [track] = stream.getAudioTracks();
    track.onended = () => {
      this.close();
      this.dispatchEvent(new Event("gone"));
    };
    await this.context.resume();
    Object.assign(this, { stream, device: track.getSettings().deviceId });
  }

  close() {
    this.stream?.getTracks().forEach((track) => { track.onended = null; track.stop(); });
    this.source?.disconnect();
    this.stream = this.source = null;
  }

  // The microphones there are; their names are told once one is open.
  async all() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.filter(({ kind }) => kind === "audioinput");
  }
}

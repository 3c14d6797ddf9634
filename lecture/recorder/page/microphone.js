// A microphone of this machine: as it is, without what browsers do to voices in calls.

const RAW = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

export class Microphone extends EventTarget {
  stream = null;
  context = new AudioContext();
  tap = this.tapped(); // at once: later the server might have been stopped

  async tapped() {
    await this.context.audioWorklet.addModule("/static/tap.js");
    const tap = new AudioWorkletNode(this.context, "tap", {
      numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit",
    });
    tap.port.onmessage = ({ data }) => this.dispatchEvent(new CustomEvent("block", { detail: data }));
    return tap;
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

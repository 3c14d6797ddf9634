// A microphone of this machine: as it is, without what browsers do to voices in calls.

const RAW = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

export class Microphone extends EventTarget {
  stream = null;
  context = null;

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
    const context = new AudioContext();
    await context.audioWorklet.addModule("/static/tap.js");
    const tap = new AudioWorkletNode(context, "tap", {
      numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit",
    });
    tap.port.onmessage = ({ data }) => this.dispatchEvent(new CustomEvent("block", { detail: data }));
    context.createMediaStreamSource(stream).connect(tap);
    const [track] = stream.getAudioTracks();
    track.onended = () => {
      this.close();
      this.dispatchEvent(new Event("gone"));
    };
    await context.resume();
    Object.assign(this, { stream, context, device: track.getSettings().deviceId });
  }

  close() {
    this.stream?.getTracks().forEach((track) => { track.onended = null; track.stop(); });
    this.context?.close();
    this.stream = this.context = null;
  }

  // The microphones there are; their names are told once one is open.
  async all() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.filter(({ kind }) => kind === "audioinput");
  }
}

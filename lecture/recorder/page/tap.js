// What the microphone gives, in blocks, on the browser's own thread for sound.

const SIZE = 1024; // samples of a block

class Tap extends AudioWorkletProcessor {
  constructor() {
    super();
    this.block = new Float32Array(SIZE);
    this.filled = 0;
  }

  process([input]) {
    for (const sample of input[0] ?? []) {
      this.block[this.filled++] = sample;
      if (this.filled === SIZE) {
        this.port.postMessage(this.block, [this.block.buffer]);
        this.block = new Float32Array(SIZE);
        this.filled = 0;
      }
    }
    return true;
  }
}

registerProcessor("tap", Tap);

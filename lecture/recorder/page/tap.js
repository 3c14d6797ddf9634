// What the microphone gives, in blocks, on the browser's own thread for sound.
//
// A message is the number of the take that begins now, 0 for none. It cuts the block that is
// being filled, and is answered by an empty one: what comes before that was heard before it.

const SIZE = 1024; // samples of a block

class Tap extends AudioWorkletProcessor {
  constructor() {
    super();
    this.take = 0;
    this.block = new Float32Array(SIZE);
    this.filled = 0;
    this.port.onmessage = ({ data }) => {
      this.pass();
      this.take = data;
      this.port.postMessage({ take: data, block: new Float32Array(0) });
    };
  }

  process([input]) {
    for (const sample of input[0] ?? []) {
      this.block[this.filled++] = sample;
      if (this.filled === SIZE) this.pass();
    }
    return true;
  }

  pass() {
    if (this.filled) this.port.postMessage({ take: this.take, block: this.block.slice(0, this.filled) });
    this.filled = 0;
  }
}

registerProcessor("tap", Tap);

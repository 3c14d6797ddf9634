// Samples as numbers from -1 to 1, and as a WAV file of one channel and 16 bit.

const HEAD = 44; // bytes before the samples

export function joined(blocks) {
  const all = new Float32Array(blocks.reduce((count, block) => count + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    all.set(block, at);
    at += block.length;
  }
  return all;
}

export function peak(samples) {
  let most = 0;
  for (const sample of samples) most = Math.max(most, Math.abs(sample));
  return most;
}

export function decibels(level) {
  return Math.max(-60, 20 * Math.log10(level || 1e-9));
}

export function wav(samples, rate) {
  const view = new DataView(new ArrayBuffer(HEAD + 2 * samples.length));
  const write = (at, text) => [...text].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  write(0, "RIFF");
  view.setUint32(4, HEAD - 8 + 2 * samples.length, true);
  write(8, "WAVEfmt ");
  view.setUint32(16, 16, true); // bytes of what follows
  view.setUint16(20, 1, true); // whole numbers
  view.setUint16(22, 1, true); // channels
  view.setUint32(24, rate, true);
  view.setUint32(28, 2 * rate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, "data");
  view.setUint32(40, 2 * samples.length, true);
  samples.forEach((sample, i) => {
    const whole = Math.round(sample * 0x8000);
    view.setInt16(HEAD + 2 * i, Math.max(-0x8000, Math.min(0x7fff, whole)), true);
  });
  return new Blob([view], { type: "audio/wav" });
}

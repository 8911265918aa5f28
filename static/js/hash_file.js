// Computes the SHA-256 sum of a chosen file, piece by piece and on this machine alone, and puts it into the form.
const PRIMES = [];
for (let n = 2; PRIMES.length < 64; n += 1) if (PRIMES.every((prime) => n % prime)) PRIMES.push(n);
const fraction = (root) => ((root - Math.floor(root)) * 2 ** 32) | 0;
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const K = Int32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));

export class Sha256 {
  constructor() {
    this.sums = Int32Array.from(START);
    this.words = new Int32Array(64);
    this.block = new Uint8Array(64);
    this.filled = 0;
    this.length = 0;
  }

  add(bytes) {
    this.length += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      const piece = bytes.subarray(at, at + 64 - this.filled);
      this.block.set(piece, this.filled);
      at += piece.length;
      this.filled += piece.length;
      if (this.filled === 64) this.mix();
    }
  }

  mix() {
    const w = this.words;
    const view = new DataView(this.block.buffer);
    for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(4 * i);
    for (let i = 16; i < 64; i += 1) {
      const x = w[i - 15];
      const y = w[i - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    let [a, b, c, d, e, f, g, h] = this.sums;
    for (let i = 0; i < 64; i += 1) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => { this.sums[i] += value; });
    this.filled = 0;
  }

  hex() {
    const bits = this.length * 8;
    const padding = new Uint8Array(((this.filled < 56 ? 56 : 120) - this.filled) + 8);
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    view.setUint32(padding.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(padding.length - 4, bits % 2 ** 32);
    this.add(padding);
    return Array.from(this.sums, (value) => (value >>> 0).toString(16).padStart(8, "0")).join("");
  }
}

async function sumOf(file, progress) {
  const sum = new Sha256();
  const step = 8 * 1024 * 1024;
  for (let at = 0; at < file.size; at += step) {
    sum.add(new Uint8Array(await file.slice(at, at + step).arrayBuffer()));
    progress(Math.floor((100 * Math.min(at + step, file.size)) / file.size));
  }
  return sum.hex();
}

const box = globalThis.document && document.querySelector("[data-hash-file]");
if (box) {
  const said = box.querySelector("[role=status]");
  const target = document.getElementById(box.dataset.hashFile);
  box.hidden = false;
  box.querySelector("input").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    target.value = "";
    target.value = await sumOf(file, (percent) => { said.textContent = `${percent} %`; });
    said.textContent = box.dataset.done;
    target.form.querySelector("button").focus();
  });
}

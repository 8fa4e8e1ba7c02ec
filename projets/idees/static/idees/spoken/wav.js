// What a browser recorded, in its own format, as a WAV: one sort for all of them, without a trace of the device.

const RATE = 16000; // a voice needs no more
const HEADER = 44;

/** The sound of a Blob as a File, mono; rejects what this browser cannot read. */
export async function asWav(blob, seconds) {
  const reader = new OfflineAudioContext(1, 1, RATE);
  const sound = await reader.decodeAudioData(await blob.arrayBuffer());
  const length = Math.max(1, Math.min(Math.floor(sound.duration * RATE), seconds * RATE));
  const mixer = new OfflineAudioContext(1, length, RATE);
  const source = mixer.createBufferSource();
  source.buffer = sound;
  source.connect(mixer.destination);
  source.start();
  const mixed = await mixer.startRendering();
  return new File([written(mixed.getChannelData(0))], "voix.wav", { type: "audio/wav" });
}

function written(samples) {
  const bytes = new DataView(new ArrayBuffer(HEADER + samples.length * 2));
  const word = (at, letters) => [...letters].forEach((letter, rank) => bytes.setUint8(at + rank, letter.charCodeAt(0)));
  word(0, "RIFF");
  bytes.setUint32(4, HEADER - 8 + samples.length * 2, true);
  word(8, "WAVEfmt ");
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true); // PCM
  bytes.setUint16(22, 1, true); // one channel
  bytes.setUint32(24, RATE, true);
  bytes.setUint32(28, RATE * 2, true);
  bytes.setUint16(32, 2, true);
  bytes.setUint16(34, 16, true);
  word(36, "data");
  bytes.setUint32(40, samples.length * 2, true);
  samples.forEach((value, rank) => bytes.setInt16(HEADER + rank * 2, Math.max(-1, Math.min(1, value)) * 0x7fff, true));
  return bytes;
}

/** Tags of a TIFF directory (TIFF 6.0; ExtraSamples and SampleFormat in its part 2; DNGVersion of the DNG 1.7 standard). */
const TAG = {
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  samplesPerPixel: 277,
  extraSamples: 338,
  sampleFormat: 339,
  dngVersion: 50706,
} as const;

/** Samples of a pixel by the colour model (PhotometricInterpretation), without extra ones. */
const COLOUR_SAMPLES: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 3, 3: 1, 5: 4, 6: 3 };
const OTHER_COLOURS: Readonly<Record<number, string>> = {
  4: 'mask',
  8: 'CIELab',
  9: 'ICCLab',
  10: 'ITULab',
  32803: 'camera raw',
  32844: 'LogL',
  32845: 'LogLuv',
  34892: 'camera raw',
};
const OTHER_NUMBERS: Readonly<Record<number, string>> = {
  2: 'signed integer',
  3: 'floating-point',
  5: 'complex',
  6: 'complex',
};
/** None, CCITT, LZW, JPEG, Deflate, PackBits, Deflate by its older number, WebP. */
const DECODED_COMPRESSIONS = [1, 2, 3, 4, 5, 7, 8, 32773, 32946, 50001];
const OTHER_COMPRESSIONS: Readonly<Record<number, string>> = {
  6: 'old-style JPEG',
  33003: 'JPEG 2000',
  33004: 'JPEG 2000',
  33005: 'JPEG 2000',
  34661: 'JBIG',
  34712: 'JPEG 2000',
  34887: 'LERC',
  34925: 'LZMA',
  50000: 'Zstandard',
  50002: 'JPEG XL',
  52546: 'JPEG XL',
};
const DECODED_BITS = [1, 2, 4, 8, 16];
/** ExtraSamples value of a sample that is not transparency. */
const UNSPECIFIED = 0;

/**
 * TIFF is a container for numbers of every kind, and many have no defined black and white: floating-point samples can
 * be light, metres or degrees. Decoders silently clip them to 0 to 255, so they are refused based on their directory.
 * @param bytes a file that begins as a TIFF or BigTIFF
 * @returns the name of the kind if it is not supported; undefined if it is, or if the decoder reports the error
 */
export function refusedTiff(bytes: Uint8Array): string | undefined {
  const tags = readDirectory(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (tags === undefined) return undefined;
  const first = (tag: number, fallback: number): number => tags.get(tag) ?? fallback;
  const photometric = first(TAG.photometric, 1);
  const bits = first(TAG.bitsPerSample, 1);
  const samples = first(TAG.samplesPerPixel, 1);
  if (tags.has(TAG.dngVersion)) return 'DNG (camera raw)';
  const numbers = OTHER_NUMBERS[first(TAG.sampleFormat, 1)];
  if (numbers !== undefined) return `TIFF with ${bits}-bit ${numbers} samples`;
  if (!DECODED_BITS.includes(bits) || (bits < 8 && samples > 1)) return `TIFF with ${bits}-bit samples`;
  const compression = first(TAG.compression, 1);
  if (!DECODED_COMPRESSIONS.includes(compression)) {
    return `TIFF with ${OTHER_COMPRESSIONS[compression] ?? `unknown (${compression})`} compression`;
  }
  const colourSamples = COLOUR_SAMPLES[photometric];
  if (colourSamples === undefined)
    return `TIFF with ${OTHER_COLOURS[photometric] ?? `unknown (${photometric})`} colours`;
  const alpha = photometric === 5 ? 0 : 1;
  if (samples > colourSamples + alpha) return `TIFF with ${samples} channels`;
  if (samples > colourSamples && tags.get(TAG.extraSamples) === UNSPECIFIED) {
    return 'TIFF with an extra channel that is not transparency';
  }
  return undefined;
}

/** Bytes of one value by the type of its entry: BYTE, SHORT, LONG. */
const VALUE_BYTES: Readonly<Record<number, 1 | 2 | 4>> = { 1: 1, 3: 2, 4: 4 };

/**
 * The tags of the first directory, each with its first value, because files with channels of different kinds do not
 * occur. Undefined if the directory is outside the file.
 */
function readDirectory(file: Buffer): Map<number, number> | undefined {
  try {
    const little = file.readUInt8(0) === 0x49;
    const at = (offset: number, size: 1 | 2 | 4): number =>
      little ? file.readUIntLE(offset, size) : file.readUIntBE(offset, size);
    const isBig = at(2, 2) === 43;
    // Offsets of BigTIFF have eight bytes; a file that fits in memory uses the lower half.
    const offsetAt = (offset: number): number => at(isBig && !little ? offset + 4 : offset, 4);
    const directory = offsetAt(isBig ? 8 : 4);
    const entries = at(isBig && !little ? directory + 6 : directory, 2);
    const [start, size, inline] = isBig ? [directory + 8, 20, 8] : [directory + 2, 12, 4];
    const tags = new Map<number, number>();
    for (let entry = start; entry < start + entries * size; entry += size) {
      const valueBytes = VALUE_BYTES[at(entry + 2, 2)];
      if (valueBytes === undefined) continue;
      const count = offsetAt(entry + 4);
      const field = entry + size - inline;
      const values = count * valueBytes <= inline ? field : offsetAt(field);
      if (count > 0) tags.set(at(entry, 2), at(values, valueBytes));
    }
    return tags;
  } catch {
    return undefined;
  }
}

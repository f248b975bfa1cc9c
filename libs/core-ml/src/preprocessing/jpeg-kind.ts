/** Frame headers (ITU-T T.81, table B.1) whose processes are not decoded: lossless, and hierarchical. */
const LOSSLESS = [0xc3, 0xc7, 0xcb, 0xcf];
const HIERARCHICAL = [0xc5, 0xc6, 0xcd, 0xce];
/** Between 0xc0 and 0xcf, but no frame headers: Huffman tables, a reserved one, arithmetic conditioning. */
const NOT_FRAMES = [0xc4, 0xc8, 0xcc];
const START_OF_SCAN = 0xda;

/**
 * Medical and scientific JPEGs share the first bytes with photographs, and the decoder takes them for damaged ones.
 * @param bytes a file that begins as a JPEG
 * @returns the kind by its name, where it is not decoded; undefined: it is decoded, or the decoder says what is wrong
 */
export function refusedJpeg(bytes: Uint8Array): string | undefined {
  for (let at = 2; at + 5 < bytes.length;) {
    const marker = bytes[at + 1]!;
    // Stray bytes, and fill bytes before a marker.
    if (bytes[at] !== 0xff || marker === 0xff || marker < 0xc0) {
      at++;
      continue;
    }
    if (marker === START_OF_SCAN) return undefined;
    if (marker <= 0xcf && !NOT_FRAMES.includes(marker)) return kindOf(marker, bytes[at + 4]!);
    at += 2 + bytes[at + 2]! * 256 + bytes[at + 3]!;
  }
  return undefined;
}

function kindOf(frame: number, precisionBits: number): string | undefined {
  if (LOSSLESS.includes(frame)) return 'lossless JPEG';
  if (HIERARCHICAL.includes(frame)) return 'hierarchical JPEG';
  return precisionBits === 8 ? undefined : `JPEG with ${precisionBits}-bit samples`;
}

/** Frame headers (ITU-T T.81, table B.1) of processes that are not supported: lossless and hierarchical. */
const LOSSLESS = [0xc3, 0xc7, 0xcb, 0xcf];
const HIERARCHICAL = [0xc5, 0xc6, 0xcd, 0xce];
/**
 * Markers between 0xc0 and 0xcf that are not frame headers: Huffman tables, a reserved one, arithmetic conditioning.
 */
const NOT_FRAMES = [0xc4, 0xc8, 0xcc];
const START_OF_SCAN = 0xda;

/**
 * Recognises medical and scientific JPEGs, which start like photographs and which the decoder reports as damaged.
 * @param bytes a file that begins as a JPEG
 * @returns the name of the kind if it is not supported; undefined if it is, or if the decoder reports the error
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

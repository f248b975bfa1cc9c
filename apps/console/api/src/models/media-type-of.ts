const startsWith =
  (at: number, ...bytes: readonly number[]) =>
  (picture: Uint8Array): boolean =>
    bytes.every((byte, index) => picture[at + index] === byte);
const hasText = (at: number, text: string) => startsWith(at, ...Buffer.from(text, 'latin1'));

/** The first bytes of the formats that browsers show (WHATWG MIME Sniffing, 6.1). */
const SIGNATURES: readonly (readonly [type: string, matches: (picture: Uint8Array) => boolean])[] = [
  ['image/jpeg', startsWith(0, 0xff, 0xd8, 0xff)],
  ['image/png', startsWith(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ['image/webp', (picture) => hasText(0, 'RIFF')(picture) && hasText(8, 'WEBP')(picture)],
  ['image/avif', (picture) => hasText(4, 'ftypavi')(picture)],
  ['image/gif', hasText(0, 'GIF8')],
];

/** @returns the media type of a picture by its first bytes; what browsers don't show is a download */
export function mediaTypeOf(picture: Uint8Array): string {
  return SIGNATURES.find(([, matches]) => matches(picture))?.[0] ?? 'application/octet-stream';
}

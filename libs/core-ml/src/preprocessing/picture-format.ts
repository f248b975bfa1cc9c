/** The picture formats that are decoded. Everything else is refused, in particular SVG, which can contain scripts. */
export const PICTURE_FORMATS = ['JPEG', 'PNG', 'WebP', 'GIF', 'AVIF', 'TIFF'] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

/** The format that the first bytes of a file indicate. */
export type SniffedFormat =
  | { readonly kind: 'accepted'; readonly format: PictureFormat }
  /** A picture or document format that is recognised but not supported. */
  | { readonly kind: 'refused'; readonly format: string }
  | { readonly kind: 'unknown'; readonly description: string };

const accepted = (format: PictureFormat): SniffedFormat => ({ kind: 'accepted', format });
const refused = (format: string): SniffedFormat => ({ kind: 'refused', format });

/**
 * Detects the format by content alone, because a file's name and declared media type can be wrong.
 * @param bytes the whole file, or at least its first KiB
 */
export function sniffPictureFormat(bytes: Uint8Array): SniffedFormat {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024));
  const text = head.toString('latin1');
  if (text.startsWith('\xff\xd8\xff')) return accepted('JPEG');
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return accepted('PNG');
  if (text.startsWith('RIFF') && text.startsWith('WEBP', 8)) return accepted('WebP');
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return accepted('GIF');
  if (/^(?:II[*+]\0|MM\0[*+])/.test(text)) return accepted('TIFF'); // 42, and 43 for BigTIFF.
  if (text.startsWith('ftyp', 4)) return sniffIsoMedia(head);
  if (text.startsWith('%PDF-')) return refused('PDF');
  if (text.startsWith('BM')) return refused('BMP');
  if (text.includes('<svg')) return refused('SVG');
  return { kind: 'unknown', description: describeBytes(head) };
}

/** AVIF and HEIC share a container and differ by the brands in its first box (ISO/IEC 14496-12, `ftyp`). */
function sniffIsoMedia(head: Buffer): SniffedFormat {
  const boxEnd = Math.min(head.readUInt32BE(0), head.byteLength);
  const brands: string[] = [];
  for (let at = 8; at + 4 <= boxEnd; at += 4) brands.push(head.toString('latin1', at, at + 4));
  if (brands.includes('avif')) return accepted('AVIF');
  if (brands.includes('avis')) return refused('AVIF animation without a still picture');
  return refused(brands.some((brand) => /^(hei|hev|mif|msf)/.test(brand)) ? 'HEIC' : 'video');
}

function describeBytes(head: Buffer): string {
  const start = head.subarray(0, 24);
  const printable = start.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
  if (printable) return `text that begins with ${JSON.stringify(start.toString('utf8'))}`;
  return `bytes that begin with ${start.subarray(0, 8).toString('hex').replace(/..\B/g, '$& ')}`;
}

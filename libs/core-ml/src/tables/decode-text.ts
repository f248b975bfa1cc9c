import { analyse } from 'chardet';
import { decode, encodingExists } from 'iconv-lite';
import { LintelError } from '@lintel/contracts';

export interface DecodedText {
  readonly text: string;
  /** Such as `UTF-8` or `windows-1252`. */
  readonly encoding: string;
}

/**
 * Decodes a text file without its byte order mark. Valid UTF-8 is UTF-8; for other bytes the encoding is estimated from
 * the whole file, as the first byte outside ASCII may stand far behind. ISO-8859-1 is read as windows-1252, its
 * superset in practice.
 * @param encoding overrides the estimate
 * @throws LintelError INVALID_ARGUMENT (unknown encoding), DATASET_INVALID (binary data)
 */
export function decodeText(bytes: Uint8Array, encoding?: string): DecodedText {
  if (encoding !== undefined && !encodingExists(encoding)) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'This text encoding is not known.',
      expected: 'a name such as utf-8, windows-1252, iso-8859-2 or gb18030',
      received: encoding,
      cure: 'Check the name, or leave it out so that the encoding is detected.',
    });
  }
  if (encoding !== undefined) return { text: decode(bytes, encoding), encoding };
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return { text: decode(bytes, 'utf-16le'), encoding: 'UTF-16LE' };
  if (first === 0xfe && second === 0xff) return { text: decode(bytes, 'utf-16be'), encoding: 'UTF-16BE' };
  if (bytes.includes(0)) {
    throw new LintelError('DATASET_INVALID', {
      problem: 'The file is not a text file: it contains zero bytes.',
      expected: 'comma-separated text, or the same compressed as .gz',
      received: `${bytes.length} bytes of binary data`,
      cure: 'Export the table as CSV.',
    });
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' };
  } catch {
    const estimate = analyse(bytes)[0]?.name ?? 'ISO-8859-1';
    const name = estimate === 'ISO-8859-1' || !encodingExists(estimate) ? 'windows-1252' : estimate;
    return { text: decode(bytes, name), encoding: name };
  }
}

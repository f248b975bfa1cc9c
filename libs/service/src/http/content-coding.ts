import { LintelError } from '@lintel/contracts';
import { type IncomingMessage } from 'node:http';

/** Supported compressions of request bodies. */
export const READ_CODINGS = ['gzip', 'deflate', 'br'] as const;
export type ContentCoding = 'identity' | (typeof READ_CODINGS)[number];

/**
 * The compression of a request body.
 * @throws LintelError UNSUPPORTED_MEDIA_TYPE
 */
export function contentCoding({ headers }: Pick<IncomingMessage, 'headers'>): ContentCoding {
  const given = (headers['content-encoding'] ?? '').trim().toLowerCase();
  if (given === '' || given === 'identity') return 'identity';
  const coding = READ_CODINGS.find((known) => given === known || given === `x-${known}`);
  if (coding !== undefined) return coding;
  throw new LintelError('UNSUPPORTED_MEDIA_TYPE', {
    problem: 'The compression of the body is not supported.',
    expected: `Content-Encoding ${READ_CODINGS.join(', ')}, or none`,
    received: given.slice(0, 100),
    cure: 'Send the body uncompressed, or compressed with gzip.',
  });
}

/**
 * Refuses compressed bodies, for routes that stream the body.
 * @throws LintelError UNSUPPORTED_MEDIA_TYPE if the body is compressed
 */
export function refuseCompressed(request: Pick<IncomingMessage, 'headers'>): void {
  const { 'content-encoding': given } = request.headers;
  if (given === undefined || given.trim() === '' || given.trim().toLowerCase() === 'identity') return;
  throw new LintelError('UNSUPPORTED_MEDIA_TYPE', {
    problem: 'A form cannot be sent compressed.',
    expected: 'no Content-Encoding',
    received: given.slice(0, 100),
    cure: 'Send the form uncompressed; pictures are compressed already.',
  });
}

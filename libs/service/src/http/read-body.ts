import { LintelError } from '@lintel/contracts';
import { type IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, type ZlibOptions } from 'node:zlib';
import { contentCoding, READ_CODINGS, type ContentCoding } from './content-coding';

/**
 * Reads the body of a request and decompresses it if needed. The rest of a refused body is discarded, so that the
 * client can read the response.
 * @param mostBytes maximum size of the body, both as sent and decompressed
 * @throws LintelError REQUEST_TOO_LARGE; UNSUPPORTED_MEDIA_TYPE for another compression; INVALID_ARGUMENT if the
 *   compressed data is damaged; CANCELLED if the client disconnected
 */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  try {
    const coding = contentCoding(request);
    return await decompress(await receive(request, mostBytes), coding, mostBytes);
  } catch (error) {
    request.resume();
    throw error;
  }
}

async function receive(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge(mostBytes);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // Otherwise a refusal would close the connection before the client reads the response.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > mostBytes) throw tooLarge(mostBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof LintelError ? error : senderGone(error);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

const DECODERS: Readonly<Record<ContentCoding, ((bytes: Buffer, options: ZlibOptions) => Promise<Buffer>) | null>> = {
  identity: null,
  gzip: promisify<Buffer, ZlibOptions, Buffer>(gunzip),
  // The standard requires zlib (RFC 9110, 8.4.1.2), but many clients send raw deflate data.
  deflate: (bytes, options) =>
    promisify<Buffer, ZlibOptions, Buffer>(isZlib(bytes) ? inflate : inflateRaw)(bytes, options),
  br: promisify<Buffer, ZlibOptions, Buffer>(brotliDecompress),
};

async function decompress(bytes: Buffer, coding: ContentCoding, mostBytes: number): Promise<Buffer> {
  const decode = DECODERS[coding];
  if (decode === null) return bytes;
  try {
    return await decode(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(mostBytes);
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'The body of the request cannot be decompressed.',
      expected: `${coding} data, complete to its end`,
      received: error instanceof Error ? error.message : String(error),
      cure: `Compress the body as the header Content-Encoding says (one of ${READ_CODINGS.join(', ')}), or send it uncompressed.`,
      cause: error,
    });
  }
}

/** Checks for the zlib header: method 8, and a checksum that makes both bytes a multiple of 31 (RFC 1950, 2.2). */
function isZlib(bytes: Buffer): boolean {
  return bytes.length >= 2 && (bytes[0]! & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
}

function tooLarge(mostBytes: number): LintelError {
  const most = mostBytes < 2 ** 20 ? `${mostBytes} bytes` : `${(mostBytes / 2 ** 20).toFixed(1)} MiB`;
  return new LintelError('REQUEST_TOO_LARGE', {
    problem: 'The body of the request is too large.',
    expected: `at most ${most} after decompression`,
    received: 'more than that',
    cure: 'Send less in one request.',
  });
}

function senderGone(cause: unknown): LintelError {
  return new LintelError('CANCELLED', {
    problem: 'The connection was closed before the whole body was received.',
    cure: 'Send the request again.',
    retryable: true,
    cause,
  });
}

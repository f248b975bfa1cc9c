import { LintelError } from '@lintel/contracts';
import { type Request } from 'express';

/**
 * The body as it came, also where Nest's parser has read it already.
 * @throws LintelError INVALID_ARGUMENT where it is larger than `mostBytes`
 */
export async function readBody(request: Request, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > mostBytes) throw tooLarge(mostBytes);
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

function tooLarge(mostBytes: number): LintelError {
  return new LintelError('INVALID_ARGUMENT', {
    problem: 'The body of the request is too large.',
    expected: `at most ${Math.floor(mostBytes / 2 ** 20)} MiB`,
    received: 'more than that',
    cure: 'Send fewer examples at a time, or send the tensors as bytes.',
  });
}

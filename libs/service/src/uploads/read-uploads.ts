import { LintelError } from '@lintel/contracts';
import busboy from 'busboy';
import { type Request } from 'express';
import { on } from 'node:events';
import { type Readable } from 'node:stream';
import { refuseCompressed } from '../http/content-coding';
import { plainFileName } from './file-name';

export interface UploadLimits {
  /** Name of the form field. */
  readonly field: string;
  readonly maxFiles: number;
  readonly maxFileBytes: number;
  /** How a file over the limit is refused. Default: as a picture. */
  readonly tooLarge?: Pick<LintelError, 'code' | 'cure'>;
  /** Called for the other fields of the form, at any position. */
  readonly onField?: (name: string, value: string) => void;
}

/** One file of a form, or the reason why it was refused. */
export type Upload =
  { readonly fileName: string; readonly bytes: Buffer } | { readonly fileName: string; readonly refused: LintelError };

type FilePart = [field: string, stream: Readable & { truncated?: boolean }, info: busboy.FileInfo];

const PICTURE_TOO_LARGE = {
  code: 'PICTURE_TOO_LARGE',
  cure: 'Make it smaller (fewer pixels, or JPEG instead of PNG), or send the files one by one.',
} as const;

/** Allowance for boundaries and part headers of all files together. */
const FORM_BYTES = 1024 * 1024;

/**
 * Reads the files of a multipart form one after another: the next one is read from the connection when the caller asks
 * for it, so at most one file is in memory. A file over the limit is refused individually; an invalid form throws.
 * @throws LintelError UNSUPPORTED_MEDIA_TYPE, INVALID_ARGUMENT; PICTURE_TOO_LARGE or the code of `limits.tooLarge`
 */
export async function* readUploads(request: Request, limits: UploadLimits): AsyncGenerator<Upload, void> {
  const parser = openForm(request, limits);
  const abort = (): void => {
    if (!request.complete) parser.destroy(new Error('the sender went away'));
  };
  request.once('close', abort);
  countBytes(request, parser, limits);
  // The listener below is removed when the caller stops early.
  parser.on('error', () => undefined);
  if (limits.onField !== undefined) parser.on('field', limits.onField);
  parser.once('filesLimit', () => parser.destroy(tooManyFiles(limits)));
  let files = 0;
  try {
    const parts = on(parser, 'file', { close: ['close'] }) as AsyncIterable<FilePart>;
    request.pipe(parser);
    for await (const [field, stream, info] of parts) {
      if (field !== limits.field) throw wrongField(field, limits);
      files++;
      yield await readFile(stream, info.filename, limits);
    }
  } catch (cause) {
    throw cause instanceof LintelError ? cause : brokenForm(cause);
  } finally {
    request.off('close', abort);
    request.unpipe(parser);
    parser.destroy();
    // The client must be able to finish sending before it reads the response.
    request.resume();
  }
  if (files === 0) throw noFile(limits);
}

function openForm(request: Request, { maxFiles, maxFileBytes }: UploadLimits): busboy.Busboy {
  if (!request.is('multipart/form-data')) {
    throw new LintelError('UNSUPPORTED_MEDIA_TYPE', {
      problem: 'The request is not a form with files.',
      expected: 'content-type multipart/form-data',
      received: request.header('content-type') ?? 'no content-type',
      cure: 'Send the files as a form, e.g. curl -F pictures=@shoe.jpg',
    });
  }
  refuseCompressed(request);
  try {
    // One byte more than allowed, because busboy marks a file as truncated when it reaches the limit.
    const limits = { files: maxFiles, fileSize: maxFileBytes + 1, fields: 16, fieldSize: 1024 };
    return busboy({ headers: request.headers, limits, defParamCharset: 'utf8' });
  } catch (cause) {
    throw brokenForm(cause);
  }
}

function countBytes(request: Request, parser: busboy.Busboy, limits: UploadLimits): void {
  const most = limits.maxFiles * limits.maxFileBytes + FORM_BYTES;
  let received = 0;
  request.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received > most) parser.destroy(tooLarge('The form', most, limits));
  });
}

async function readFile(stream: FilePart[1], name: string | undefined, limits: UploadLimits): Promise<Upload> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  const fileName = plainFileName(name);
  if (stream.truncated) return { fileName, refused: tooLarge(fileName, limits.maxFileBytes, limits) };
  return { fileName, bytes: Buffer.concat(chunks) };
}

function tooLarge(
  what: string,
  maxBytes: number,
  { tooLarge: { code, cure } = PICTURE_TOO_LARGE }: UploadLimits,
): LintelError {
  return new LintelError(code, {
    problem: `${what} is too large.`,
    expected: `at most ${Math.floor(maxBytes / 2 ** 20)} MiB`,
    received: 'more than that',
    cure,
  });
}

function tooManyFiles({ maxFiles }: UploadLimits): LintelError {
  return new LintelError('INVALID_ARGUMENT', {
    problem: 'There are too many files in one request.',
    expected: `at most ${maxFiles}`,
    received: `more than ${maxFiles}`,
    cure: `Send ${maxFiles} files at a time.`,
  });
}

function wrongField(received: string, { field }: UploadLimits): LintelError {
  return new LintelError('INVALID_ARGUMENT', {
    problem: 'A file was sent in an unknown form field.',
    expected: `the form field "${field}"`,
    received: `the form field "${received.slice(0, 100)}"`,
    cure: `Send every file in the form field "${field}".`,
  });
}

function noFile({ field }: UploadLimits): LintelError {
  return new LintelError('INVALID_ARGUMENT', {
    problem: 'There is no file in the request.',
    expected: `at least one file in the form field "${field}"`,
    received: 'none',
    cure: `Add a file, e.g. curl -F ${field}=@shoe.jpg`,
  });
}

function brokenForm(cause: unknown): LintelError {
  return new LintelError('INVALID_ARGUMENT', {
    problem: 'The form is broken.',
    expected: 'multipart/form-data with a boundary, complete to its end',
    received: cause instanceof Error ? cause.message : String(cause),
    cure: 'Send the form with an ordinary HTTP client, which sets the boundary and the length by itself.',
    cause,
  });
}

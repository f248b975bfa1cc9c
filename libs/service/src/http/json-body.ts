import { LintelError } from '@lintel/contracts';
import { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { readBody } from './read-body';
import { checkAddress, checkText } from './storable-text';

/** Marks an escape, which can hide U+0000 and lone surrogates in JSON. */
const ESCAPE = '\\u';
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\b/i;
/** The inference protocol appends bytes to its JSON under the same content type; its route reads the body itself. */
const READ_BY_ROUTE = /^\/v2\//;

/**
 * Reads JSON bodies for all routes by the rules of `readBody`, and refuses text that a database cannot store, in the
 * URL as well. Must be installed before the routes.
 * @param mostBytes maximum size of a body
 */
export function jsonBody(mostBytes: number): RequestHandler {
  return (request: Request, _: Response, next: NextFunction): void => {
    checkAddress(request.url);
    if (
      READ_BY_ROUTE.test(request.url) ||
      !hasBody(request) ||
      !JSON_TYPE.test(request.headers['content-type'] ?? '')
    ) {
      return next();
    }
    readJson(request, mostBytes).then((body) => {
      request.body = body;
      next();
    }, next);
  };
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined;
}

async function readJson(request: Request, mostBytes: number): Promise<unknown> {
  checkCharset(request.headers['content-type'] ?? '');
  const bytes = await readBody(request, mostBytes);
  if (bytes.length === 0) return {};
  const text = utf8Text(bytes);
  const body = parseJson(text);
  if (text.includes(ESCAPE)) checkText(body);
  return body;
}

/** @throws LintelError INVALID_ARGUMENT if the bytes are not UTF-8: replacing invalid bytes would change the text */
export function utf8Text(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'The body of the request is not UTF-8.',
      expected: 'JSON in UTF-8 (RFC 8259, 8.1)',
      received: 'invalid UTF-8',
      cure: 'Encode the body in UTF-8.',
      cause,
    });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'The body of the request is not JSON.',
      expected: 'JSON',
      received: cause instanceof Error ? cause.message.slice(0, 200) : String(cause),
      cure: 'Compare the request with the description under /docs.',
      cause,
    });
  }
}

function checkCharset(contentType: string): void {
  const charset = /;\s*charset\s*=\s*"?([\w-]+)/i.exec(contentType)?.[1];
  if (charset === undefined || /^(?:utf-?8|us-ascii)$/i.test(charset)) return;
  throw new LintelError('UNSUPPORTED_MEDIA_TYPE', {
    problem: 'The character encoding of the body is not supported.',
    expected: 'JSON in UTF-8',
    received: charset,
    cure: 'Encode the body in UTF-8.',
  });
}

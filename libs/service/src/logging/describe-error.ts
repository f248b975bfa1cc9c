import { LintelError, type ErrorCode } from '@lintel/contracts';
import { z } from 'zod';
import { logText } from './log-text';

/** An error in the form in which it is logged. */
export interface DescribedError {
  readonly type: string;
  /** Code of a LintelError, of PostgreSQL (SQLSTATE) or of the system (`ECONNREFUSED`). */
  readonly code?: string;
  /** Absent if it could contain data that a caller sent. */
  readonly message?: string;
  /** For PostgreSQL errors: the violated table or constraint, without the value. */
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
  /** For zod errors: the path and the violated rule. */
  readonly issues?: readonly string[];
  /** Only the frames. */
  readonly stack?: string;
  readonly cause?: DescribedError;
}

/** Codes whose messages quote what a caller sent: a file name, a value, a line. Only the code is logged. */
const ABOUT_THE_INPUT = new Set<ErrorCode>([
  'INVALID_ARGUMENT',
  'NOT_FOUND',
  'CONFLICT',
  'REQUEST_TOO_LARGE',
  'PICTURE_UNREADABLE',
  'PICTURE_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'DATASET_INVALID',
  'SHAPE_MISMATCH',
  'EVENT_INVALID',
  'EVENT_UNKNOWN',
  'EVENT_TOO_LARGE',
]);
const DEEPEST_CAUSE = 5;
const MOST_ISSUES = 10;
const MOST_FRAMES = 30;
const SQLSTATE = /^[0-9A-Z]{5}$/;
/** A field of a schema; any other key can be a value that a caller chose. */
const FIELD = /^[A-Za-z_]\w{0,40}$/;

/**
 * Describes an error without personal data. Messages of PostgreSQL, TypeORM, zod and JSON quote values, and so do ours
 * about a request; a stack begins with the message. The rest is enough to locate the error.
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!isError(error)) return { type: typeof error };
  const code = codeOf(error);
  const message = messageOf(error);
  const stack = framesOf(error);
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message }),
    ...fieldsOfDatabase(error),
    ...(error instanceof z.core.$ZodError ? { issues: issuesOf(error) } : {}),
    ...(stack === '' ? {} : { stack }),
    ...(error.cause === undefined || depth >= DEEPEST_CAUSE ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}

/** zod errors are not necessarily instances of Error. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || value instanceof z.core.$ZodError;
}

function codeOf(error: Error): string | undefined {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' && /^[\w-]{1,60}$/.test(code) ? code : undefined;
}

function messageOf(error: Error): string | undefined {
  if (error instanceof LintelError) return ABOUT_THE_INPUT.has(error.code) ? undefined : error.problem;
  if (error instanceof z.core.$ZodError || error instanceof SyntaxError || isOfDatabase(error)) return undefined;
  return logText(error.message);
}

function isOfDatabase(error: Error): boolean {
  const { severity, driverError, parameters, query } = error as unknown as Record<string, unknown>;
  return (
    (typeof severity === 'string' && SQLSTATE.test(codeOf(error) ?? '')) ||
    driverError !== undefined ||
    parameters !== undefined ||
    query !== undefined
  );
}

function fieldsOfDatabase(error: Error): Pick<DescribedError, 'table' | 'column' | 'constraint'> {
  if (!isOfDatabase(error)) return {};
  const names = (['table', 'column', 'constraint'] as const).flatMap((field) => {
    const value: unknown = (error as unknown as Record<string, unknown>)[field];
    return typeof value === 'string' ? [[field, value] as const] : [];
  });
  return Object.fromEntries(names);
}

function issuesOf({ issues }: z.core.$ZodError): string[] {
  const place = (path: readonly PropertyKey[]): string =>
    path.map((part) => (typeof part === 'number' || FIELD.test(String(part)) ? String(part) : '*')).join('.');
  return issues.slice(0, MOST_ISSUES).map(({ path, code }) => `${place(path)}: ${code}`);
}

function framesOf(error: Error): string {
  const { stack = '', message } = error;
  // A message can contain lines that look like frames.
  const start = stack.indexOf(message);
  const frames = (start < 0 ? stack : stack.slice(start + message.length)).split('\n');
  return frames
    .filter((line) => /^\s+at /.test(line))
    .slice(0, MOST_FRAMES)
    .join('\n');
}

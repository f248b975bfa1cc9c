import { printable, printableLines } from './printable';
import { type Message } from './messages/message';

/** All error codes of Lintel. Codes are stable: programs may depend on them. */
export const ERROR_CODES = [
  'INVALID_CONFIGURATION',
  'INVALID_ARGUMENT',
  'NOT_SIGNED_IN',
  'SIGN_IN_REFUSED',
  'PASSWORD_CHANGE_NEEDED',
  'NOT_PERMITTED',
  'APPROVAL_NEEDED',
  'RATE_LIMITED',
  'REQUEST_TOO_LARGE',
  'NOT_FOUND',
  'CONFLICT',
  'PICTURE_UNREADABLE',
  'PICTURE_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'DATASET_EMPTY',
  'DATASET_INVALID',
  'SHAPE_MISMATCH',
  'MODEL_INVALID',
  'MODEL_NOT_READY',
  'QUEUE_FULL',
  'ARTIFACT_CORRUPT',
  'CHECKPOINT_INVALID',
  'TRAINING_DIVERGED',
  'UNSUPPORTED_LAYER',
  'PARITY_FAILED',
  'GATES_REFUSED',
  'AUDIT_BROKEN',
  'SUBJECT_ERASED',
  'REQUEST_TIMEOUT',
  'JOB_LIMIT_EXCEEDED',
  'JOB_ABANDONED',
  'NOT_COMPILABLE',
  'OUTPUT_UNWRITABLE',
  'DISK_FULL',
  'ENGINE_MISSING',
  'ENGINE_INSTALL_FAILED',
  'TOOL_MISSING',
  'EVENT_INVALID',
  'EVENT_UNKNOWN',
  'EVENT_TOO_LARGE',
  'HANDLER_CRASHED',
  'TOPIC_MISSING',
  'TOPIC_MISMATCH',
  'GROUP_RUNNING',
  'STREAM_UNAVAILABLE',
  'STREAM_CLOSED',
  'SERVICE_UNAVAILABLE',
  'MIGRATION_FAILED',
  'CANCELLED',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface LintelErrorDetails {
  /** What went wrong, in one sentence that names the file, layer or option. */
  readonly problem: string;
  /** The problem as a translatable message, if there is one. */
  readonly message?: Message;
  /** What would have been valid. */
  readonly expected?: string;
  /** The value that was received. */
  readonly received?: string;
  /** What the reader can do about it. */
  readonly cure: string;
  /** True if the same call may succeed later without changes. Default: false. */
  readonly retryable?: boolean;
  /** How long to wait before retrying, milliseconds, if known. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** The only error type of the project: problem, expected, received, cure. */
export class LintelError extends Error {
  override readonly name = 'LintelError';
  readonly problem: string;
  /** The problem as a translatable message, if the error was created with one. */
  readonly said: Message | undefined;
  readonly expected: string | undefined;
  readonly received: string | undefined;
  readonly cure: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly code: ErrorCode,
    details: LintelErrorDetails,
  ) {
    super(describe(details), details.cause === undefined ? undefined : { cause: details.cause });
    this.problem = details.problem;
    this.said = details.message;
    this.expected = details.expected;
    this.received = details.received;
    this.cure = details.cure;
    this.retryable = details.retryable ?? false;
    this.retryAfterMs = details.retryAfterMs;
  }

  toJSON(): Record<string, unknown> {
    return {
      code: this.code,
      problem: this.problem,
      ...(this.said === undefined ? {} : { message: this.said }),
      ...(this.expected === undefined ? {} : { expected: this.expected }),
      ...(this.received === undefined ? {} : { received: this.received }),
      cure: this.cure,
      retryable: this.retryable,
    };
  }
}

/** Terminals and logs print the text, so control characters in names are escaped. Stacks may contain line breaks. */
function describe({ problem, expected, received, cure }: LintelErrorDetails): string {
  const lines = [printable(problem)];
  if (expected !== undefined) lines.push(`  expected: ${printable(expected)}`);
  if (received !== undefined) lines.push(`  received: ${printableLines(received)}`);
  lines.push(`  cure:     ${printable(cure)}`);
  return lines.join('\n');
}

import { correlationIdOf } from '@lintel/streams';
import { type LoggerService } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { pino, type DestinationStream, type Logger } from 'pino';
import { currentContext } from '../http/request-context';
import { describeError, isError } from './describe-error';
import { addLogFields } from './log-fields';
import { logText } from './log-text';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'log' | 'debug';

type Method = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/**
 * Nest's `Logger` on pino: one JSON object per line, with the request, event or job to which it belongs.
 * - `time` ISO 8601, `level` (`info` for Nest's `log`), `logger`, `message`
 * - `correlationId`, `traceId`, `spanId`, `identity` (its id, no name) if known
 */
export class PinoLog implements LoggerService {
  private readonly pino: Logger;

  constructor(level: LogLevel, destination: DestinationStream) {
    this.pino = pino(
      {
        level: level === 'log' ? 'info' : level,
        base: { pid: process.pid },
        messageKey: 'message',
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
      },
      destination,
    );
  }

  fatal = (message: unknown, ...more: unknown[]): void => this.write('fatal', message, more);
  error = (message: unknown, ...more: unknown[]): void => this.write('error', message, more);
  warn = (message: unknown, ...more: unknown[]): void => this.write('warn', message, more);
  log = (message: unknown, ...more: unknown[]): void => this.write('info', message, more);
  debug = (message: unknown, ...more: unknown[]): void => this.write('debug', message, more);
  verbose = (message: unknown, ...more: unknown[]): void => this.write('trace', message, more);

  /** @param more the last element is the logger's name */
  private write(level: Method, message: unknown, more: readonly unknown[]): void {
    if (!this.pino.isLevelEnabled(level)) return;
    const name = more.at(-1);
    const line = belongsTo(typeof name === 'string' ? name : undefined);
    if (typeof message === 'string') this.pino[level](line, logText(message));
    else if (isError(message)) this.pino[level](Object.assign(line, { error: describeError(message) }), 'failed');
    else {
      const fields = (message ?? {}) as Record<string, unknown>;
      const text = fields['message'];
      addLogFields(line, fields);
      this.pino[level](line, typeof text === 'string' ? logText(text) : undefined);
    }
  }
}

/** The first fields of a line: its logger, request and identity. */
function belongsTo(logger: string | undefined): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  if (logger !== undefined) line['logger'] = logger;
  const request = currentContext();
  const correlationId = request?.correlationId ?? correlationIdOf();
  if (correlationId !== undefined) line['correlationId'] = correlationId;
  const span = trace.getActiveSpan()?.spanContext();
  if (span !== undefined) {
    line['traceId'] = span.traceId;
    line['spanId'] = span.spanId;
  }
  if (request?.identity !== undefined) line['identity'] = request.identity.id;
  return line;
}
